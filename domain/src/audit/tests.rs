//! Every writing action has its deed, and every deed its reason.

use super::*;
use crate::policy::table::TABLE;

/// Each writing action of the policy table, and the deed it writes; none where only an account and its
/// sessions are touched.
const WRITTEN_BY: &[(&str, Option<Deed>)] = &[
    ("CreateAccount", None),
    // It proposes, and writes nothing.
    ("SuggestClusters", None),
    ("CreateTokens", None),
    ("RefreshTokens", None),
    ("RevokeTokens", None),
    ("RequestSignInLink", None),
    ("CreateTokensFromLink", None),
    ("ChangeMe", None),
    ("EndMySession", None),
    ("DeleteMe", Some(Deed::AccountErased)),
    ("CreateOrganization", Some(Deed::OrganizationCreated)),
    ("ChangeOrganization", Some(Deed::OrganizationChanged)),
    ("DeleteOrganization", Some(Deed::OrganizationDeleted)),
    ("ChangeMember", Some(Deed::MemberChanged)),
    ("RemoveMember", Some(Deed::MemberRemoved)),
    ("CreateInvitation", Some(Deed::InvitationCreated)),
    ("DeleteInvitation", Some(Deed::InvitationDeleted)),
    ("AcceptInvitation", Some(Deed::InvitationAccepted)),
    ("CreateEvent", Some(Deed::EventCreated)),
    ("ChangeEvent", Some(Deed::EventChanged)),
    ("DeleteEvent", Some(Deed::EventDeleted)),
    ("CreateFormat", Some(Deed::FormatCreated)),
    ("ChangeFormat", Some(Deed::FormatChanged)),
    ("DeleteFormat", Some(Deed::FormatDeleted)),
    ("SaveAsFormat", Some(Deed::FormatCreated)),
    ("CreateEdition", Some(Deed::EditionCreated)),
    ("CloneEdition", Some(Deed::EditionCloned)),
    ("ChangeEdition", Some(Deed::EditionChanged)),
    ("DeleteEdition", Some(Deed::EditionDeleted)),
    ("PublishEdition", Some(Deed::EditionPublished)),
    ("StartEdition", Some(Deed::EditionStarted)),
    ("ConcludeEdition", Some(Deed::EditionConcluded)),
    ("BeginFollowUp", Some(Deed::EditionFollowUpBegun)),
    ("ArchiveEdition", Some(Deed::EditionArchived)),
    ("CancelEdition", Some(Deed::EditionCancelled)),
    ("ReplaceWindows", Some(Deed::WindowsReplaced)),
    ("ReplaceConsentPurposes", Some(Deed::ConsentPurposesReplaced)),
    ("ReplaceQuestions", Some(Deed::QuestionsReplaced)),
    ("CreatePartner", Some(Deed::PartnerCreated)),
    ("ChangePartner", Some(Deed::PartnerChanged)),
    ("DeletePartner", Some(Deed::PartnerDeleted)),
    ("CreateProgrammeItem", Some(Deed::ProgrammeItemCreated)),
    ("ChangeProgrammeItem", Some(Deed::ProgrammeItemChanged)),
    ("DeleteProgrammeItem", Some(Deed::ProgrammeItemDeleted)),
    ("AddAttendance", Some(Deed::AttendanceAdded)),
    ("RemoveAttendance", Some(Deed::AttendanceRemoved)),
    ("CreateCredit", Some(Deed::CreditCreated)),
    ("ChangeCredit", Some(Deed::CreditChanged)),
    ("DeleteCredit", Some(Deed::CreditDeleted)),
    ("CreateFigure", Some(Deed::FigureCreated)),
    ("ChangeFigure", Some(Deed::FigureChanged)),
    ("DeleteFigure", Some(Deed::FigureDeleted)),
    ("AcceptPartner", Some(Deed::PartnerAccepted)),
    ("DeclinePartner", Some(Deed::PartnerDeclined)),
    ("CreateStaff", Some(Deed::StaffCreated)),
    ("ChangeStaff", Some(Deed::StaffChanged)),
    ("DeleteStaff", Some(Deed::StaffEnded)),
    ("CreatePool", Some(Deed::PoolCreated)),
    ("ChangePool", Some(Deed::PoolChanged)),
    ("DeletePool", Some(Deed::PoolDeleted)),
    ("CreateProfile", Some(Deed::ProfileCreated)),
    ("ChangeProfile", Some(Deed::ProfileChanged)),
    ("DeleteProfile", Some(Deed::ProfileDeleted)),
    ("CreateRegistration", Some(Deed::RegistrationMade)),
    ("ChangeRegistration", Some(Deed::RegistrationChanged)),
    ("CancelRegistration", Some(Deed::RegistrationCancelled)),
    ("EraseRegistration", Some(Deed::RegistrationErased)),
    ("ConfirmRegistration", Some(Deed::RegistrationConfirmed)),
    ("DeclineRegistration", Some(Deed::RegistrationDeclined)),
    ("OfferPlace", Some(Deed::RegistrationPlaced)),
    ("AcceptOffer", Some(Deed::RegistrationOfferAccepted)),
    ("AcceptOfferByReceipt", Some(Deed::RegistrationOfferAccepted)),
    ("CheckIn", Some(Deed::RegistrationCheckedIn)),
    ("UndoCheckIn", Some(Deed::RegistrationCheckInUndone)),
    // A reading that is written down.
    ("GetAccessNeeds", Some(Deed::AccessNeedRead)),
    ("GiveConsent", Some(Deed::ConsentGiven)),
    ("WithdrawConsent", Some(Deed::ConsentWithdrawn)),
    ("GiveConsentByReceipt", Some(Deed::ConsentGiven)),
    ("WithdrawConsentByReceipt", Some(Deed::ConsentWithdrawn)),
    ("CancelByReceipt", Some(Deed::RegistrationCancelled)),
    ("CreateProblemStatement", Some(Deed::StatementVoiced)),
    ("AcceptProblemStatement", Some(Deed::StatementAccepted)),
    ("ReturnProblemStatement", Some(Deed::StatementReturned)),
    ("ResubmitProblemStatement", Some(Deed::StatementResubmitted)),
    ("ResubmitByReceipt", Some(Deed::StatementResubmitted)),
    ("SetAsideProblemStatement", Some(Deed::StatementSetAside)),
    ("ReferProblemStatement", Some(Deed::StatementReferred)),
    ("ParkProblemStatement", Some(Deed::StatementParked)),
    ("ReopenProblemStatement", Some(Deed::StatementReopened)),
    ("MergeProblemStatements", Some(Deed::StatementMerged)),
    ("SplitProblemStatement", Some(Deed::StatementSplit)),
    ("UnmergeProblemStatement", Some(Deed::StatementUnmerged)),
    ("CarryProblemStatements", Some(Deed::StatementDerived)),
    ("ClassifyProblemStatement", Some(Deed::StatementClassified)),
    // A part of it.
    ("NameStatementReaders", Some(Deed::StatementClassified)),
    ("MakeConfidentialByReceipt", Some(Deed::StatementWithheld)),
    ("RewordProblemStatement", Some(Deed::StatementReworded)),
    ("RemoveProblemStatementContent", Some(Deed::StatementContentRemoved)),
    // Each of them what one of those above writes.
    ("ModerateProblemStatements", Some(Deed::StatementAccepted)),
    ("AddResonance", Some(Deed::StatementResonated)),
    ("RemoveResonance", Some(Deed::StatementResonanceWithdrawn)),
    ("CreateTheme", Some(Deed::ThemeCreated)),
    ("ChangeTheme", Some(Deed::ThemeChanged)),
    ("DeleteTheme", Some(Deed::ThemeDeleted)),
    ("AddThemeStatement", Some(Deed::ThemeStatementAdded)),
    ("RemoveThemeStatement", Some(Deed::ThemeStatementRemoved)),
    ("CreateCluster", Some(Deed::ClusterCreated)),
    ("ChangeCluster", Some(Deed::ClusterChanged)),
    ("DeleteCluster", Some(Deed::ClusterDeleted)),
    ("AddClusterStatement", Some(Deed::ClusterStatementAdded)),
    ("RemoveClusterStatement", Some(Deed::ClusterStatementRemoved)),
    ("CreateChallenge", Some(Deed::ChallengeCreated)),
    ("ChangeChallenge", Some(Deed::ChallengeChanged)),
    ("OpenChallenge", Some(Deed::ChallengeOpened)),
    ("WithdrawChallenge", Some(Deed::ChallengeWithdrawn)),
    ("ReplaceCompositionPolicy", Some(Deed::CompositionPolicyReplaced)),
    ("CreateTeam", Some(Deed::TeamCreated)),
    ("ChangeTeam", Some(Deed::TeamChanged)),
    ("AddTeamMember", Some(Deed::TeamMemberAdded)),
    ("RemoveTeamMember", Some(Deed::TeamMemberRemoved)),
    ("FormTeam", Some(Deed::TeamFormed)),
    ("StartTeam", Some(Deed::TeamStarted)),
    ("PresentTeam", Some(Deed::TeamPresented)),
    ("DissolveTeam", Some(Deed::TeamDissolved)),
    ("CreatePrototype", Some(Deed::PrototypeCreated)),
    ("ChangePrototype", Some(Deed::PrototypeChanged)),
    ("MovePrototypeStage", Some(Deed::PrototypeMoved)),
];

