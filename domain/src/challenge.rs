//! Challenges: questions that a team can take up.

use crate::values::words;

words! {
    /// Where a challenge stands.
    pub enum ChallengeState {
        /// Being framed.
        Draft = "draft",
        /// Waits for a team.
        Open = "open",
        /// A formed team works on it.
        TakenUp = "taken_up",
        /// Taken back, with a reason.
        Withdrawn = "withdrawn",
        /// Was taken up when the edition was concluded.
        Concluded = "concluded",
        /// Nobody took it up before the edition was concluded.
        Unanswered = "unanswered",
    }
}
