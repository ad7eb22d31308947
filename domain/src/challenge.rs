//! Challenges: questions that a team can take up.

use std::collections::BTreeSet;

use crate::Rejection;
use crate::audit::Deed;
use crate::lifecycle::{require, transitions};
use crate::rejection::Refusal;
use crate::values::{ChallengeId, StatementId, words};

words! {
    /// Where a challenge stands.
    pub enum ChallengeState {
        /// Being framed.
        Draft = "draft",
        /// Waits for a team.
        Open = "open",
        /// A formed team works on it.
        TakenUp = "taken_up",
        /// Taken back, with a reason.
        Withdrawn = "withdrawn",
        /// Was taken up when the edition was concluded.
        Concluded = "concluded",
        /// Nobody took it up before the edition was concluded.
        Unanswered = "unanswered",
    }
}

impl ChallengeState {
    /// Whether it was opened and not withdrawn: then it holds its statements, which are adopted because of it.
    #[must_use]
    pub const fn holds_statements(self) -> bool {
        match self {
            Self::Open | Self::TakenUp | Self::Concluded | Self::Unanswered => true,
            Self::Draft | Self::Withdrawn => false,
        }
    }

    /// Whether a formed team took it up, before or after conclusion.
    #[must_use]
    pub const fn is_taken_up(self) -> bool {
        match self {
            Self::TakenUp | Self::Concluded => true,
            Self::Draft | Self::Open | Self::Withdrawn | Self::Unanswered => false,
        }
    }

    /// Whether it still looks for a team: then the end of the edition leaves it without one, unless some team that is
    /// not formed yet is on it.
    #[must_use]
    pub const fn awaits_a_team(self) -> bool {
        match self {
            Self::Draft | Self::Open => true,
            Self::TakenUp | Self::Withdrawn | Self::Concluded | Self::Unanswered => false,
        }
    }
}

transitions! {
    /// What moderation makes of a challenge.
    pub enum ChallengeMove for ChallengeState {
        /// Shows it, and adopts its statements.
        Open: [Draft] => Open = "open",
        /// Takes it back with a reason, while no team is on it; see [`withdraw`].
        Withdraw: [Draft, Open] => Withdrawn = "withdraw",
    }
}

/// Takes a challenge back, while no team that is not dissolved is on it.
///
/// # Errors
/// [`Rejection::WrongState`], and [`Refusal::InUse`] where a team that is not formed yet is on it already.
pub fn withdraw(state: ChallengeState, teams_on_it: u32) -> Result<ChallengeState, Rejection> {
    let withdrawn = ChallengeMove::Withdraw.apply(state)?;
    if teams_on_it == 0 { Ok(withdrawn) } else { Err(Refusal::InUse.into()) }
}

/// The most statements that a challenge holds.
pub const MOST_STATEMENTS: usize = 500;

/// Whether a challenge may hold that many statements, those of its cluster among them.
///
/// # Errors
/// [`Refusal::Full`].
pub fn may_hold(many: usize) -> Result<(), Rejection> {
    if many <= MOST_STATEMENTS { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// Whether a challenge is still put otherwise in this state, and what it holds changed: until it is over.
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn may_be_changed(state: ChallengeState) -> Result<(), Rejection> {
    use ChallengeState::{Draft, Open, TakenUp};
    require(state, &[Draft, Open, TakenUp], ChallengeState::as_str)
}

/// What becomes of the statements that a challenge holds when it is to hold others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Those it lets go of, in the order of their ids.
    pub let_go: Vec<StatementId>,
    /// Those it takes, in the order of their ids. What it holds already is not looked at again.
    pub taken: Vec<StatementId>,
}

impl Exchange {
    /// From what is held to what is to be held.
    #[must_use]
    pub fn between(held: &BTreeSet<StatementId>, wanted: &BTreeSet<StatementId>) -> Self {
        Self {
            let_go: held.difference(wanted).copied().collect(),
            taken: wanted.difference(held).copied().collect(),
        }
    }
}

/// Whether a team may choose this challenge; several may be on one.
#[must_use]
pub const fn takes_teams(state: ChallengeState) -> bool {
    match state {
        ChallengeState::Open | ChallengeState::TakenUp => true,
        ChallengeState::Draft
        | ChallengeState::Withdrawn
        | ChallengeState::Concluded
        | ChallengeState::Unanswered => false,
    }
}

/// The state of a challenge once a team on it is formed, the first or a further one.
///
/// # Errors
/// [`Refusal::ChallengeNotOpen`] where no team can be on it.
pub fn take_up(state: ChallengeState) -> Result<ChallengeState, Rejection> {
    if takes_teams(state) { Ok(ChallengeState::TakenUp) } else { Err(Refusal::ChallengeNotOpen.into()) }
}

/// The state of a challenge once the last team on it is dissolved; ask only when none is left.
///
/// What the end of the edition made of a challenge stays, even where its team is dissolved later.
#[must_use]
pub const fn give_back(state: ChallengeState) -> ChallengeState {
    match state {
        ChallengeState::TakenUp => ChallengeState::Open,
        ChallengeState::Draft
        | ChallengeState::Open
        | ChallengeState::Withdrawn
        | ChallengeState::Concluded
        | ChallengeState::Unanswered => state,
    }
}

/// What the end of the edition makes of a challenge; `None` where it stays as it is.
#[must_use]
pub const fn at_conclusion(state: ChallengeState) -> Option<ChallengeState> {
    match state {
        ChallengeState::TakenUp => Some(ChallengeState::Concluded),
        ChallengeState::Open => Some(ChallengeState::Unanswered),
        ChallengeState::Draft
        | ChallengeState::Withdrawn
        | ChallengeState::Concluded
        | ChallengeState::Unanswered => None,
    }
}

/// Whether challenges may be carried into a later edition, all of them or none: those that nobody took up.
///
/// # Errors
/// [`Rejection::WrongStates`] with each that somebody took up, or that its edition may still take up.
pub fn may_be_carried(
    challenges: impl IntoIterator<Item = (ChallengeId, ChallengeState)>,
) -> Result<(), Rejection> {
    let due = ChallengeState::Unanswered;
    let others = challenges.into_iter().filter(|(_, state)| *state != due);
    let refused: Vec<_> = others.map(|(id, state)| (id.0, state.as_str())).collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Rejection::WrongStates { refused, allowed_from: vec![due.as_str()] })
}

