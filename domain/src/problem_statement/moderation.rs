//! Moderation: what becomes of a statement before a challenge takes it up.

use super::{Sensitivity, StatementState, withheld_by_receipt};
use crate::Rejection;
use crate::audit::Deed;
use crate::edition::{EditionState, Writing, admits};
use crate::lifecycle::{require, transitions};
use crate::rejection::Refusal;
use crate::values::{Flaw, StatementId, words};

transitions! {
    /// What moderation makes of a statement.
    pub enum StatementMove for StatementState {
        /// Takes it up: it can feed a challenge.
        Accept: [Submitted] => Accepted = "accept",
        /// Sends it back to its voice, and says why.
        Return: [Submitted] => Returned = "return",
        /// Says it again, in other words; its voice does.
        Resubmit: [Returned] => Submitted = "resubmit",
        /// Does not follow it, and says why.
        SetAside: [Submitted] => SetAside = "set-aside",
        /// Passes it on to those who protect people; it leaves the public path at once.
        Refer: [Submitted, Accepted, Parked] => Referred = "refer",
        /// Keeps it for later, and says why.
        Park: [Accepted] => Parked = "park",
        /// Decides anew.
        Reopen: [SetAside, Referred, Returned] => Submitted; [Parked] => Accepted = "reopen",
        /// Puts it into one statement with others.
        Merge: [Accepted] => Merged = "merge",
        /// Divides it into several statements.
        Split: [Accepted] => Split = "split",
    }
}

impl StatementMove {
    /// What is written down of it.
    #[must_use]
    pub const fn deed(self) -> Deed {
        match self {
            Self::Accept => Deed::StatementAccepted,
            Self::Return => Deed::StatementReturned,
            Self::Resubmit => Deed::StatementResubmitted,
            Self::SetAside => Deed::StatementSetAside,
            Self::Refer => Deed::StatementReferred,
            Self::Park => Deed::StatementParked,
            Self::Reopen => Deed::StatementReopened,
            Self::Merge => Deed::StatementMerged,
            Self::Split => Deed::StatementSplit,
        }
    }
}

words! {
    /// What moderation makes of many statements at once, by the verb that does it to one.
    pub enum Moderation {
        /// Takes them up.
        Accept = "accept",
        /// Sends them back.
        Return = "return",
        /// Does not follow them.
        SetAside = "set-aside",
        /// Passes them on.
        Refer = "refer",
        /// Keeps them for later.
        Park = "park",
        /// Decides anew.
        Reopen = "reopen",
    }
}

impl From<Moderation> for StatementMove {
    fn from(moderation: Moderation) -> Self {
        match moderation {
            Moderation::Accept => Self::Accept,
            Moderation::Return => Self::Return,
            Moderation::SetAside => Self::SetAside,
            Moderation::Refer => Self::Refer,
            Moderation::Park => Self::Park,
            Moderation::Reopen => Self::Reopen,
        }
    }
}

impl Moderation {
    /// Whether a reason goes with it: those of a decision that somebody has to understand are due, one for passing on may be
    /// given, and taking up or deciding anew needs none.
    ///
    /// # Errors
    /// `reason_missing`, `not_allowed_here`.
    pub const fn reason_fits(self, has_reason: bool) -> Result<(), Flaw> {
        match (self, has_reason) {
            (Self::Return | Self::SetAside | Self::Park, false) => Err(Flaw::Broken("reason_missing")),
            (Self::Accept | Self::Reopen, true) => Err(Flaw::Broken("not_allowed_here")),
            (Self::Return | Self::SetAside | Self::Park, true)
            | (Self::Accept | Self::Reopen, false)
            | (Self::Refer, _) => Ok(()),
        }
    }
}

/// Whether a statement is put into other words in this state: as long as its voice is not asked to, and nothing else speaks for it.
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn may_be_reworded(state: StatementState) -> Result<(), Rejection> {
    use StatementState::{Accepted, Adopted, Parked, Submitted};
    require(state, &[Submitted, Accepted, Parked, Adopted], StatementState::as_str)
}

/// Whether the words of a statement are there to do something with: those that were removed, with a reason, are put into no others, and
/// nothing is made of them.
///
/// # Errors
/// [`Refusal::ContentRemoved`].
pub fn has_words(is_wordless: bool) -> Result<(), Rejection> {
    if is_wordless { Err(Refusal::ContentRemoved.into()) } else { Ok(()) }
}

/// The same of many statements, each with whether its words were removed.
///
/// # Errors
/// [`Refusal::ContentRemoved`] with each whose words were.
pub fn all_have_words(statements: impl IntoIterator<Item = (StatementId, bool)>) -> Result<(), Rejection> {
    let wordless = statements.into_iter().filter_map(|(id, is_wordless)| is_wordless.then_some(id.0));
    Rejection::unless_none(Refusal::ContentRemoved, wordless)
}

