//! Why something is not done: by rule ([`Rejection`]) or for lack of a right ([`Denied`]).

use uuid::Uuid;

use crate::values::Instant;

/// A rule refuses what was asked; it can be asked again once the rule is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The thing is in a state from which this transition does not start.
    WrongState {
        /// The state it is in.
        state: &'static str,
        /// The states from which the transition starts.
        allowed_from: Vec<&'static str>,
    },
    /// Some of many things are in states from which this transition does not start; none is changed.
    WrongStates {
        /// Which, and the state each is in; there is at least one.
        refused: Vec<(Uuid, &'static str)>,
        /// The states from which the transition starts.
        allowed_from: Vec<&'static str>,
    },
    /// The window for this is not open now.
    WindowClosed {
        /// When it opens or opened, where that is said.
        opens_at: Option<Instant>,
        /// When it closes or closed, where that is said.
        closes_at: Option<Instant>,
    },
    /// Something has to be there first.
    NotReady {
        /// What is missing, by field or noun.
        missing: Vec<&'static str>,
    },
    /// A team does not meet the composition policy, and no waiver was given.
    PolicyUnmet {
        /// How many of which profiles are missing.
        missing: Vec<MissingProfiles>,
        /// Members below the fewest.
        too_few: u32,
        /// Members above the most.
        too_many: u32,
        /// Whether people to keep together are not.
        separated: bool,
        /// Whether people to keep apart are together.
        mixed_up: bool,
    },
    /// A size below the places already taken.
    SizeBelowTaken {
        /// The places taken now.
        taken: u32,
    },
    /// The time of an offer is over.
    OfferExpired {
        /// When it ended.
        expired_at: Instant,
    },
    /// A compulsory consent was not given.
    ConsentMissing {
        /// The purposes without consent.
        purposes: Vec<String>,
    },
    /// Some of many things are refused, all for one reason; nothing is done to any.
    Several {
        /// The reason.
        refusal: Refusal,
        /// Which; there is at least one.
        refused: Vec<Uuid>,
    },
    /// A refusal that needs no more words than its code.
    Plain(Refusal),
}

/// A lack in the composition of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingProfiles {
    /// The profiles any of which would do, by slug.
    pub profiles: Vec<String>,
    /// How many of them are missing.
    pub count: u32,
}

crate::values::words! {
    /// The refusals that say no more than their code.
    pub enum Refusal {
        /// An organization keeps at least one owner.
        LastOwner = "last_owner",
        /// Another account has this address.
        EmailTaken = "email_taken",
        /// This person has a live registration in this edition.
        AlreadyRegistered = "already_registered",
        /// Something else depends on it.
        InUse = "in_use",
        /// Another thing beside it has this slug.
        SlugTaken = "slug_taken",
        /// Another thing beside it has this name, but for case and accents.
        NameTaken = "name_taken",
        /// The registration is a member of a live team.
        InTeam = "in_team",
        /// Somebody else is the next to get a place, or there is none for this one.
        NotNext = "not_next",
        /// There is no room left.
        Full = "full",
        /// The invitation was sent to another address than the account's.
        WrongAddress = "wrong_address",
        /// A non-competitive edition has no such thing.
        NonCompetitive = "non_competitive",
        /// This was fixed when the edition was published.
        FixedAtPublication = "fixed_at_publication",
        /// This account is a member of the organization.
        AlreadyMember = "already_member",
        /// This address has that role already.
        AlreadyStaff = "already_staff",
        /// This organization has that part already, or is asked to take it.
        AlreadyPartner = "already_partner",
        /// Nobody gives themselves another role or another term on a staff.
        OwnEntry = "own_entry",
        /// A statement that is neither accepted nor adopted can't feed a challenge.
        StatementNotAccepted = "statement_not_accepted",
        /// The statement was not made by merging, or was taken apart again.
        NotMerged = "not_merged",
        /// A merged statement that was taken apart stays aside.
        TakenApart = "taken_apart",
        /// What is to be carried is in that edition already.
        AlreadyCarried = "already_carried",
        /// The words of the statement were removed.
        ContentRemoved = "content_removed",
        /// The challenge is neither open nor taken up.
        ChallengeNotOpen = "challenge_not_open",
        /// A member must be confirmed or checked in.
        NotConfirmed = "not_confirmed",
        /// A steward is a member of the team.
        NotAMember = "not_a_member",
        /// An invitation that was accepted, or is past its time.
        InvitationSpent = "invitation_spent",
        /// Going back a stage needs a note.
        NoteMissing = "note_missing",
        /// The prototype stands at this stage already.
        SameStage = "same_stage",
        /// The registration names no structure that its holder could speak for.
        StructureMissing = "structure_missing",
        /// Nothing is written any more about somebody who was erased.
        Erased = "erased",
        /// It was done before under this key; what was answered is protected since.
        AnswerWithheld = "answer_withheld",
        /// A line of provenance longer than can be shown in one answer.
        TooLarge = "too_large",
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Plain(refusal)
    }
}

impl Rejection {
    /// That none of many things is to be refused for this reason.
    ///
    /// # Errors
    /// [`Rejection::Several`] with each that is.
    pub fn unless_none(refusal: Refusal, refused: impl IntoIterator<Item = Uuid>) -> Result<(), Self> {
        let refused: Vec<Uuid> = refused.into_iter().collect();
        if refused.is_empty() { Ok(()) } else { Err(Self::Several { refusal, refused }) }
    }

    /// The stable code of this refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongState { .. } | Self::WrongStates { .. } => "wrong_state",
            Self::WindowClosed { .. } => "window_closed",
            Self::NotReady { .. } => "not_ready",
            Self::PolicyUnmet { .. } => "policy_unmet",
            Self::SizeBelowTaken { .. } => "size_below_taken",
            Self::OfferExpired { .. } => "offer_expired",
            Self::ConsentMissing { .. } => "consent_missing",
            Self::Several { refusal, .. } | Self::Plain(refusal) => refusal.as_str(),
        }
    }
}

/// The caller has no right to this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in, and this is not public.
    Unauthenticated,
    /// The caller may read the thing, and may not do this.
    Forbidden,
    /// Unknown, another tenant's, or not for this caller to read: one and the same.
    NotFound,
}
