//! The staff of an edition.

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
