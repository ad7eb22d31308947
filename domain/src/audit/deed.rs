//! What was done: one word for each deed, and the kind of thing it was done to.
//!
//! room: one list of words, and one of what each is done to; a reader looks for a deed by its name.

use super::ObjectKind;
use crate::values::words;

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
        /// An account that had a part here is gone, with everything in it that says who it was.
        AccountErased = "account.erased",
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
        /// A format was kept.
        FormatCreated = "format.created",
        /// It was changed.
        FormatChanged = "format.changed",
        /// It was deleted.
        FormatDeleted = "format.deleted",
        /// An edition was created.
        EditionCreated = "edition.created",
        /// It was made as a clone of another one.
        EditionCloned = "edition.cloned",
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
        /// What it asks those who register was replaced.
        QuestionsReplaced = "questions.replaced",
        /// Its composition policy was replaced.
        CompositionPolicyReplaced = "composition_policy.replaced",
        /// A partner was named or asked.
        PartnerCreated = "partner.created",
        /// Its fields were changed.
        PartnerChanged = "partner.changed",
        /// It was deleted, or left by itself.
        PartnerDeleted = "partner.deleted",
        /// A programme item was written down.
        ProgrammeItemCreated = "programme_item.created",
        /// Its fields were changed, or it got its times with the first day of the edition.
        ProgrammeItemChanged = "programme_item.changed",
        /// It was deleted.
        ProgrammeItemDeleted = "programme_item.deleted",
        /// Somebody was there; who, this does not say.
        AttendanceAdded = "programme_item.attendance_added",
        /// Somebody was not there after all.
        AttendanceRemoved = "programme_item.attendance_removed",
        /// Somebody was credited.
        CreditCreated = "credit.created",
        /// A credit was changed.
        CreditChanged = "credit.changed",
        /// It was deleted.
        CreditDeleted = "credit.deleted",
        /// A figure was computed or declared.
        FigureCreated = "figure.created",
        /// A figure was changed, shown, or hidden because another one is shown.
        FigureChanged = "figure.changed",
        /// It was deleted.
        FigureDeleted = "figure.deleted",
        /// The organization agreed to its part.
        PartnerAccepted = "partner.accepted",
        /// It did not.
        PartnerDeclined = "partner.declined",
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
        /// It was let in, to a place or to the list.
        RegistrationConfirmed = "registration.confirmed",
        /// It was decided against.
        RegistrationDeclined = "registration.declined",
        /// Somebody took the places that were offered.
        RegistrationOfferAccepted = "registration.offer_accepted",
        /// An offer ended without an answer: to the end of the list, or off it.
        RegistrationOfferLapsed = "registration.offer_lapsed",
        /// It was taken back, signed in or by receipt.
        RegistrationCancelled = "registration.cancelled",
        /// Somebody came.
        RegistrationCheckedIn = "registration.checked_in",
        /// Somebody had not come after all.
        RegistrationCheckInUndone = "registration.check_in_undone",
        /// Places came free, and went to one who waited, or were offered to them.
        RegistrationPlaced = "registration.placed",
        /// Somebody who had a place did not come; decided when the edition ended.
        RegistrationNoShow = "registration.no_show",
        /// An account that proved an address became the holder of what was made with it.
        RegistrationClaimed = "registration.claimed",
        /// A consent was given after the registration was made.
        ConsentGiven = "consent.given",
        /// A consent was withdrawn.
        ConsentWithdrawn = "consent.withdrawn",
        /// Somebody read what a person needs to take part.
        AccessNeedRead = "access_need.read",
        /// Everything in it that says who it was is gone.
        RegistrationErased = "registration.erased",
        /// A problem was voiced.
        StatementVoiced = "statement.voiced",
        /// A statement was accepted.
        StatementAccepted = "statement.accepted",
        /// It was sent back to its voice.
        StatementReturned = "statement.returned",
        /// Its voice said it again.
        StatementResubmitted = "statement.resubmitted",
        /// It was set aside.
        StatementSetAside = "statement.set_aside",
        /// It was passed on to those who protect people.
        StatementReferred = "statement.referred",
        /// It was kept for later.
        StatementParked = "statement.parked",
        /// It is decided on anew.
        StatementReopened = "statement.reopened",
        /// It was put into other words.
        StatementReworded = "statement.reworded",
        /// It was decided who may read its words.
        StatementClassified = "statement.classified",
        /// Its voice made its words confidential.
        StatementWithheld = "statement.withheld",
        /// Its confidential words were read by somebody named as a reader.
        StatementRead = "statement.read",
        /// Its words were removed.
        StatementContentRemoved = "statement.content_removed",
        /// It was put into one statement with others.
        StatementMerged = "statement.merged",
        /// It was divided into several statements.
        StatementSplit = "statement.split",
        /// It was made of others.
        StatementDerived = "statement.derived",
        /// It was taken apart again.
        StatementUnmerged = "statement.unmerged",
        /// An open challenge holds it.
        StatementAdopted = "statement.adopted",
        /// The last challenge that held it let it go.
        StatementReleased = "statement.released",
        /// A structure said that it lives it too.
        StatementResonated = "statement.resonated",
        /// It took that back.
        StatementResonanceWithdrawn = "statement.resonance_withdrawn",
        /// A theme was named.
        ThemeCreated = "theme.created",
        /// Its fields were changed.
        ThemeChanged = "theme.changed",
        /// It was deleted.
        ThemeDeleted = "theme.deleted",
        /// It was put on a statement.
        ThemeStatementAdded = "theme.statement_added",
        /// It was taken off a statement.
        ThemeStatementRemoved = "theme.statement_removed",
        /// A cluster was made.
        ClusterCreated = "cluster.created",
        /// Its fields were changed.
        ClusterChanged = "cluster.changed",
        /// It was deleted.
        ClusterDeleted = "cluster.deleted",
        /// A statement was put into it.
        ClusterStatementAdded = "cluster.statement_added",
        /// A statement was taken out of it.
        ClusterStatementRemoved = "cluster.statement_removed",
        /// A challenge was drafted.
        ChallengeCreated = "challenge.created",
        /// Its question, its context or what it holds was changed.
        ChallengeChanged = "challenge.changed",
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
            Self::AccountErased => ObjectKind::Account,
            Self::InvitationCreated | Self::InvitationDeleted | Self::InvitationAccepted => {
                ObjectKind::Invitation
            }
            Self::EventCreated | Self::EventChanged | Self::EventDeleted => ObjectKind::Event,
            Self::FormatCreated | Self::FormatChanged | Self::FormatDeleted => ObjectKind::Format,
            Self::EditionCreated
            | Self::EditionCloned
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
            | Self::QuestionsReplaced
            | Self::CompositionPolicyReplaced => ObjectKind::Edition,
            Self::PartnerCreated
            | Self::PartnerChanged
            | Self::PartnerDeleted
            | Self::PartnerAccepted
            | Self::PartnerDeclined => ObjectKind::Partner,
            Self::ProgrammeItemCreated
            | Self::ProgrammeItemChanged
            | Self::ProgrammeItemDeleted
            | Self::AttendanceAdded
            | Self::AttendanceRemoved => ObjectKind::ProgrammeItem,
            Self::CreditCreated | Self::CreditChanged | Self::CreditDeleted => ObjectKind::Credit,
            Self::FigureCreated | Self::FigureChanged | Self::FigureDeleted => ObjectKind::Figure,
            Self::StaffCreated | Self::StaffChanged | Self::StaffEnded => ObjectKind::Staff,
            Self::PoolCreated | Self::PoolChanged | Self::PoolDeleted => ObjectKind::Pool,
            Self::ProfileCreated | Self::ProfileChanged | Self::ProfileDeleted => ObjectKind::Profile,
            Self::RegistrationMade
            | Self::RegistrationChanged
            | Self::RegistrationConfirmed
            | Self::RegistrationDeclined
            | Self::RegistrationOfferAccepted
            | Self::RegistrationOfferLapsed
            | Self::RegistrationCancelled
            | Self::RegistrationCheckedIn
            | Self::RegistrationCheckInUndone
            | Self::RegistrationPlaced
            | Self::RegistrationNoShow
            | Self::RegistrationClaimed
            | Self::ConsentGiven
            | Self::ConsentWithdrawn
            | Self::AccessNeedRead
            | Self::RegistrationErased => ObjectKind::Registration,
            Self::StatementVoiced
            | Self::StatementAccepted
            | Self::StatementReturned
            | Self::StatementResubmitted
            | Self::StatementSetAside
            | Self::StatementReferred
            | Self::StatementParked
            | Self::StatementReopened
            | Self::StatementReworded
            | Self::StatementClassified
            | Self::StatementWithheld
            | Self::StatementRead
            | Self::StatementContentRemoved
            | Self::StatementMerged
            | Self::StatementSplit
            | Self::StatementDerived
            | Self::StatementUnmerged
            | Self::StatementAdopted
            | Self::StatementReleased
            | Self::StatementResonated
            | Self::StatementResonanceWithdrawn => ObjectKind::ProblemStatement,
            Self::ThemeCreated
            | Self::ThemeChanged
            | Self::ThemeDeleted
            | Self::ThemeStatementAdded
            | Self::ThemeStatementRemoved => ObjectKind::Theme,
            Self::ClusterCreated
            | Self::ClusterChanged
            | Self::ClusterDeleted
            | Self::ClusterStatementAdded
            | Self::ClusterStatementRemoved => ObjectKind::Cluster,
            Self::ChallengeCreated
            | Self::ChallengeChanged
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
