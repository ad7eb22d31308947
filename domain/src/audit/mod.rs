//! The audit log's words: what was done, and to what kind of thing.
//!
//! An entry belongs to an organization. What an account does with itself (signing in, its sessions, its name)
//! touches no organization and has no word here. Outbox events use the same words.

mod deed;
#[cfg(test)]
mod tests;

pub use deed::Deed;

use crate::values::words;

words! {
    /// The kind of thing that something was done to.
    pub enum ObjectKind {
        /// An organization.
        Organization = "organization",
        /// A membership of an organization; the object is the account.
        Member = "member",
        /// An account that is gone.
        Account = "account",
        /// An invitation.
        Invitation = "invitation",
        /// An event.
        Event = "event",
        /// A format of an organization.
        Format = "format",
        /// An edition, with what it has one of: windows, purposes, composition policy.
        Edition = "edition",
        /// A partner of an edition.
        Partner = "partner",
        /// An item of an edition's programme, with who was there.
        ProgrammeItem = "programme_item",
        /// A credit of an edition.
        Credit = "credit",
        /// A figure of an edition.
        Figure = "figure",
        /// An entry of an edition's staff.
        Staff = "staff",
        /// A pool.
        Pool = "pool",
        /// A profile.
        Profile = "profile",
        /// A registration.
        Registration = "registration",
        /// A problem statement.
        ProblemStatement = "problem_statement",
        /// A theme of what is voiced.
        Theme = "theme",
        /// A cluster of statements.
        Cluster = "cluster",
        /// A challenge.
        Challenge = "challenge",
        /// A team.
        Team = "team",
        /// A prototype.
        Prototype = "prototype",
    }
}
