//! The staff of an edition.

use crate::Rejection;
use crate::lifecycle::{require, transitions};
use crate::values::words;

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
        /// Taken back; gives none.
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

/// Whether the role of an entry can be changed: one that is over is a fact of the past.
///
/// # Errors
/// [`Rejection::WrongState`] with the states that would do.
pub fn changeable(state: StaffState) -> Result<(), Rejection> {
    require(state, StaffMove::End.allowed_from(), StaffState::as_str)
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
        let changeable: Vec<bool> = StaffState::ALL.iter().map(|state| changeable(*state).is_ok()).collect();
        assert_eq!(changeable, [true, true, false]);
    }
}
