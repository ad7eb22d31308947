//! Partners: an organization's part in an edition.

use crate::edition::{EditionState, Writing, admits};
use crate::lifecycle::{require, transitions};
use crate::rejection::{Refusal, Rejection};
use crate::values::{Flaw, words};

/// The most partners of an edition: whoever reads the edition reads them all.
pub const MOST: u64 = 100;

/// Whether an edition takes one more partner.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

words! {
    /// What a partner does for an edition.
    pub enum PartnerKind {
        /// Runs the edition too; its members work on it like the organizer's own.
        CoOrganizer = "co_organizer",
        /// Lends the place.
        Host = "host",
        /// Sends those who facilitate.
        Facilitator = "facilitator",
        /// Pays.
        Funder = "funder",
        /// Brings what is needed: knowledge, material, a network.
        Resource = "resource",
        /// Comes to listen, and speaks for the field.
        Audience = "audience",
    }
}

words! {
    /// Whether a partner has agreed to be named; one that is only a name needs not be asked and is
    /// `accepted`.
    pub enum PartnerState {
        /// Asked; seen by members and staff only, and gives no right.
        Invited = "invited",
        /// Agreed; public, and gives its rights.
        Accepted = "accepted",
        /// Refused.
        Declined = "declined",
    }
}

impl PartnerState {
    /// The state in which a partner begins: an organization is asked, a name is only a name.
    #[must_use]
    pub const fn at_first(is_an_organization: bool) -> Self {
        if is_an_organization { Self::Invited } else { Self::Accepted }
    }

    /// Whether anyone may read that this organization is a partner.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Accepted => true,
            Self::Invited | Self::Declined => false,
        }
    }
}

transitions! {
    /// What the owners of an organization answer when it is asked.
    pub enum PartnerMove for PartnerState {
        /// Agrees to the part.
        Accept: [Invited] => Accepted = "accept",
        /// Does not; it may be asked again.
        Decline: [Invited] => Declined = "decline",
    }
}

/// Whether an organization can take this part: the one that an edition belongs to organizes it already.
///
/// # Errors
/// [`Flaw::Broken`] with `own_organization`.
pub fn may_take_part(is_its_own: bool, kind: PartnerKind) -> Result<(), Flaw> {
    if is_its_own && kind == PartnerKind::CoOrganizer {
        return Err(Flaw::Broken("own_organization"));
    }
    Ok(())
}

/// Whether a partner can be changed: one that declined is asked again, or deleted.
///
/// # Errors
/// [`Rejection::WrongState`] with the states that would do.
pub fn changeable(state: PartnerState) -> Result<(), Rejection> {
    require(state, &[PartnerState::Invited, PartnerState::Accepted], PartnerState::as_str)
}

/// The state of a partner whose part is changed: an organization agreed to the part it was asked for, and is asked anew
/// for another; who is only a name was never asked.
#[must_use]
pub fn state_in_another_part(
    state: PartnerState,
    is_an_organization: bool,
    before: PartnerKind,
    after: PartnerKind,
) -> PartnerState {
    if is_an_organization && before != after { PartnerState::Invited } else { state }
}

/// Whether a partner can go: by the hands of organizers while the edition is set up, by itself whenever it wants to, for
/// nobody is held to be named.
///
/// # Errors
/// [`Rejection::WrongState`] with the edition's state and those that would do.
pub fn removable(edition: EditionState, leaves_by_itself: bool) -> Result<(), Rejection> {
    if leaves_by_itself { Ok(()) } else { admits(edition, Writing::SetUp) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // accept decline
        assert_eq!(
            table(PartnerState::ALL, PartnerMove::ALL, PartnerMove::apply),
            ["invited: accepted declined", "accepted: - -", "declined: - -"]
        );
        let by_state = |state: &PartnerState| (changeable(*state).is_ok(), state.is_public());
        let by_state: Vec<_> = PartnerState::ALL.iter().map(by_state).collect();
        assert_eq!(by_state, [(true, false), (true, true), (false, false)]);
    }

    #[test]
    fn another_part_is_agreed_to_anew() {
        for state in PartnerState::ALL {
            for before in PartnerKind::ALL {
                for after in PartnerKind::ALL {
                    let same = before == after;
                    let organization = state_in_another_part(*state, true, *before, *after);
                    assert_eq!(organization, if same { *state } else { PartnerState::Invited });
                    assert_eq!(state_in_another_part(*state, false, *before, *after), *state);
                }
            }
        }
    }

    #[test]
    fn an_organization_is_every_partner_of_its_own_but_co_organizer() {
        for kind in PartnerKind::ALL {
            assert_eq!(may_take_part(true, *kind).is_ok(), *kind != PartnerKind::CoOrganizer);
            assert_eq!(may_take_part(false, *kind), Ok(()));
        }
    }

    #[test]
    fn a_partner_leaves_in_every_state_of_the_edition_and_is_removed_while_it_is_set_up() {
        for edition in EditionState::ALL {
            assert_eq!(removable(*edition, true), Ok(()));
            assert_eq!(removable(*edition, false), admits(*edition, Writing::SetUp));
        }
    }
}
