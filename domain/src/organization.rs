//! Organizations and their members.

use crate::values::words;

words! {
    /// What a member may in an organization.
    pub enum OrganizationRole {
        /// Runs everything and manages the members; at least one stays.
        Owner = "owner",
        /// Runs events and editions.
        Organizer = "organizer",
        /// Reads.
        Viewer = "viewer",
    }
}