/// Deeds that follow from another one, from reading what was confided, or from an operation that is not offered yet.
const WITHOUT_AN_ACTION: &[Deed] = &[
    Deed::RegistrationOfferLapsed,
    Deed::RegistrationNoShow,
    Deed::RegistrationClaimed,
    Deed::StatementRead,
    Deed::StatementAdopted,
    Deed::StatementReleased,
    Deed::ChallengeTakenUp,
    Deed::ChallengeGivenBack,
    Deed::ChallengeConcluded,
    Deed::ChallengeUnanswered,
    Deed::TeamContinued,
];

#[test]
fn every_writing_action_of_the_policy_has_its_deed() {
    for row in TABLE {
        let reads = row.action.starts_with("Get") || row.action.starts_with("List");
        let reads = reads && row.action != "GetAccessNeeds";
        let written = WRITTEN_BY.iter().filter(|(action, _)| *action == row.action).count();
        assert_eq!(written, usize::from(!reads), "{}", row.action);
    }
    for (action, _) in WRITTEN_BY {
        assert!(TABLE.iter().any(|row| row.action == *action), "{action} is not in the table");
    }
}

#[test]
fn every_deed_is_written_by_an_action_or_follows_from_one() {
    for deed in Deed::ALL {
        let by_action = WRITTEN_BY.iter().any(|(_, written)| *written == Some(*deed));
        assert_ne!(by_action, WITHOUT_AN_ACTION.contains(deed), "{deed}");
    }
}

#[test]
fn a_deed_is_named_after_its_object() {
    for deed in Deed::ALL {
        let noun = deed.as_str().split('.').next();
        let due = match (deed.object(), *deed) {
            (ObjectKind::ProblemStatement, _) => "statement",
            (_, Deed::WindowsReplaced) => "windows",
            (_, Deed::ConsentPurposesReplaced) => "consent_purposes",
            (_, Deed::QuestionsReplaced) => "questions",
            (_, Deed::ConsentGiven | Deed::ConsentWithdrawn) => "consent",
            (_, Deed::AccessNeedRead) => "access_need",
            (_, Deed::CompositionPolicyReplaced) => "composition_policy",
            (kind, _) => kind.as_str(),
        };
        assert_eq!(noun, Some(due));
    }
}