/// The verbs that a statement's receipt opens now, as in the addresses of their operations.
#[must_use]
pub fn by_receipt(
    state: StatementState,
    sensitivity: Sensitivity,
    edition: EditionState,
) -> Vec<&'static str> {
    let again = StatementMove::Resubmit;
    let possible = admits(edition, Writing::Arc).is_ok() && again.apply(state).is_ok();
    let withheld = withheld_by_receipt(state, sensitivity, edition);
    possible.then_some(again.as_str()).into_iter().chain(withheld).collect()
}

/// The states of many statements after one move, all of them or none.
///
/// # Errors
/// [`Rejection::WrongStates`] with each statement that it does not start from.
pub fn apply_to_all(
    step: StatementMove,
    statements: impl IntoIterator<Item = (StatementId, StatementState)>,
) -> Result<Vec<(StatementId, StatementState)>, Rejection> {
    let (mut after, mut refused) = (Vec::new(), Vec::new());
    for (id, state) in statements {
        match step.apply(state) {
            Ok(next) => after.push((id, next)),
            Err(_) => refused.push((id.0, state.as_str())),
        }
    }
    if refused.is_empty() {
        return Ok(after);
    }
    let allowed_from = step.allowed_from().iter().map(|state| state.as_str()).collect();
    Err(Rejection::WrongStates { refused, allowed_from })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // accept, return, resubmit, set aside, refer, park, reopen, merge, split
        assert_eq!(
            table(StatementState::ALL, StatementMove::ALL, StatementMove::apply),
            [
                "submitted: accepted returned - set_aside referred - - - -",
                "returned: - - submitted - - - submitted - -",
                "set_aside: - - - - - - submitted - -",
                "referred: - - - - - - submitted - -",
                "accepted: - - - - referred parked - merged split",
                "parked: - - - - referred - accepted - -",
                "adopted: - - - - - - - - -",
                "merged: - - - - - - - - -",
                "split: - - - - - - - - -",
            ]
        );
    }

    #[test]
    fn many_take_a_step_together_or_not_at_all() {
        use StatementState::{Accepted, Parked, SetAside, Submitted};
        let id = |number| StatementId(Uuid::from_u128(number));
        let all =
            |step, states: &[StatementState]| apply_to_all(step, (1..).map(id).zip(states.iter().copied()));
        let after = all(StatementMove::Reopen, &[Parked, SetAside]).unwrap();
        assert_eq!(after, [(id(1), Accepted), (id(2), Submitted)]);
        let refused = all(StatementMove::Park, &[Accepted, Submitted, Accepted, Parked]).unwrap_err();
        let due = vec![(id(2).0, "submitted"), (id(4).0, "parked")];
        assert_eq!(refused, Rejection::WrongStates { refused: due, allowed_from: vec!["accepted"] });
    }

    #[test]
    fn every_step_for_many_and_its_reason() {
        let row = |moderation: &Moderation| {
            let cell = |given| moderation.reason_fits(given).map_or_else(|flaw| flaw.code(), |()| "fits");
            // The word is that of the address.
            assert_eq!(moderation.as_str(), StatementMove::from(*moderation).as_str());
            format!("{moderation}: {} {}", cell(true), cell(false))
        };
        assert_eq!(
            Moderation::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "accept: not_allowed_here fits",
                "return: fits reason_missing",
                "set-aside: fits reason_missing",
                "refer: fits fits",
                "park: fits reason_missing",
                "reopen: not_allowed_here fits",
            ]
        );
    }

    #[test]
    fn words_are_put_better_while_a_statement_speaks_for_itself() {
        let open = StatementState::ALL.iter().filter(|state| may_be_reworded(**state).is_ok());
        let open: Vec<&str> = open.map(|state| state.as_str()).collect();
        assert_eq!(open, ["submitted", "accepted", "parked", "adopted"]);
    }

    #[test]
    fn a_receipt_opens_what_the_edition_still_takes() {
        let verbs = |state, edition| by_receipt(state, Sensitivity::Open, edition);
        let (returned, submitted) = (StatementState::Returned, StatementState::Submitted);
        assert_eq!(verbs(returned, EditionState::Running), ["resubmit", "make-confidential"]);
        assert_eq!(verbs(returned, EditionState::Concluded), ["make-confidential"]);
        assert_eq!(verbs(submitted, EditionState::Running), ["make-confidential"]);
        assert!(by_receipt(submitted, Sensitivity::Confidential, EditionState::Running).is_empty());
        assert!(verbs(StatementState::Adopted, EditionState::Running).is_empty());
    }
}
