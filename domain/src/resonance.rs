//! Resonance: structures that say of somebody's problem that they live it too. They are counted and never named: no answer says
//! which they are, and none how many as long as they could be guessed.

use crate::Rejection;
use crate::lifecycle::require;
use crate::policy::{Role, Roles};
use crate::problem_statement::StatementState;
use crate::values::{Flaw, fold};

/// The fewest structures that are told: fewer would be picked out.
pub const FEWEST_SHOWN: usize = 3;

/// How many structures are told of; none as long as they are few.
#[must_use]
pub fn shown(structures: usize) -> Option<u32> {
    if structures < FEWEST_SHOWN { None } else { u32::try_from(structures).ok() }
}

/// The name by which a structure is one and the same: without case, accents, and the spaces that people type too many of.
#[must_use]
pub fn same_structure(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For whom somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks<N> {
    /// For the structure of this name, which told it to the staff.
    For(N),
    /// For the structure of their own registration.
    ForTheirOwn,
}

impl<N> Speaks<N> {
    /// For whom a caller with these roles speaks: staff name a structure, participants have theirs and name none.
    ///
    /// # Errors
    /// [`Flaw::Missing`]; `not_allowed_here`.
    pub fn of(roles: Roles, named: Option<N>) -> Result<Self, Flaw> {
        let staff = roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator]);
        match (staff, named) {
            (true, Some(name)) => Ok(Self::For(name)),
            (true, None) => Err(Flaw::Missing),
            (false, None) => Ok(Self::ForTheirOwn),
            (false, Some(_)) => Err(Flaw::Broken("not_allowed_here")),
        }
    }
}

/// Whether one can say of a statement in this state that one lives it too: while it is public, and speaks for itself.
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn resonates(state: StatementState) -> Result<(), Rejection> {
    use StatementState::{Accepted, Adopted, Parked};
    require(state, &[Accepted, Parked, Adopted], StatementState::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_whether_one_says_that_one_lives_it_too() {
        let row = |state: &StatementState| {
            let open = resonates(*state).is_ok();
            // Nothing is said of what nobody reads; what was merged or split, others speak for.
            assert!(!open || state.is_public());
            open.then(|| state.as_str())
        };
        let open: Vec<&str> = StatementState::ALL.iter().filter_map(row).collect();
        assert_eq!(open, ["accepted", "parked", "adopted"]);
    }

    #[test]
    fn few_are_not_told() {
        assert_eq!([0, 1, 2, 3, 40].map(shown), [None, None, None, Some(3), Some(40)]);
    }

    #[test]
    fn a_structure_is_one_however_it_is_spelled() {
        let due = "cpas de liege";
        for name in ["CPAS de Liège", " cpas  DE liege ", "Cpas\u{a0}de\u{2009}Liége"] {
            assert_eq!(same_structure(name), due, "{name}");
        }
        assert_ne!(same_structure("CPAS de Huy"), due);
    }

    #[test]
    fn every_role_and_for_whom_it_speaks() {
        for role in Role::ALL {
            let roles = Roles::none().with(Role::Participant).with(*role);
            let (named, alone) = (Speaks::of(roles, Some("CPAS")), Speaks::<&str>::of(roles, None));
            match role {
                Role::Owner | Role::Organizer | Role::Facilitator => {
                    assert_eq!((named, alone), (Ok(Speaks::For("CPAS")), Err(Flaw::Missing)), "{role}");
                }
                Role::Anyone
                | Role::SignedIn
                | Role::Viewer
                | Role::Staff
                | Role::RegistrationDesk
                | Role::SupportPerson
                | Role::Assessor
                | Role::Participant
                | Role::TeamMember
                | Role::Steward
                | Role::Holder
                | Role::Helper
                | Role::Author
                | Role::NamedReader
                | Role::PartnerOwner => {
                    let refused = Err(Flaw::Broken("not_allowed_here"));
                    assert_eq!((named, alone), (refused, Ok(Speaks::ForTheirOwn)), "{role}");
                }
            }
        }
    }
}
