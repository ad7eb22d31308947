//! Prototypes: what a team makes, digital or not.

use crate::values::words;

words! {
    /// What came out; none of them is less of an outcome than another, and none asks for an address.
    pub enum OutcomeKind {
        /// An application in the browser.
        WebApplication = "web_application",
        /// An application for the telephone.
        MobileApplication = "mobile_application",
        /// A platform.
        Platform = "platform",
        /// A service.
        Service = "service",
        /// Workshops.
        WorkshopSeries = "workshop_series",
        /// A thing, or an arrangement of things and people.
        Device = "device",
        /// A way of working that changes.
        ProcessChange = "process_change",
        /// A proposal to those who decide.
        PolicyProposal = "policy_proposal",
        /// People who stay in touch.
        Network = "network",
        /// The finding that no software should be made.
        DecisionNotToDigitise = "decision_not_to_digitise",
        /// An application, nobody says of which kind.
        Application = "application",
    }
}

words! {
    /// What became of a prototype after the event.
    pub enum Trajectory {
        /// Nobody said; it never counts as going on.
        Unknown = "unknown",
        /// Goes on.
        Continuing = "continuing",
        /// Rests.
        Paused = "paused",
        /// Became part of another project.
        MergedInto = "merged_into",
        /// An institution took it over.
        Adopted = "adopted",
        /// Ended.
        Stopped = "stopped",
        /// Was found better not built.
        DecidedNotToBuild = "decided_not_to_build",
    }
}
