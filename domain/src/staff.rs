//! The staff of an edition.

use crate::Rejection;
use crate::lifecycle::{require, transitions};
use crate::rejection::Refusal;
use crate::values::{AccountId, Flaw, Instant, words};

words! {
    /// What a person of the staff does in an edition.
    pub enum StaffRole {
        /// Organizes the edition.
        Organizer = "organizer",
        /// Moderates, groups, forms teams.
        Facilitator = "facilitator",
        /// Keeps the door.
        RegistrationDesk = "registration_desk",
        /// Goes where a team has asked.
        SupportPerson = "support_person",
        /// Assesses, in selection editions.
        Assessor = "assessor",
    }
}

words! {
    /// Where an entry of the staff stands.
    pub enum StaffState {
        /// Invited by mail; gives no right yet.
        Invited = "invited",
        /// Accepted by the invited address; gives its rights.
        Active = "active",
        /// Taken back, or its term is over; gives none.
        Ended = "ended",
    }
}

transitions! {
    /// What organizers make of an entry.
    pub enum StaffMove for StaffState {
        /// Takes it back; its rights end with it, and so does an invitation that waits.
        End: [Invited, Active] => Ended = "end",
    }
}

/// When an accepted entry gives its rights: from one instant on, and until another; open where it is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Term {
    /// The first instant with rights.
    pub from: Option<Instant>,
    /// The first instant without.
    pub until: Option<Instant>,
}

impl Term {
    /// A term that is not empty.
    ///
    /// # Errors
    /// [`Flaw::Broken`] with `ends_before_start`.
    pub fn new(from: Option<Instant>, until: Option<Instant>) -> Result<Self, Flaw> {
        match (from, until) {
            (Some(from), Some(until)) if until <= from => Err(Flaw::Broken("ends_before_start")),
            (from, until) => Ok(Self { from, until }),
        }
    }

    /// Whether it has begun and is not over.
    #[must_use]
    pub fn includes(&self, now: Instant) -> bool {
        self.from.is_none_or(|from| from <= now) && !self.is_over(now)
    }

    /// Whether its end is past.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

/// Where an entry stands now, for whoever reads it: what was accepted ends by itself with its term. One that nobody
/// accepted is still `invited` then.
#[must_use]
pub fn standing(state: StaffState, term: &Term, now: Instant) -> StaffState {
    match state {
        StaffState::Active if term.is_over(now) => StaffState::Ended,
        StaffState::Invited | StaffState::Active | StaffState::Ended => state,
    }
}

/// Whether somebody can change an entry: another one's. Rights that end by themselves are not prolonged by who has them.
///
/// # Errors
/// [`Refusal::OwnEntry`].
pub fn of_another(entry: Option<AccountId>, caller: Option<AccountId>) -> Result<(), Rejection> {
    if entry.is_some() && entry == caller { Err(Refusal::OwnEntry.into()) } else { Ok(()) }
}

/// Whether an entry can be changed: what was taken back is a fact of the past, and so is a term that is over, but for
/// its end. Another `until` is how it is prolonged.
///
/// # Errors
/// [`Rejection::WrongState`] with the states that would do.
pub fn changeable(
    state: StaffState,
    term: &Term,
    now: Instant,
    moves_the_end: bool,
) -> Result<(), Rejection> {
    let standing = if moves_the_end { state } else { standing(state, term, now) };
    require(standing, StaffMove::End.allowed_from(), StaffState::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // end
        assert_eq!(
            table(StaffState::ALL, StaffMove::ALL, StaffMove::apply),
            ["invited: ended", "active: ended", "ended: -"]
        );
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(seconds, 0).unwrap_or_default()
    }

    #[test]
    fn a_term_includes_its_beginning_and_not_its_end() {
        let term = |from: Option<i64>, until: Option<i64>| Term::new(from.map(at), until.map(at));
        for (from, until, due) in [
            (None, None, [true, true, true, true, true]),
            (Some(10), None, [false, true, true, true, true]),
            (None, Some(20), [true, true, true, false, false]),
            (Some(10), Some(20), [false, true, true, false, false]),
            (Some(10), Some(11), [false, true, false, false, false]),
        ] {
            let included =
                term(from, until).map(|term| [9, 10, 19, 20, 21].map(|now| term.includes(at(now))));
            assert_eq!(included, Ok(due), "{from:?} {until:?}");
        }
        for until in [9, 10] {
            assert_eq!(term(Some(10), Some(until)), Err(Flaw::Broken("ends_before_start")));
        }
    }

    #[test]
    fn every_state_before_and_after_its_end() {
        let until = |until: Option<i64>| Term { from: None, until: until.map(at) };
        let mut lines = Vec::new();
        for state in StaffState::ALL {
            for term in [until(None), until(Some(10)), until(Some(11))] {
                let now = at(10);
                let changes =
                    [false, true].map(|moves_the_end| changeable(*state, &term, now, moves_the_end).is_ok());
                lines.push(format!("{state}: {} {changes:?}", standing(*state, &term, now)));
            }
        }
        // no end, at its end, before it: as what it is shown; whether it is changed without and with another end
        assert_eq!(
            lines,
            [
                "invited: invited [true, true]",
                "invited: invited [true, true]",
                "invited: invited [true, true]",
                "active: active [true, true]",
                "active: ended [false, true]",
                "active: active [true, true]",
                "ended: ended [false, false]",
                "ended: ended [false, false]",
                "ended: ended [false, false]",
            ]
        );
    }
}
