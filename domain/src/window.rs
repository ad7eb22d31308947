//! Windows: when the public and participants may do a thing. Staff are never bound by them.

use crate::Rejection;
use crate::edition::EditionState;
use crate::values::{Flaw, Instant, words};

words! {
    /// What a window is for; windows of different kinds overlap as they like.
    pub enum WindowKind {
        /// Voicing problems.
        ProblemCall = "problem_call",
        /// Registering.
        Registration = "registration",
        /// Making, joining and leaving teams.
        TeamFormation = "team_formation",
        /// Prototypes and what hangs on them.
        Making = "making",
        /// Feedback on what is presented.
        Plenary = "plenary",
        /// Answering pulses.
        FollowUp = "follow_up",
    }
}

/// A stretch of time, from its opening (that instant included) to its closing (excluded); a missing end is
/// open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What it is for.
    pub kind: WindowKind,
    /// When it opens; it was always open where this is not said.
    pub opens_at: Option<Instant>,
    /// When it closes; it never does where this is not said.
    pub closes_at: Option<Instant>,
}

impl Window {
    /// Whether it is open at this instant.
    #[must_use]
    pub fn holds(&self, now: Instant) -> bool {
        self.opens_at.is_none_or(|opens| opens <= now) && self.closes_at.is_none_or(|closes| now < closes)
    }

    /// Refuses a window that is never open.
    ///
    /// # Errors
    /// [`Flaw::Broken`] with `ends_before_start`.
    pub fn check(&self) -> Result<(), Flaw> {
        match (self.opens_at, self.closes_at) {
            (Some(opens), Some(closes)) if closes <= opens => Err(Flaw::Broken("ends_before_start")),
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }
}

/// Whether a kind that an edition has no window for is open in this state of the edition.
///
/// What is made, said and followed goes on once the days are over; voices, registrations and teams don't.
#[must_use]
pub fn open_without_window(kind: WindowKind, state: EditionState) -> bool {
    let goes_on_afterwards = match kind {
        WindowKind::ProblemCall | WindowKind::Registration | WindowKind::TeamFormation => false,
        WindowKind::Making | WindowKind::Plenary | WindowKind::FollowUp => true,
    };
    match state {
        EditionState::Published | EditionState::Running => true,
        EditionState::Concluded | EditionState::FollowUp => goes_on_afterwards,
        EditionState::Draft | EditionState::Archived | EditionState::Cancelled => false,
    }
}

/// Whether what this kind of window is for can be done now.
///
/// Of several windows of the kind one that is open is enough; without any, the state of the edition decides.
/// Where there are windows the state is not looked at again: [`crate::edition::admits`] is asked before.
///
/// # Errors
/// [`Rejection::WindowClosed`] with the ends of the window that opens next or, where none does, of the one
/// that closed last; with none where the edition has no such window.
pub fn window_open(
    kind: WindowKind,
    state: EditionState,
    windows: &[Window],
    now: Instant,
) -> Result<(), Rejection> {
    let of_its_kind = || windows.iter().filter(|window| window.kind == kind);
    if of_its_kind().any(|window| window.holds(now)) {
        return Ok(());
    }
    let next =
        of_its_kind().filter(|window| window.opens_at > Some(now)).min_by_key(|window| window.opens_at);
    let named = next.or_else(|| of_its_kind().max_by_key(|window| window.closes_at));
    match named {
        None if open_without_window(kind, state) => Ok(()),
        None => Err(Rejection::WindowClosed { opens_at: None, closes_at: None }),
        Some(Window { kind: _, opens_at, closes_at }) => {
            Err(Rejection::WindowClosed { opens_at: *opens_at, closes_at: *closes_at })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Instant {
        Instant::from_timestamp(second, 0).unwrap_or_default()
    }

    fn window(kind: WindowKind, opens: Option<i64>, closes: Option<i64>) -> Window {
        Window { kind, opens_at: opens.map(at), closes_at: closes.map(at) }
    }

    #[test]
    fn every_state_and_kind_without_a_window() {
        let row = |state: &EditionState| {
            let open = |kind: &WindowKind| {
                let decided = window_open(*kind, *state, &[], at(0));
                let closed = Err(Rejection::WindowClosed { opens_at: None, closes_at: None });
                assert_eq!(decided, if open_without_window(*kind, *state) { Ok(()) } else { closed });
                if decided.is_ok() { 'x' } else { '-' }
            };
            format!("{state} {}", WindowKind::ALL.iter().map(open).collect::<String>())
        };
        assert_eq!(
            EditionState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft ------",
                "published xxxxxx",
                "running xxxxxx",
                "concluded ---xxx",
                "follow_up ---xxx",
                "archived ------",
                "cancelled ------",
            ]
        );
    }

    #[test]
    fn a_window_holds_its_opening_and_not_its_closing() {
        let windows = [window(WindowKind::Registration, Some(10), Some(20))];
        let decided = |now| window_open(WindowKind::Registration, EditionState::Published, &windows, at(now));
        let closed = Err(Rejection::WindowClosed { opens_at: Some(at(10)), closes_at: Some(at(20)) });
        assert_eq!(decided(9), closed);
        assert_eq!(decided(10), Ok(()));
        assert_eq!(decided(19), Ok(()));
        assert_eq!(decided(20), closed);
    }

    #[test]
    fn a_window_is_open_at_some_time() {
        let checked = |opens, closes| window(WindowKind::Making, opens, closes).check();
        let never = Err(Flaw::Broken("ends_before_start"));
        assert_eq!(checked(Some(10), Some(11)), Ok(()));
        assert_eq!(checked(Some(10), Some(10)), never);
        assert_eq!(checked(Some(10), Some(9)), never);
        for (opens, closes) in [(None, Some(9)), (Some(10), None), (None, None)] {
            assert_eq!(checked(opens, closes), Ok(()));
        }
    }

    #[test]
    fn a_refusal_names_the_next_window_or_the_last_one() {
        let kind = WindowKind::ProblemCall;
        let windows = [
            window(kind, Some(50), Some(60)),
            window(kind, None, Some(10)),
            window(kind, Some(20), Some(30)),
            window(WindowKind::Making, None, None),
        ];
        let decided = |now| window_open(kind, EditionState::Running, &windows, at(now));
        let closed = |opens, closes| {
            Err(Rejection::WindowClosed { opens_at: Some(at(opens)), closes_at: Some(at(closes)) })
        };
        assert_eq!(decided(5), Ok(()));
        assert_eq!(decided(15), closed(20, 30));
        assert_eq!(decided(30), closed(50, 60));
        assert_eq!(decided(70), closed(50, 60));
    }

    proptest! {
        #[test]
        fn windows_decide_alone_where_there_are_any(
            ends in prop::collection::vec((prop::option::of(0_i64..20), prop::option::of(0_i64..20)), 1..5),
            now in 0_i64..20,
        ) {
            let kind = WindowKind::Registration;
            let windows: Vec<_> =
                ends.iter().map(|(opens, closes)| window(kind, *opens, *closes)).collect();
            let due = ends.iter().any(|(opens, closes)| {
                (opens.unwrap_or(0)..closes.unwrap_or(i64::MAX)).contains(&now)
            });
            for state in EditionState::ALL {
                prop_assert_eq!(window_open(kind, *state, &windows, at(now)).is_ok(), due);
            }
        }
    }
}
