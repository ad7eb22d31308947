//! The funnel: how many voices came in, and what became of each.

use std::collections::BTreeMap;

use crate::problem_statement::StatementState;

/// The counts of an edition, taken at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Statements voiced or imported, anonymous ones too.
    pub received: u64,
    /// Statements that merging, splitting and carrying made.
    pub derived: u64,
    /// All of them by state, received and derived alike, each under its own; a state without any may be left out.
    pub by_state: BTreeMap<StatementState, u64>,
    /// Adopted statements, received or derived, that no challenge opened and not withdrawn holds.
    pub adopted_without_challenge: u64,
    /// Challenges opened and not withdrawn.
    pub challenges: u64,
    /// Those of them that a formed team took up, before or after conclusion.
    pub challenges_taken_up: u64,
    /// Teams not dissolved.
    pub teams: u64,
    /// Prototypes.
    pub prototypes: u64,
}

impl Counts {
    /// How many statements are in this state.
    #[must_use]
    pub fn in_state(&self, state: StatementState) -> u64 {
        self.by_state.get(&state).copied().unwrap_or(0)
    }

    /// Whether the counts add up (invariant 6 of the domain): each statement, received or derived, has one
    /// disposition, each adopted one a challenge, and no more challenges were taken up than there are.
    ///
    /// That it is `false` is never the doing of those who moderate: something was lost on the way.
    #[must_use]
    pub fn balanced(&self) -> bool {
        let Self {
            received,
            derived,
            by_state,
            adopted_without_challenge,
            challenges,
            challenges_taken_up,
            teams: _,
            prototypes: _,
        } = self;
        let disposed = by_state.values().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        let there_are = received.checked_add(*derived);
        disposed.is_some()
            && disposed == there_are
            && *adopted_without_challenge == 0
            && challenges_taken_up <= challenges
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(states: &[u32]) -> Counts {
        let by_state: BTreeMap<_, _> =
            StatementState::ALL.iter().copied().zip(states.iter().map(|count| u64::from(*count))).collect();
        Counts { received: by_state.values().sum(), by_state, ..Counts::default() }
    }

    #[test]
    fn an_edition_without_a_voice_is_balanced() {
        assert!(Counts::default().balanced());
    }

    #[test]
    fn an_adopted_statement_without_a_challenge_is_a_loss() {
        assert!(!Counts { adopted_without_challenge: 1, ..counts(&[3]) }.balanced());
    }

    #[test]
    fn no_more_challenges_are_taken_up_than_there_are() {
        assert!(Counts { challenges: 2, challenges_taken_up: 2, ..Counts::default() }.balanced());
        assert!(!Counts { challenges: 2, challenges_taken_up: 3, ..Counts::default() }.balanced());
    }

    #[test]
    fn counts_beyond_all_counting_are_not_balanced() {
        let states = [(StatementState::Submitted, u64::MAX), (StatementState::Accepted, 1)];
        assert!(!Counts { by_state: states.into(), ..Counts::default() }.balanced());
    }

    proptest! {
        #[test]
        fn one_statement_lost_or_counted_twice_is_seen(
            states in prop::collection::vec(any::<u32>(), StatementState::ALL.len()),
            derived in any::<u32>(),
            at in 0..StatementState::ALL.len(),
        ) {
            let received = counts(&states);
            let derived = u64::from(derived).min(received.received);
            let whole = Counts { derived, received: received.received - derived, ..received };
            prop_assert!(whole.balanced());
            let state = StatementState::ALL[at];
            prop_assert_eq!(whole.in_state(state), u64::from(states[at]));
            let twice = whole.in_state(state) + 1;
            let lost = Counts { received: whole.received + 1, ..whole.clone() };
            prop_assert!(!lost.balanced());
            let mut by_state = whole.by_state.clone();
            by_state.insert(state, twice);
            let counted_twice = Counts { by_state, ..whole };
            prop_assert!(!counted_twice.balanced());
        }
    }
}
