//! The policy table: `action on scope by [roles]`. What is not in it, nobody may.
//!
//! Each action is one operation of the published document, under the same name, or a part of one that fewer may than call
//! it ([`WITHIN`]). The rendered table ([`rendered`]) is committed beside the tests, so that every change of a right is
//! read by a reviewer.

use std::fmt::Write as _;

use super::decision::Action;
use super::roles::Role;
use super::scopes::*;

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action.
    pub action: &'static str,
    /// The scope it takes place in.
    pub scope: &'static str,
    /// Who may.
    pub roles: &'static [Role],
}

macro_rules! policy {
    ($($action:ident on $scope:ident by [$($role:ident),+];)+) => {
        $(
            #[doc = concat!("See the row `", stringify!($action), "` of the table.")]
            #[derive(Debug)]
            pub enum $action {}

            impl Action for $action {
                type Scope = $scope;
                const NAME: &'static str = stringify!($action);
                const ROLES: &'static [Role] = &[$(Role::$role),+];
            }
        )+

        /// Every row, in the order of the table.
        pub const TABLE: &[Row] = &[$(Row {
            action: stringify!($action),
            scope: <$scope as Scope>::NAME,
            roles: <$action as Action>::ROLES,
        }),+];
    };
}

policy! {
    // Accounts, sessions, tokens
    CreateAccount on Site by [Anyone];
    CreateTokens on Site by [Anyone];
    RefreshTokens on Site by [Anyone];
    RevokeTokens on Site by [Anyone];
    RequestSignInLink on Site by [Anyone];
    CreateTokensFromLink on Site by [Anyone];
    GetMe on Site by [SignedIn];
    ChangeMe on Site by [SignedIn];
    ListMySessions on Site by [SignedIn];
    GetMySession on Site by [SignedIn];
    EndMySession on Site by [SignedIn];
    ListMyRegistrations on Site by [SignedIn];
    ListMyRoles on Site by [SignedIn];
    GetMyExport on Site by [SignedIn];
    DeleteMe on Site by [SignedIn];

    // Organizations and their members
    CreateOrganization on Site by [SignedIn];
    ListOrganizations on Site by [SignedIn];
    GetOrganization on OrganizationScope by [Owner, Organizer, Viewer, Staff];
    ChangeOrganization on OrganizationScope by [Owner];
    DeleteOrganization on OrganizationScope by [Owner];
    ListMembers on OrganizationScope by [Owner, Organizer, Viewer];
    GetMember on OrganizationScope by [Owner, Organizer, Viewer];
    ChangeMember on OrganizationScope by [Owner];
    RemoveMember on OrganizationScope by [Owner];
    CreateInvitation on OrganizationScope by [Owner];
    ListInvitations on OrganizationScope by [Owner];
    GetInvitation on InvitationScope by [Owner];
    DeleteInvitation on InvitationScope by [Owner];
    AcceptInvitation on Site by [SignedIn];
    ListAuditEntries on OrganizationScope by [Owner, Organizer];

    // Events
    CreateEvent on OrganizationScope by [Owner, Organizer];
    ListEvents on OrganizationScope by [Owner, Organizer, Viewer, Staff];
    GetEvent on EventScope by [Anyone];
    ChangeEvent on EventScope by [Owner, Organizer];
    DeleteEvent on EventScope by [Owner, Organizer];

    // Formats
    ListFormats on Site by [Anyone];
    CreateFormat on OrganizationScope by [Owner, Organizer];
    ListOrganizationFormats on OrganizationScope by [Owner, Organizer, Viewer];
    GetFormat on FormatScope by [Anyone];
    ChangeFormat on FormatScope by [Owner, Organizer];
    DeleteFormat on FormatScope by [Owner, Organizer];
    SaveAsFormat on EditionScope by [Owner, Organizer];

    // Editions
    CreateEdition on EventScope by [Owner, Organizer];
    ListEventEditions on EventScope by [Anyone];
    ListEditions on Site by [Anyone];
    GetEdition on EditionScope by [Anyone];
    ChangeEdition on EditionScope by [Owner, Organizer];
    DeleteEdition on EditionScope by [Owner, Organizer];
    PublishEdition on EditionScope by [Owner, Organizer];
    StartEdition on EditionScope by [Owner, Organizer];
    ConcludeEdition on EditionScope by [Owner, Organizer];
    BeginFollowUp on EditionScope by [Owner, Organizer];
    ArchiveEdition on EditionScope by [Owner, Organizer];
    CancelEdition on EditionScope by [Owner, Organizer];
    CloneEdition on EditionScope by [Owner, Organizer];
    GetLabels on EditionScope by [Anyone];
    GetOpenEnds on EditionScope by [Owner, Organizer, Facilitator];
    GetWindows on EditionScope by [Anyone];
    ReplaceWindows on EditionScope by [Owner, Organizer];
    GetConsentPurposes on EditionScope by [Anyone];
    ReplaceConsentPurposes on EditionScope by [Owner, Organizer];
    GetQuestions on EditionScope by [Anyone];
    ReplaceQuestions on EditionScope by [Owner, Organizer];
    CreatePartner on EditionScope by [Owner, Organizer];
    ListPartners on EditionScope by [Anyone];
    GetPartner on PartnerScope by [Anyone];
    ChangePartner on PartnerScope by [Owner, Organizer];
    DeletePartner on PartnerScope by [Owner, Organizer, PartnerOwner];
    AcceptPartner on PartnerScope by [PartnerOwner];
    DeclinePartner on PartnerScope by [PartnerOwner];
    ListPartnerships on OrganizationScope by [Owner, Organizer];
    CreateStaff on EditionScope by [Owner, Organizer];
    ListStaff on EditionScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor];
    GetStaff on StaffScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor];
    ChangeStaff on StaffScope by [Owner, Organizer];
    DeleteStaff on StaffScope by [Owner, Organizer];

    // What happens in an edition, and who was there
    CreateProgrammeItem on EditionScope by [Owner, Organizer, Facilitator];
    ListProgrammeItems on EditionScope by [Anyone];
    GetProgrammeItem on ProgrammeItemScope by [Anyone];
    ChangeProgrammeItem on ProgrammeItemScope by [Owner, Organizer, Facilitator];
    DeleteProgrammeItem on ProgrammeItemScope by [Owner, Organizer, Facilitator];
    AddAttendance on ProgrammeItemScope by [Owner, Organizer, Facilitator, RegistrationDesk];
    RemoveAttendance on ProgrammeItemScope by [Owner, Organizer, Facilitator, RegistrationDesk];

    // What is said of an edition afterwards
    CreateCredit on EditionScope by [Owner, Organizer];
    ListCredits on EditionScope by [Anyone];
    GetCredit on CreditScope by [Anyone];
    ChangeCredit on CreditScope by [Owner, Organizer];
    DeleteCredit on CreditScope by [Owner, Organizer];
    CreateFigure on EditionScope by [Owner, Organizer];
    ListFigures on EditionScope by [Anyone];
    GetFigure on FigureScope by [Anyone];
    ChangeFigure on FigureScope by [Owner, Organizer];
    DeleteFigure on FigureScope by [Owner, Organizer];

    // The door: pools, profiles, places, registrations
    CreatePool on EditionScope by [Owner, Organizer];
    ListPools on EditionScope by [Anyone];
    GetPool on PoolScope by [Anyone];
    ChangePool on PoolScope by [Owner, Organizer];
    DeletePool on PoolScope by [Owner, Organizer];
    CreateProfile on EditionScope by [Owner, Organizer];
    ListProfiles on EditionScope by [Anyone];
    GetProfile on ProfileScope by [Anyone];
    ChangeProfile on ProfileScope by [Owner, Organizer];
    DeleteProfile on ProfileScope by [Owner, Organizer];
    GetPlaces on EditionScope by [Anyone];
    GetLive on EditionScope by [Anyone];
    CreateRegistration on EditionScope by [Anyone];
    ListRegistrations on EditionScope by [Owner, Organizer, RegistrationDesk, Facilitator];
    GetRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk, Facilitator, Holder, Helper];
    GetPosition on RegistrationScope by [Owner, Organizer, RegistrationDesk, Facilitator, Holder];
    ChangeRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk, Holder];
    CancelRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk, Holder];
    EraseRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    ConfirmRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    DeclineRegistration on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    OfferPlace on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    AcceptOffer on RegistrationScope by [Owner, Organizer, RegistrationDesk, Holder];
    CheckIn on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    UndoCheckIn on RegistrationScope by [Owner, Organizer, RegistrationDesk];
    GetAccessNeeds on RegistrationScope by [RegistrationDesk];
    GiveConsent on RegistrationScope by [Owner, Organizer, RegistrationDesk, Holder];
    WithdrawConsent on RegistrationScope by [Owner, Organizer, RegistrationDesk, Holder];
    GetReceipt on Site by [Anyone];
    CancelByReceipt on Site by [Anyone];
    AcceptOfferByReceipt on Site by [Anyone];
    GiveConsentByReceipt on Site by [Anyone];
    WithdrawConsentByReceipt on Site by [Anyone];
    MakeConfidentialByReceipt on Site by [Anyone];
    ResubmitByReceipt on Site by [Anyone];

    // From a voice to a challenge
    CreateProblemStatement on EditionScope by [Anyone];
    ListProblemStatements on EditionScope by [Anyone];
    GetProblemStatement on StatementScope by [Anyone];
    AcceptProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ReturnProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ResubmitProblemStatement on StatementScope by [Author];
    SetAsideProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ReferProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ParkProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ReopenProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ModerateProblemStatements on EditionScope by [Owner, Organizer, Facilitator];
    MergeProblemStatements on EditionScope by [Owner, Organizer, Facilitator];
    SplitProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    UnmergeProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ClassifyProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    NameStatementReaders on StatementScope by [Owner, Organizer];
    CarryProblemStatements on EditionScope by [Owner, Organizer, Facilitator];
    RewordProblemStatement on StatementScope by [Owner, Organizer, Facilitator];
    ListWordings on StatementScope by [Anyone];
    ListSimilarStatements on StatementScope by [Anyone];
    SuggestClusters on EditionScope by [Owner, Organizer, Facilitator];
    RemoveProblemStatementContent on StatementScope by [Owner, Organizer, Facilitator];
    AddResonance on StatementScope by [Owner, Organizer, Facilitator, Participant];
    RemoveResonance on StatementScope by [Owner, Organizer, Facilitator, Participant];
    CreateTheme on EditionScope by [Owner, Organizer, Facilitator];
    ListThemes on EditionScope by [Anyone];
    GetTheme on ThemeScope by [Anyone];
    ChangeTheme on ThemeScope by [Owner, Organizer, Facilitator];
    DeleteTheme on ThemeScope by [Owner, Organizer, Facilitator];
    AddThemeStatement on ThemeScope by [Owner, Organizer, Facilitator];
    RemoveThemeStatement on ThemeScope by [Owner, Organizer, Facilitator];
    CreateCluster on EditionScope by [Owner, Organizer, Facilitator];
    ListClusters on EditionScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor];
    GetCluster on ClusterScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor];
    ChangeCluster on ClusterScope by [Owner, Organizer, Facilitator];
    DeleteCluster on ClusterScope by [Owner, Organizer, Facilitator];
    AddClusterStatement on ClusterScope by [Owner, Organizer, Facilitator];
    RemoveClusterStatement on ClusterScope by [Owner, Organizer, Facilitator];
    CreateChallenge on EditionScope by [Owner, Organizer, Facilitator];
    ListChallenges on EditionScope by [Anyone];
    GetChallenge on ChallengeScope by [Anyone];
    ChangeChallenge on ChallengeScope by [Owner, Organizer, Facilitator];
    OpenChallenge on ChallengeScope by [Owner, Organizer, Facilitator];
    WithdrawChallenge on ChallengeScope by [Owner, Organizer, Facilitator];
    GetFunnel on FunnelScope by [Anyone];
    GetStatementProvenance on StatementScope by [Anyone];
    GetChallengeProvenance on ChallengeScope by [Anyone];
    GetPrototypeProvenance on PrototypeScope by [Anyone];

    // Teams
    GetCompositionPolicy on EditionScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor, Participant];
    ReplaceCompositionPolicy on EditionScope by [Owner, Organizer, Facilitator];
    CreateTeam on EditionScope by [Owner, Organizer, Facilitator, Participant];
    ListTeams on EditionScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor, Participant];
    GetTeam on TeamScope by [Owner, Organizer, Viewer, Facilitator, RegistrationDesk, SupportPerson, Assessor, Participant];
    ChangeTeam on TeamScope by [Owner, Organizer, Facilitator, Steward];
    AddTeamMember on TeamScope by [Owner, Organizer, Facilitator, Steward];
    RemoveTeamMember on TeamScope by [Owner, Organizer, Facilitator, Steward, TeamMember];
    FormTeam on TeamScope by [Owner, Organizer, Facilitator];
    StartTeam on TeamScope by [Owner, Organizer, Facilitator, Steward];
    PresentTeam on TeamScope by [Owner, Organizer, Facilitator, Steward];
    DissolveTeam on TeamScope by [Owner, Organizer, Facilitator];

    // Prototypes
    CreatePrototype on TeamScope by [Owner, Organizer, Facilitator, TeamMember];
    ListPrototypes on EditionScope by [Anyone];
    GetPrototype on PrototypeScope by [Anyone];
    ChangePrototype on PrototypeScope by [Owner, Organizer, Facilitator, TeamMember];
    MovePrototypeStage on PrototypeScope by [Owner, Organizer, Facilitator, TeamMember];
}

/// The actions that are no operation of their own, each with the one within which it is asked for.
pub const WITHIN: &[(&str, &str)] = &[(NameStatementReaders::NAME, ClassifyProblemStatement::NAME)];

/// The row of an action, by its name.
#[must_use]
pub fn row(action: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.action == action)
}

/// The table as text: an action a line, a column for each role.
#[must_use]
pub fn rendered() -> String {
    let mut text = String::new();
    let _ = write!(text, "{:<26} {:<18}", "action", "scope");
    for role in Role::ALL {
        let _ = write!(text, " {role}");
    }
    text.push('\n');
    for row in TABLE {
        let _ = write!(text, "{:<26} {:<18}", row.action, row.scope);
        for role in Role::ALL {
            let mark = if row.roles.contains(role) { "x" } else { "·" };
            let _ = write!(text, " {mark:^width$}", width = role.as_str().len());
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}
