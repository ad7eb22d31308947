//! Editions: their states, and what may be written in each.

use crate::values::words;

words! {
    /// Where an edition stands.
    pub enum EditionState {
        /// Being set up; seen by members and staff.
        Draft = "draft",
        /// Announced.
        Published = "published",
        /// Under way.
        Running = "running",
        /// Over; outcomes are written down.
        Concluded = "concluded",
        /// Promises are followed.
        FollowUp = "follow_up",
        /// Closed for good.
        Archived = "archived",
        /// Called off, publicly, with a reason.
        Cancelled = "cancelled",
    }
}

impl EditionState {
    /// Whether anyone may read the edition: from `published` on, `cancelled` too.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }
}

words! {
    /// Whether an edition is a competition.
    pub enum Recognition {
        /// No score, rank, vote or winner: by construction.
        NonCompetitive = "non_competitive",
        /// Prototypes may be assessed and selected.
        Selection = "selection",
    }
}
