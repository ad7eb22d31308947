//! Teams: people working together on a challenge.

use crate::composition::Composition;
use crate::lifecycle::{require, transitions};
use crate::policy::{Role, Roles};
use crate::values::{AccountId, words};
use crate::{Denied, Rejection};

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
/// [`Rejection::PolicyUnmet`] with every shortage.
pub fn form(composition: &Composition, waiver: Option<&str>, members: u32) -> Result<FormedBy, Rejection> {
    if composition.satisfied && members > 0 {
        return Ok(FormedBy::Policy);
    }
    match waiver {
        Some(reason) if !reason.trim().is_empty() => Ok(FormedBy::Waiver),
        Some(_) | None => Err(unmet(composition)),
    }
}

/// Whether staff, or the steward, may change who is in a team, given the composition before and after.
///
/// A person's own leaving is not asked about here: it is never refused. While the team gathers, or where it
/// was formed by waiver, anything goes. A formed team that lacks somebody (who left) is mended step by step: a
/// change that makes no lack larger is allowed even where one remains.
///
/// # Errors
/// [`Rejection::PolicyUnmet`] for a formed team that would meet the policy less than before;
/// [`Rejection::WrongState`] for a dissolved one.
pub fn staff_may_change(
    formed_by_waiver: bool,
    state: TeamState,
    before: &Composition,
    after: &Composition,
) -> Result<(), Rejection> {
    require(state, TeamMove::Dissolve.allowed_from(), TeamState::as_str)?;
    let is_free = state == TeamState::Forming || formed_by_waiver;
    if is_free || after.satisfied || after.is_no_worse_than(before) { Ok(()) } else { Err(unmet(after)) }
}

/// Whether a caller who may take somebody out of a team may take out this one: who is only a member may leave,
/// and nobody else by them.
///
/// # Errors
/// [`Denied::Forbidden`].
pub fn may_remove(roles: Roles, own: bool) -> Result<(), Denied> {
    let removes_others = roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator, Role::Steward]);
    if own || removes_others { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whether a caller makes teams for others; a participant who makes one is its first member and its steward.
#[must_use]
pub fn makes_for_others(roles: Roles) -> bool {
    roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator])
}

/// Whether a team may take another challenge, or none: while it gathers.
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn may_choose_challenge(state: TeamState) -> Result<(), Rejection> {
    require(state, &[TeamState::Forming], TeamState::as_str)
}

/// A caller as a reader of members' names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameReader {
    /// Reads all of them: who works with registrations, or goes where a team has asked.
    pub of_all: bool,
    /// The account, whose own name and whose teammates' names it reads always.
    pub account: Option<AccountId>,
}

impl NameReader {
    /// The reader that these roles in the edition make of an account.
    #[must_use]
    pub fn from(roles: Roles, account: Option<AccountId>) -> Self {
        let of_all = roles.any(&[
            Role::Owner,
            Role::Organizer,
            Role::Facilitator,
            Role::RegistrationDesk,
            Role::SupportPerson,
        ]);
        Self { of_all, account }
    }

    /// Whether this reader gets the name of a member.
    ///
    /// `visible`: the person lets the edition's participants see it. `holder`: the account that holds the
    /// registration. A teammate is told no more: a steward could put anybody into the team to read their name.
    #[must_use]
    pub fn shows(&self, visible: bool, holder: Option<AccountId>) -> bool {
        self.of_all || visible || (self.account.is_some() && self.account == holder)
    }
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
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn takes_prototypes(state: TeamState) -> Result<(), Rejection> {
    let formed = [TeamState::Formed, TeamState::Working, TeamState::Presented, TeamState::Continuing];
    require(state, &formed, TeamState::as_str)
}

fn unmet(composition: &Composition) -> Rejection {
    let Composition { size: _, satisfied: _, missing, too_few, too_many, separated, mixed_up } = composition;
    Rejection::PolicyUnmet {
        missing: missing.clone(),
        too_few: *too_few,
        too_many: *too_many,
        separated: *separated > 0,
        mixed_up: *mixed_up > 0,
    }
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
        Err(Rejection::PolicyUnmet { missing, too_few: 1, too_many: 0, separated: false, mixed_up: false })
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
        // live, takes prototypes, chooses its challenge; then staff's changes of a team that fits and goes on
        // fitting, that fits and wouldn't any more, that lacked as much before, that was waived
        let row = |state: &TeamState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            let cells = [
                is_live(*state),
                takes_prototypes(*state).is_ok(),
                may_choose_challenge(*state).is_ok(),
                staff_may_change(false, *state, &met(), &met()).is_ok(),
                staff_may_change(false, *state, &met(), &unmet_one()).is_ok(),
                staff_may_change(false, *state, &unmet_one(), &unmet_one()).is_ok(),
                staff_may_change(true, *state, &met(), &unmet_one()).is_ok(),
            ];
            format!("{state} {}", cells.map(mark).iter().collect::<String>())
        };
        assert_eq!(
            TeamState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "forming x-xxxxx",
                "formed xx-x-xx",
                "working xx-x-xx",
                "presented xx-x-xx",
                "continuing xx-x-xx",
                "dissolved -------",
            ]
        );
        assert_eq!(staff_may_change(false, TeamState::Working, &met(), &unmet_one()), refused());
    }

    #[test]
    fn every_role_and_what_it_may_with_people() {
        // makes teams for others, removes others, reads all names
        let row = |role: &Role| {
            let roles = Roles::none().with(*role);
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            assert_eq!(may_remove(roles, true), Ok(()));
            let cells = [
                makes_for_others(roles),
                may_remove(roles, false).is_ok(),
                NameReader::from(roles, None).shows(false, None),
            ];
            format!("{role} {}", cells.map(mark).iter().collect::<String>())
        };
        assert_eq!(
            Role::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "anyone ---",
                "signed_in ---",
                "owner xxx",
                "organizer xxx",
                "viewer ---",
                "staff ---",
                "facilitator xxx",
                "registration_desk --x",
                "support_person --x",
                "assessor ---",
                "participant ---",
                "team_member ---",
                "steward -x-",
                "holder ---",
                "helper ---",
                "author ---",
                "named_reader ---",
                "partner_owner ---",
            ]
        );
    }

    #[test]
    fn a_name_is_read_where_it_is_visible_by_teammates_and_by_oneself() {
        let me = Some(AccountId(uuid::Uuid::from_u128(1)));
        let reader = NameReader::from(Roles::none().with(Role::Participant), me);
        assert!(reader.shows(true, None));
        assert!(reader.shows(false, me));
        assert!(!reader.shows(false, None));
        assert!(!NameReader { of_all: false, account: None }.shows(false, None));
    }
}
