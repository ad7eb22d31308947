//! Teams: people working together on a challenge.

use crate::Rejection;
use crate::composition::Composition;
use crate::lifecycle::{require, transitions};
use crate::values::words;

words! {
    /// Where a team stands.
    pub enum TeamState {
        /// People gather; members and challenge change freely.
        Forming = "forming",
        /// Meets the composition policy, or was waived.
        Formed = "formed",
        /// At work.
        Working = "working",
        /// Has shown what it made.
        Presented = "presented",
        /// Goes on after the event.
        Continuing = "continuing",
        /// Is no more, with a reason.
        Dissolved = "dissolved",
    }
}

transitions! {
    /// What people make of a team.
    pub enum TeamMove for TeamState {
        /// Closes the gathering; [`form`] says whether the team may.
        Form: [Forming] => Formed = "form",
        /// Begins to work.
        Start: [Formed] => Working = "start",
        /// Shows what it made; not every team says when it started.
        Present: [Formed, Working] => Presented = "present",
        /// Goes on after the event.
        Continue: [Presented] => Continuing = "continue",
        /// Ends it, with a reason.
        Dissolve: [Forming, Formed, Working, Presented, Continuing] => Dissolved = "dissolve",
    }
}

/// By what a team was formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormedBy {
    /// It met the composition policy, and stays bound by it whenever staff change its members.
    Policy,
    /// It did not, and somebody answered for that with a reason; later changes are free.
    Waiver,
}

/// By what a team of so many members is formed (invariant 4 of the domain).
///
/// A waiver that was not needed is not used: the team stays under its policy. A waiver of white space is
/// none. With a waiver even a team of nobody is formed.
///
/// # Errors
/// [`Rejection::PolicyUnmet`] with the profiles that are missing; none of them where only size, or who is
/// kept together or apart, is wrong.
pub fn form(composition: &Composition, waiver: Option<&str>, members: u32) -> Result<FormedBy, Rejection> {
    if composition.satisfied && members > 0 {
        return Ok(FormedBy::Policy);
    }
    match waiver {
        Some(reason) if !reason.trim().is_empty() => Ok(FormedBy::Waiver),
        Some(_) | None => Err(unmet(composition)),
    }
}

/// Whether staff may change who is in a team, given the composition that the change would leave.
///
/// A person's own leaving is not asked about here: it is never refused. While the team gathers, or where it
/// was formed by waiver, anything goes.
///
/// # Errors
/// [`Rejection::PolicyUnmet`] for a formed team that would not meet the policy; [`Rejection::WrongState`] for
/// a dissolved one.
pub fn staff_may_change(
    formed_by_waiver: bool,
    state: TeamState,
    after: &Composition,
) -> Result<(), Rejection> {
    require(state, TeamMove::Dissolve.allowed_from(), TeamState::as_str)?;
    let is_held_to_it = state != TeamState::Forming && !formed_by_waiver;
    if is_held_to_it && !after.satisfied { Err(unmet(after)) } else { Ok(()) }
}

/// Whether a team is on its challenge and holds its members; a person is in one such team at most.
#[must_use]
pub const fn is_live(state: TeamState) -> bool {
    match state {
        TeamState::Forming
        | TeamState::Formed
        | TeamState::Working
        | TeamState::Presented
        | TeamState::Continuing => true,
        TeamState::Dissolved => false,
    }
}

/// Whether a team can have a prototype made: once it is formed, and as long as it is.
#[must_use]
pub const fn takes_prototypes(state: TeamState) -> bool {
    match state {
        TeamState::Formed | TeamState::Working | TeamState::Presented | TeamState::Continuing => true,
        TeamState::Forming | TeamState::Dissolved => false,
    }
}

fn unmet(composition: &Composition) -> Rejection {
    Rejection::PolicyUnmet { missing: composition.missing.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composition::{AtLeast, CompositionPolicy};
    use crate::lifecycle::table;
    use crate::rejection::MissingProfiles;

    fn met() -> Composition {
        Composition { size: 1, satisfied: true, too_few: 0, ..unmet_one() }
    }

    fn unmet_one() -> Composition {
        let rule = AtLeast { profiles: vec!["coder".to_owned()], count: 2 };
        CompositionPolicy { at_least: vec![rule], ..CompositionPolicy::default() }.check(&[])
    }

    fn refused<T>() -> Result<T, Rejection> {
        let missing = vec![MissingProfiles { profiles: vec!["coder".to_owned()], count: 2 }];
        Err(Rejection::PolicyUnmet { missing })
    }

    #[test]
    fn every_state_and_transition() {
        // form, start, present, continue, dissolve
        assert_eq!(
            table(TeamState::ALL, TeamMove::ALL, TeamMove::apply),
            [
                "forming: formed - - - dissolved",
                "formed: - working presented - dissolved",
                "working: - - presented - dissolved",
                "presented: - - - continuing dissolved",
                "continuing: - - - - dissolved",
                "dissolved: - - - - -",
            ]
        );
    }

    #[test]
    fn a_team_is_formed_by_its_policy_or_by_a_waiver_with_a_reason() {
        assert_eq!(form(&met(), None, 1), Ok(FormedBy::Policy));
        assert_eq!(form(&met(), Some("not needed"), 1), Ok(FormedBy::Policy));
        assert_eq!(form(&unmet_one(), None, 1), refused());
        assert_eq!(form(&unmet_one(), Some(" \n"), 1), refused());
        assert_eq!(form(&unmet_one(), Some("nobody codes here"), 1), Ok(FormedBy::Waiver));
        assert_eq!(form(&unmet_one(), Some("they come tomorrow"), 0), Ok(FormedBy::Waiver));
    }

    #[test]
    fn every_state_and_what_it_takes() {
        // live, takes prototypes; then staff's changes: to a team that fits, one that doesn't, one that was waived
        let row = |state: &TeamState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            let cells = [
                is_live(*state),
                takes_prototypes(*state),
                staff_may_change(false, *state, &met()).is_ok(),
                staff_may_change(false, *state, &unmet_one()).is_ok(),
                staff_may_change(true, *state, &unmet_one()).is_ok(),
            ];
            format!("{state} {}", cells.map(mark).iter().collect::<String>())
        };
        assert_eq!(
            TeamState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "forming x-xxx",
                "formed xxx-x",
                "working xxx-x",
                "presented xxx-x",
                "continuing xxx-x",
                "dissolved -----",
            ]
        );
        assert_eq!(staff_may_change(false, TeamState::Working, &unmet_one()), refused());
    }
}
