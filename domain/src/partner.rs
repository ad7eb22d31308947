//! Partners: an organization's part in an edition.

use crate::rejection::{Refusal, Rejection};
use crate::values::words;

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
    /// Whether anyone may read that this organization is a partner.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Accepted => true,
            Self::Invited | Self::Declined => false,
        }
    }
}
