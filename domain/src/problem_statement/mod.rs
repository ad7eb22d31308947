//! Problem statements: what somebody voiced, and what becomes of it. Who reads it is in [`Reader`].

mod carrying;
mod classification;
mod derivation;
mod moderation;

use crate::Rejection;
use crate::rejection::Refusal;
use crate::values::{Flaw, StatementId, words};

use self::classification::withheld_by_receipt;

pub use self::carrying::{LeftOpen, MOST_CARRIED, may_be_carried, may_come_before};
pub use self::classification::{Classification, MOST_READERS, Protection, can_be_named, withhold};
pub use self::derivation::{MOST_PARTS, MOST_SOURCES, Traits, merged, take_apart};
pub use self::moderation::{
    Moderation, StatementMove, all_have_words, apply_to_all, by_receipt, has_words, may_be_reworded,
};
pub use crate::reader::{Circle, Cover, Extent, Reader};

words! {
    /// The one disposition that a statement has.
    pub enum StatementState {
        /// Received.
        Submitted = "submitted",
        /// Sent back to its voice with a reason.
        Returned = "returned",
        /// Not followed, with a reason.
        SetAside = "set_aside",
        /// Passed on to those who protect people.
        Referred = "referred",
        /// Can feed a challenge.
        Accepted = "accepted",
        /// Kept for later, with a reason.
        Parked = "parked",
        /// Held by a challenge that is or was open.
        Adopted = "adopted",
        /// Put into one statement with others.
        Merged = "merged",
        /// Divided into several statements.
        Split = "split",
    }
}

impl StatementState {
    /// Whether anyone may read an open statement in this state.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Accepted | Self::Parked | Self::Adopted | Self::Merged | Self::Split)
    }

    /// Whether nobody has decided on it yet; one that was returned waits for its voice, who may never answer.
    #[must_use]
    pub const fn is_undecided(self) -> bool {
        match self {
            Self::Submitted | Self::Returned => true,
            Self::SetAside
            | Self::Referred
            | Self::Accepted
            | Self::Parked
            | Self::Adopted
            | Self::Merged
            | Self::Split => false,
        }
    }
}

words! {
    /// Who may read the wording.
    pub enum Sensitivity {
        /// Anyone, once accepted.
        Open = "open",
        /// Organizers, facilitators and the author.
        Restricted = "restricted",
        /// Named readers and the author.
        Confidential = "confidential",
    }
}

words! {
    /// How the person behind a statement appears.
    pub enum Voice {
        /// By the name they gave, to whoever may read the statement.
        Named = "named",
        /// To nobody; who it was is kept, so that they can be answered.
        Pseudonymous = "pseudonymous",
        /// Nothing of them is kept.
        Anonymous = "anonymous",
    }
}

/// Whether a name goes with a voice: a named one needs it, the others keep none, so that none can leak.
///
/// # Errors
/// `name_missing`; `not_allowed_here`.
pub const fn name_fits(voice: Voice, has_name: bool) -> Result<(), Flaw> {
    match (voice, has_name) {
        (Voice::Named, true) | (Voice::Pseudonymous | Voice::Anonymous, false) => Ok(()),
        (Voice::Named, false) => Err(Flaw::Broken("name_missing")),
        (Voice::Pseudonymous | Voice::Anonymous, true) => Err(Flaw::Broken("not_allowed_here")),
    }
}

words! {
    /// From where somebody speaks.
    pub enum Origin {
        /// As a citizen.
        Citizen = "citizen",
        /// By profession.
        Professional = "professional",
        /// For an institution.
        Institution = "institution",
        /// Concerned by the problem themselves.
        PersonConcerned = "person_concerned",
    }
}

words! {
    /// How a statement came into the edition; the funnel counts by it.
    pub enum OriginKind {
        /// Somebody voiced it here.
        Voiced = "voiced",
        /// It was brought in from a list.
        Imported = "imported",
        /// Merging, splitting or carrying made it out of others.
        Derived = "derived",
    }
}

