//! The audit log's words: what was done, and to what kind of thing.
//!
//! An entry belongs to an organization. What an account does with itself (signing in, its sessions, its name)
//! touches no organization and has no word here. Outbox events use the same words.
//!
//! room: two lists of words and what ties them, which read best whole.

use crate::values::words;

words! {
    /// The kind of thing that something was done to.
    pub enum ObjectKind {
        /// An organization.
        Organization = "organization",
        /// A membership of an organization; the object is the account.
        Member = "member",
        /// An invitation.
        Invitation = "invitation",
        /// An event.
        Event = "event",
        /// An edition, with what it has one of: windows, purposes, composition policy.
        Edition = "edition",
        /// A partner of an edition.
        Partner = "partner",
        /// An entry of an edition's staff.
        Staff = "staff",
        /// A pool.
        Pool = "pool",
        /// A profile.
        Profile = "profile",
        /// A registration.
        Registration = "registration",
        /// A problem statement.
        ProblemStatement = "problem_statement",
        /// A challenge.
        Challenge = "challenge",
        /// A team.
        Team = "team",
        /// A prototype.
        Prototype = "prototype",
    }
}

words! {
    /// What was done, as `object.done`.
    pub enum Deed {
        /// An organization was founded.
        OrganizationCreated = "organization.created",
        /// Its fields were changed.
        OrganizationChanged = "organization.changed",
        /// It was deleted.
        OrganizationDeleted = "organization.deleted",
        /// A member got another role.
        MemberChanged = "member.changed",
        /// A member went, or was removed.
        MemberRemoved = "member.removed",
        /// Somebody was invited.
        InvitationCreated = "invitation.created",
        /// An invitation was taken back.
        InvitationDeleted = "invitation.deleted",
        /// An invitation was accepted; a member or a staff entry came of it.
        InvitationAccepted = "invitation.accepted",
        /// An event was created.
        EventCreated = "event.created",
        /// Its fields were changed.
        EventChanged = "event.changed",
        /// It was deleted.
        EventDeleted = "event.deleted",
        /// An edition was created.
        EditionCreated = "edition.created",
        /// Its fields were changed.
        EditionChanged = "edition.changed",
        /// A draft was deleted.
        EditionDeleted = "edition.deleted",
        /// It was published.
        EditionPublished = "edition.published",
        /// It was started.
        EditionStarted = "edition.started",
        /// It was concluded; its registrations and challenges got their last state.
        EditionConcluded = "edition.concluded",
        /// Its follow-up began.
        EditionFollowUpBegun = "edition.follow_up_begun",
        /// It was archived.
        EditionArchived = "edition.archived",
        /// It was called off.
        EditionCancelled = "edition.cancelled",
        /// Its windows were replaced.
        WindowsReplaced = "windows.replaced",
        /// Its consent purposes were replaced.
        ConsentPurposesReplaced = "consent_purposes.replaced",
        /// Its composition policy was replaced.
        CompositionPolicyReplaced = "composition_policy.replaced",
        /// A partner was named or asked.
        PartnerCreated = "partner.created",
        /// Its fields were changed.
        PartnerChanged = "partner.changed",
        /// It was deleted.
        PartnerDeleted = "partner.deleted",
        /// Somebody was asked to join the staff.
        StaffCreated = "staff.created",
        /// The role or the dates of an entry were changed.
        StaffChanged = "staff.changed",
        /// An entry was ended.
        StaffEnded = "staff.ended",
        /// A pool was created.
        PoolCreated = "pool.created",
        /// Its fields or its size were changed.
        PoolChanged = "pool.changed",
        /// It was deleted.
        PoolDeleted = "pool.deleted",
        /// A profile was created.
        ProfileCreated = "profile.created",
        /// Its fields were changed.
        ProfileChanged = "profile.changed",
        /// It was deleted.
        ProfileDeleted = "profile.deleted",
        /// Somebody registered.
        RegistrationMade = "registration.made",
        /// Fields of a registration were changed.
        RegistrationChanged = "registration.changed",
        /// It was taken back, signed in or by receipt.
        RegistrationCancelled = "registration.cancelled",
        /// Places came free, and went to one who waited.
        RegistrationPlaced = "registration.placed",
        /// Somebody who had a place did not come; decided when the edition ended.
        RegistrationNoShow = "registration.no_show",
        /// A problem was voiced.
        StatementVoiced = "statement.voiced",
        /// A statement was accepted.
        StatementAccepted = "statement.accepted",
        /// It was set aside.
        StatementSetAside = "statement.set_aside",
        /// An open challenge holds it.
        StatementAdopted = "statement.adopted",
        /// The last challenge that held it let it go.
        StatementReleased = "statement.released",
        /// A challenge was drafted.
        ChallengeCreated = "challenge.created",
        /// It was opened.
        ChallengeOpened = "challenge.opened",
        /// It was withdrawn.
        ChallengeWithdrawn = "challenge.withdrawn",
        /// The first team on it was formed.
        ChallengeTakenUp = "challenge.taken_up",
        /// The last team on it was dissolved.
        ChallengeGivenBack = "challenge.given_back",
        /// The edition ended while a team was on it.
        ChallengeConcluded = "challenge.concluded",
        /// The edition ended, and nobody had taken it up.
        ChallengeUnanswered = "challenge.unanswered",
        /// A team was made.
        TeamCreated = "team.created",
        /// Its fields, challenge or steward were changed.
        TeamChanged = "team.changed",
        /// Somebody joined it.
        TeamMemberAdded = "team.member_added",
        /// Somebody left it.
        TeamMemberRemoved = "team.member_removed",
        /// It was formed.
        TeamFormed = "team.formed",
        /// It began to work.
        TeamStarted = "team.started",
        /// It showed what it made.
        TeamPresented = "team.presented",
        /// It goes on after the event.
        TeamContinued = "team.continued",
        /// It was dissolved.
        TeamDissolved = "team.dissolved",
        /// A prototype was made.
        PrototypeCreated = "prototype.created",
        /// Its fields were changed.
        PrototypeChanged = "prototype.changed",
        /// It moved to another stage.
        PrototypeMoved = "prototype.moved",
    }
}

