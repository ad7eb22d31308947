//! Prototypes: what a team makes, digital or not.

use crate::Rejection;
use crate::rejection::Refusal;
use crate::values::{Flaw, words};

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

/// A stage that the prototypes of an edition go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its key.
    pub key: String,
    /// Whether anyone reads the prototypes that stand there.
    pub public: bool,
}

/// The stages where an edition says nothing else, in their order: key, and whether it is public.
const DEFAULT: [(&str, bool); 5] =
    [("idea", false), ("sketch", false), ("prototype", false), ("presented", true), ("documented", true)];

/// The stages of an edition that sets none of its own, in their order; a prototype starts at the first.
#[must_use]
pub fn default_stages() -> Vec<Stage> {
    DEFAULT.map(|(key, public)| Stage { key: key.to_owned(), public }).to_vec()
}

/// Whether a stage of the default ones is public; one that is unknown is not.
#[must_use]
pub fn stage_is_public(key: &str) -> bool {
    DEFAULT.iter().any(|(known, public)| *known == key && *public)
}

/// Why a prototype does not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageProblem {
    /// The stage it should move to is wrong.
    Flaw(Flaw),
    /// A rule refuses the move.
    Rejected(Rejection),
}

/// Whether a prototype may move between two stages: forward over any number of them, back only with a note.
///
/// A prototype whose stage the edition does not have any more stands before all of them. A note of white
/// space is none.
///
/// # Errors
/// [`StageProblem::Flaw`] with `unknown_stage`; [`Refusal::SameStage`]; [`Refusal::NoteMissing`].
pub fn move_stage(stages: &[Stage], from: &str, to: &str, note: Option<&str>) -> Result<(), StageProblem> {
    let place = |key: &str| stages.iter().position(|stage| stage.key == key);
    let Some(target) = place(to) else {
        return Err(StageProblem::Flaw(Flaw::Broken("unknown_stage")));
    };
    let has_note = note.is_some_and(|note| !note.trim().is_empty());
    match place(from) {
        Some(origin) if origin == target => Err(StageProblem::Rejected(Refusal::SameStage.into())),
        Some(origin) if origin > target && !has_note => {
            Err(StageProblem::Rejected(Refusal::NoteMissing.into()))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(from: &str, to: &str, note: Option<&str>) -> &'static str {
        match move_stage(&default_stages(), from, to, note) {
            Ok(()) => "moves",
            Err(StageProblem::Flaw(flaw)) => flaw.code(),
            Err(StageProblem::Rejected(rejection)) => rejection.code(),
        }
    }

    #[test]
    fn every_stage_and_every_target() {
        for (from, (origin, _)) in DEFAULT.iter().enumerate() {
            for (to, (target, _)) in DEFAULT.iter().enumerate() {
                let (bare, noted) = match from.cmp(&to) {
                    std::cmp::Ordering::Less => ("moves", "moves"),
                    std::cmp::Ordering::Equal => ("same_stage", "same_stage"),
                    std::cmp::Ordering::Greater => ("note_missing", "moves"),
                };
                assert_eq!(outcome(origin, target, None), bare);
                assert_eq!(outcome(origin, target, Some("  ")), bare);
                assert_eq!(outcome(origin, target, Some("shown too early")), noted);
            }
            assert_eq!(outcome(origin, "sold", Some("?")), "unknown_stage");
        }
        assert_eq!(outcome("gone", "idea", None), "moves");
    }

    #[test]
    fn the_last_two_stages_are_public() {
        let public: Vec<_> = default_stages().into_iter().map(|stage| stage.public).collect();
        assert_eq!(public, [false, false, false, true, true]);
        assert!(default_stages().iter().all(|stage| stage_is_public(&stage.key) == stage.public));
        assert!(!stage_is_public("sold"));
    }
}