words! {
    /// How a statement came out of another one.
    pub enum DerivationKind {
        /// Several became one.
        MergedInto = "merged_into",
        /// One became several.
        SplitInto = "split_into",
        /// It was taken along from an earlier edition, where it stays as it is.
        CarriedFrom = "carried_from",
    }
}

/// The state of a statement once an open challenge holds it.
///
/// # Errors
/// [`Refusal::StatementNotAccepted`] where it is neither accepted nor adopted already.
pub fn adopt(state: StatementState) -> Result<StatementState, Rejection> {
    match state {
        StatementState::Accepted | StatementState::Adopted => Ok(StatementState::Adopted),
        StatementState::Submitted
        | StatementState::Returned
        | StatementState::SetAside
        | StatementState::Referred
        | StatementState::Parked
        | StatementState::Merged
        | StatementState::Split => Err(Refusal::StatementNotAccepted.into()),
    }
}

/// Whether an open challenge may hold many statements, all of them or none.
///
/// # Errors
/// [`Refusal::StatementNotAccepted`] with each that is neither accepted nor adopted already.
pub fn all_may_be_adopted(
    statements: impl IntoIterator<Item = (StatementId, StatementState)>,
) -> Result<(), Rejection> {
    let unfit = statements.into_iter().filter(|(_, state)| adopt(*state).is_err());
    Rejection::unless_none(Refusal::StatementNotAccepted, unfit.map(|(id, _)| id.0))
}

/// The state of a statement once a challenge lets go of it, or is withdrawn.
///
/// `still_held`: another challenge that was opened and not withdrawn holds it. A challenge that never opened
/// had not adopted anything: letting go changes nothing then.
#[must_use]
pub const fn release(state: StatementState, still_held: bool) -> StatementState {
    match state {
        StatementState::Adopted if !still_held => StatementState::Accepted,
        StatementState::Submitted
        | StatementState::Returned
        | StatementState::SetAside
        | StatementState::Referred
        | StatementState::Accepted
        | StatementState::Parked
        | StatementState::Adopted
        | StatementState::Merged
        | StatementState::Split => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_what_it_means() {
        // is read by anyone, waits for a decision
        let row = |state: &StatementState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            format!("{state} {}{}", mark(state.is_public()), mark(state.is_undecided()))
        };
        assert_eq!(
            StatementState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "submitted -x",
                "returned -x",
                "set_aside --",
                "referred --",
                "accepted x-",
                "parked x-",
                "adopted x-",
                "merged x-",
                "split x-",
            ]
        );
    }

    #[test]
    fn every_voice_and_name() {
        let row = |voice: &Voice| {
            let cell = |has_name| name_fits(*voice, has_name).map_or_else(|flaw| flaw.code(), |()| "fits");
            format!("{voice}: {} {}", cell(true), cell(false))
        };
        assert_eq!(
            Voice::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "named: fits name_missing",
                "pseudonymous: not_allowed_here fits",
                "anonymous: not_allowed_here fits",
            ]
        );
    }

    #[test]
    fn every_state_and_what_challenges_make_of_it() {
        // adopted; then let go while another challenge holds it, and by the last one
        let row = |state: &StatementState| {
            let adopted = match adopt(*state) {
                Ok(state) => state.as_str(),
                Err(rejection) => rejection.code(),
            };
            format!("{state}: {adopted} {} {}", release(*state, true), release(*state, false))
        };
        assert_eq!(
            StatementState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "submitted: statement_not_accepted submitted submitted",
                "returned: statement_not_accepted returned returned",
                "set_aside: statement_not_accepted set_aside set_aside",
                "referred: statement_not_accepted referred referred",
                "accepted: adopted accepted accepted",
                "parked: statement_not_accepted parked parked",
                "adopted: adopted adopted accepted",
                "merged: statement_not_accepted merged merged",
                "split: statement_not_accepted split split",
            ]
        );
    }
}