impl Deed {
    /// The kind of thing it was done to.
    #[must_use]
    pub const fn object(self) -> ObjectKind {
        match self {
            Self::OrganizationCreated | Self::OrganizationChanged | Self::OrganizationDeleted => {
                ObjectKind::Organization
            }
            Self::MemberChanged | Self::MemberRemoved => ObjectKind::Member,
            Self::InvitationCreated | Self::InvitationDeleted | Self::InvitationAccepted => {
                ObjectKind::Invitation
            }
            Self::EventCreated | Self::EventChanged | Self::EventDeleted => ObjectKind::Event,
            Self::EditionCreated
            | Self::EditionChanged
            | Self::EditionDeleted
            | Self::EditionPublished
            | Self::EditionStarted
            | Self::EditionConcluded
            | Self::EditionFollowUpBegun
            | Self::EditionArchived
            | Self::EditionCancelled
            | Self::WindowsReplaced
            | Self::ConsentPurposesReplaced
            | Self::CompositionPolicyReplaced => ObjectKind::Edition,
            Self::PartnerCreated | Self::PartnerChanged | Self::PartnerDeleted => ObjectKind::Partner,
            Self::StaffCreated | Self::StaffChanged | Self::StaffEnded => ObjectKind::Staff,
            Self::PoolCreated | Self::PoolChanged | Self::PoolDeleted => ObjectKind::Pool,
            Self::ProfileCreated | Self::ProfileChanged | Self::ProfileDeleted => ObjectKind::Profile,
            Self::RegistrationMade
            | Self::RegistrationChanged
            | Self::RegistrationCancelled
            | Self::RegistrationPlaced
            | Self::RegistrationNoShow => ObjectKind::Registration,
            Self::StatementVoiced
            | Self::StatementAccepted
            | Self::StatementSetAside
            | Self::StatementAdopted
            | Self::StatementReleased => ObjectKind::ProblemStatement,
            Self::ChallengeCreated
            | Self::ChallengeOpened
            | Self::ChallengeWithdrawn
            | Self::ChallengeTakenUp
            | Self::ChallengeGivenBack
            | Self::ChallengeConcluded
            | Self::ChallengeUnanswered => ObjectKind::Challenge,
            Self::TeamCreated
            | Self::TeamChanged
            | Self::TeamMemberAdded
            | Self::TeamMemberRemoved
            | Self::TeamFormed
            | Self::TeamStarted
            | Self::TeamPresented
            | Self::TeamContinued
            | Self::TeamDissolved => ObjectKind::Team,
            Self::PrototypeCreated | Self::PrototypeChanged | Self::PrototypeMoved => ObjectKind::Prototype,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::table::TABLE;

    /// Each writing action of the policy table, and the deed it writes; none where only an account and its
    /// sessions are touched.
    const WRITTEN_BY: &[(&str, Option<Deed>)] = &[
        ("CreateAccount", None),
        ("CreateTokens", None),
        ("RefreshTokens", None),
        ("RevokeTokens", None),
        ("RequestSignInLink", None),
        ("CreateTokensFromLink", None),
        ("ChangeMe", None),
        ("EndMySession", None),
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
        ("CreateEdition", Some(Deed::EditionCreated)),
        ("ChangeEdition", Some(Deed::EditionChanged)),
        ("DeleteEdition", Some(Deed::EditionDeleted)),
        ("PublishEdition", Some(Deed::EditionPublished)),
        ("StartEdition", Some(Deed::EditionStarted)),
        ("ConcludeEdition", Some(Deed::EditionConcluded)),
        ("CancelEdition", Some(Deed::EditionCancelled)),
        ("ReplaceWindows", Some(Deed::WindowsReplaced)),
        ("ReplaceConsentPurposes", Some(Deed::ConsentPurposesReplaced)),
        ("CreatePartner", Some(Deed::PartnerCreated)),
        ("ChangePartner", Some(Deed::PartnerChanged)),
        ("DeletePartner", Some(Deed::PartnerDeleted)),
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
        ("CancelByReceipt", Some(Deed::RegistrationCancelled)),
        ("CreateProblemStatement", Some(Deed::StatementVoiced)),
        ("AcceptProblemStatement", Some(Deed::StatementAccepted)),
        ("SetAsideProblemStatement", Some(Deed::StatementSetAside)),
        ("CreateChallenge", Some(Deed::ChallengeCreated)),
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

    /// Deeds that follow from another one, or from an operation that is not offered yet.
    const WITHOUT_AN_ACTION: &[Deed] = &[
        Deed::EditionFollowUpBegun,
        Deed::EditionArchived,
        Deed::RegistrationPlaced,
        Deed::RegistrationNoShow,
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
                (_, Deed::CompositionPolicyReplaced) => "composition_policy",
                (kind, _) => kind.as_str(),
            };
            assert_eq!(noun, Some(due));
        }
    }
}
