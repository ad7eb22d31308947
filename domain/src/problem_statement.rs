//! Problem statements: what somebody voiced.

use crate::values::words;

words! {
    /// The one disposition that a statement has.
    pub enum StatementState {
        /// Received.
        Submitted = "submitted",
        /// Sent back to its voice with a reason.
        Returned = "returned",
        /// Not followed, with a reason.
        SetAside = "set_aside",
        /// Passed on to those who protect people.
        Referred = "referred",
        /// Can feed a challenge.
        Accepted = "accepted",
        /// Kept for later, with a reason.
        Parked = "parked",
        /// Held by a challenge that is or was open.
        Adopted = "adopted",
        /// Put into one statement with others.
        Merged = "merged",
        /// Divided into several statements.
        Split = "split",
    }
}

impl StatementState {
    /// Whether anyone may read an open statement in this state.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Accepted | Self::Parked | Self::Adopted | Self::Merged | Self::Split)
    }
}

words! {
    /// Who may read the wording.
    pub enum Sensitivity {
        /// Anyone, once accepted.
        Open = "open",
        /// Organizers, facilitators and the author.
        Restricted = "restricted",
        /// Named readers and the author.
        Confidential = "confidential",
    }
}
