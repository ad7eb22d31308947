//! Carrying: what one edition left open is taken along into a later one of its event. There it begins anew; its earlier self stays as it
//! is, and leads to it.

use super::{StatementState, all_have_words};
use crate::Rejection;
use crate::rejection::Refusal;
use crate::values::{ReducedDate, StatementId};

/// How many statements are carried at once at most, those that challenges bring along included.
pub const MOST_CARRIED: usize = 500;

/// A statement that somebody wants to carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOpen {
    /// Which.
    pub id: StatementId,
    /// Its state.
    pub state: StatementState,
    /// Whether a challenge holds it that was opened, and neither withdrawn nor left unanswered.
    pub is_answered: bool,
    /// Whether its words were removed.
    pub is_wordless: bool,
    /// Whether it was carried into that edition before.
    pub is_carried: bool,
}

/// Whether statements may be carried, all of them or none: what was kept for later, and what only challenges hold that nobody took up;
/// once into the same edition.
///
/// # Errors
/// [`Rejection::WrongStates`] with each that was not left open; [`Refusal::ContentRemoved`], since without words there is nothing to carry;
/// [`Refusal::AlreadyCarried`]; both with each.
pub fn may_be_carried(statements: &[LeftOpen]) -> Result<(), Rejection> {
    let settled = statements.iter().filter(|one| !was_left_open(one.state, one.is_answered));
    let refused: Vec<_> = settled.map(|one| (one.id.0, one.state.as_str())).collect();
    if !refused.is_empty() {
        let from = [StatementState::Parked, StatementState::Adopted];
        return Err(Rejection::WrongStates {
            refused,
            allowed_from: from.map(StatementState::as_str).into(),
        });
    }
    all_have_words(statements.iter().map(|one| (one.id, one.is_wordless)))?;
    let carried = statements.iter().filter(|one| one.is_carried);
    Rejection::unless_none(Refusal::AlreadyCarried, carried.map(|one| one.id.0))
}

const fn was_left_open(state: StatementState, is_answered: bool) -> bool {
    match state {
        StatementState::Parked => true,
        StatementState::Adopted => !is_answered,
        StatementState::Submitted
        | StatementState::Returned
        | StatementState::SetAside
        | StatementState::Referred
        | StatementState::Accepted
        | StatementState::Merged
        | StatementState::Split => false,
    }
}

/// Whether something may be carried from an edition that starts on the one date into one that starts on the other.
///
/// Only what is known to begin later is not earlier: many editions know no more than a month, a draft of next year perhaps not
/// even that, and two in one month may follow each other. Nor does an edition have to be over: what it parked it has decided on,
/// and what it left unanswered is only known from its end on.
#[must_use]
pub fn may_come_before(source: Option<&ReducedDate>, target: Option<&ReducedDate>) -> bool {
    match (source, target) {
        (Some(source), Some(target)) => !target.surely_before(source),
        (Some(_), None) | (None, Some(_) | None) => true,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::values::FromText as _;

    fn one(state: StatementState) -> LeftOpen {
        let id = StatementId(Uuid::from_u128(1));
        LeftOpen { id, state, is_answered: false, is_wordless: false, is_carried: false }
    }

    fn code(statements: &[LeftOpen]) -> &'static str {
        may_be_carried(statements).map_or_else(|rejection| rejection.code(), |()| "carried")
    }

    #[test]
    fn every_state_and_what_of_it_is_carried() {
        // held by nothing but unanswered challenges, and by others too
        let row = |state: &StatementState| {
            let answered = LeftOpen { is_answered: true, ..one(*state) };
            format!("{state}: {} {}", code(&[one(*state)]), code(&[answered]))
        };
        assert_eq!(
            StatementState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "submitted: wrong_state wrong_state",
                "returned: wrong_state wrong_state",
                "set_aside: wrong_state wrong_state",
                "referred: wrong_state wrong_state",
                "accepted: wrong_state wrong_state",
                "parked: carried carried",
                "adopted: carried wrong_state",
                "merged: wrong_state wrong_state",
                "split: wrong_state wrong_state",
            ]
        );
    }

    #[test]
    fn all_are_carried_or_none_and_each_that_was_not_left_open_is_named() {
        let parked = one(StatementState::Parked);
        let set_aside = LeftOpen { id: StatementId(Uuid::from_u128(2)), ..one(StatementState::SetAside) };
        let adopted = LeftOpen {
            id: StatementId(Uuid::from_u128(3)),
            is_answered: true,
            ..one(StatementState::Adopted)
        };
        assert_eq!(
            may_be_carried(&[parked, set_aside, adopted]),
            Err(Rejection::WrongStates {
                refused: vec![(Uuid::from_u128(2), "set_aside"), (Uuid::from_u128(3), "adopted")],
                allowed_from: vec!["parked", "adopted"],
            })
        );
        let other = LeftOpen { id: StatementId(Uuid::from_u128(4)), ..parked };
        let named = |refusal| Err(Rejection::Several { refusal, refused: vec![other.id.0] });
        let wordless = LeftOpen { is_wordless: true, ..other };
        assert_eq!(may_be_carried(&[parked, wordless]), named(Refusal::ContentRemoved));
        let carried = LeftOpen { is_carried: true, ..other };
        assert_eq!(may_be_carried(&[parked, carried]), named(Refusal::AlreadyCarried));
        assert_eq!(code(&[]), "carried");
    }

    #[test]
    fn only_what_surely_begins_later_is_not_earlier() {
        let date = |text: &str| ReducedDate::from_text(text).ok();
        let cases = [
            ("2024-10", "2025-11-20", true),
            ("2025-11-20", "2024-10", false),
            ("2025-11", "2025-11-20", true),
            ("2025-11-20", "2025-11", true),
            ("2025-11-21", "2025-11-20", false),
            ("2025-11-20", "2025-11-20", true),
            ("", "2025-11-20", true),
            ("2025-11-20", "", true),
            ("", "", true),
        ];
        for (source, target, due) in cases {
            let said = may_come_before(date(source).as_ref(), date(target).as_ref());
            assert_eq!(said, due, "{source:?} into {target:?}");
        }
    }
}