/// What is written down of a challenge whose state the conclusion changed.
#[must_use]
pub const fn deed_at_conclusion(last: ChallengeState) -> Deed {
    match last {
        ChallengeState::Concluded | ChallengeState::TakenUp => Deed::ChallengeConcluded,
        ChallengeState::Unanswered
        | ChallengeState::Draft
        | ChallengeState::Open
        | ChallengeState::Withdrawn => Deed::ChallengeUnanswered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // open, withdraw
        assert_eq!(
            table(ChallengeState::ALL, ChallengeMove::ALL, ChallengeMove::apply),
            [
                "draft: open withdrawn",
                "open: - withdrawn",
                "taken_up: - -",
                "withdrawn: - -",
                "concluded: - -",
                "unanswered: - -",
            ]
        );
    }

    #[test]
    fn every_state_and_what_teams_and_the_end_make_of_it() {
        // a team is formed, the last one is dissolved, the edition is concluded
        let row = |state: &ChallengeState| {
            let taken_up = match take_up(*state) {
                Ok(state) => state.as_str(),
                Err(rejection) => rejection.code(),
            };
            assert_eq!(takes_teams(*state), take_up(*state).is_ok());
            let concluded = at_conclusion(*state).unwrap_or(*state);
            format!("{state}: {taken_up} {} {concluded}", give_back(*state))
        };
        assert_eq!(
            ChallengeState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft: challenge_not_open draft draft",
                "open: taken_up open unanswered",
                "taken_up: taken_up open concluded",
                "withdrawn: challenge_not_open withdrawn withdrawn",
                "concluded: challenge_not_open concluded concluded",
                "unanswered: challenge_not_open unanswered unanswered",
            ]
        );
    }

    #[test]
    fn a_challenge_is_changed_until_it_is_over() {
        let open = ChallengeState::ALL.iter().filter(|state| may_be_changed(**state).is_ok());
        let open: Vec<&str> = open.map(|state| state.as_str()).collect();
        assert_eq!(open, ["draft", "open", "taken_up"]);
    }

    #[test]
    fn what_stays_held_is_neither_let_go_nor_taken() {
        fn ids<C: FromIterator<StatementId>>(numbers: &[u128]) -> C {
            numbers.iter().map(|number| StatementId(uuid::Uuid::from_u128(*number))).collect()
        }
        let between = |held: &[u128], wanted: &[u128]| Exchange::between(&ids(held), &ids(wanted));
        assert_eq!(between(&[1, 2, 3], &[4, 2]), Exchange { let_go: ids(&[1, 3]), taken: ids(&[4]) });
        assert_eq!(between(&[1], &[1]), Exchange { let_go: Vec::new(), taken: Vec::new() });
    }

    #[test]
    fn every_state_and_what_it_means() {
        // holds its statements, was taken up, looks for a team
        let row = |state: &ChallengeState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            let (holds, taken_up) = (mark(state.holds_statements()), mark(state.is_taken_up()));
            format!("{state} {holds}{taken_up}{}", mark(state.awaits_a_team()))
        };
        assert_eq!(
            ChallengeState::ALL.iter().map(row).collect::<Vec<_>>(),
            ["draft --x", "open x-x", "taken_up xx-", "withdrawn ---", "concluded xx-", "unanswered x--"]
        );
    }

    #[test]
    fn only_what_nobody_answered_is_carried() {
        for state in ChallengeState::ALL {
            let carried = may_be_carried([(ChallengeId(uuid::Uuid::nil()), *state)]);
            assert_eq!(carried.is_ok(), *state == ChallengeState::Unanswered, "{state}");
        }
    }

    #[test]
    fn a_challenge_with_a_team_on_it_is_not_withdrawn() {
        for state in ChallengeState::ALL {
            let alone = ChallengeMove::Withdraw.apply(*state);
            assert_eq!(withdraw(*state, 0), alone);
            let due = if alone.is_ok() { Err(Refusal::InUse.into()) } else { alone };
            assert_eq!(withdraw(*state, 1), due);
        }
    }
}
