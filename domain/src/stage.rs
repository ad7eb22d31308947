//! The stages that the prototypes of an edition go through.

use serde::{Deserialize, Serialize};

use crate::Rejection;
use crate::rejection::Refusal;
use crate::values::{Flaw, Texts};

/// A stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its key, unique among the stages of the edition.
    pub key: String,
    /// What the edition calls it, by language.
    pub name: Texts,
    /// Whether anyone reads the prototypes that stand there.
    pub public: bool,
}

/// The stages of an edition, in their order; a prototype starts at the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Stage>", into = "Vec<Stage>")]
pub struct Stages(Vec<Stage>);

/// The stages where an edition says nothing else: key, whether it is public, and its names.
const DEFAULT: [(&str, bool, [&str; 4]); 5] = [
    ("idea", false, ["Idée", "Idea", "Idee", "Idee"]),
    ("sketch", false, ["Esquisse", "Sketch", "Schets", "Skizze"]),
    ("prototype", false, ["Prototype", "Prototype", "Prototype", "Prototyp"]),
    ("presented", true, ["Présenté", "Presented", "Gepresenteerd", "Vorgestellt"]),
    ("documented", true, ["Documenté", "Documented", "Gedocumenteerd", "Dokumentiert"]),
];

/// The languages that come with the program, in the order of the names beside a key.
pub(crate) const LANGUAGES: [&str; 4] = ["fr", "en", "nl", "de"];

/// Names in the languages that come with the program.
pub(crate) fn in_each_language(names: [&str; 4]) -> Texts {
    LANGUAGES.into_iter().zip(names).map(|(tag, name)| (tag.to_owned(), name.to_owned())).collect()
}

impl From<Stages> for Vec<Stage> {
    fn from(stages: Stages) -> Self {
        stages.0
    }
}

impl TryFrom<Vec<Stage>> for Stages {
    type Error = &'static str;

    fn try_from(stages: Vec<Stage>) -> Result<Self, Self::Error> {
        Self::of(stages).map_err(|_| "stages that are none, or have a key twice")
    }
}

impl Default for Stages {
    fn default() -> Self {
        let stage = |(key, public, names): (&str, bool, [&str; 4])| Stage {
            key: key.to_owned(),
            name: in_each_language(names),
            public,
        };
        Self(DEFAULT.map(stage).into())
    }
}

impl Stages {
    /// The most stages of an edition.
    pub const MOST: usize = 20;

    /// Takes stages as somebody said them.
    ///
    /// # Errors
    /// For each place and field [`Flaw::Broken`] with `key_twice`; [`Flaw::TooShort`] (no place) where there is none, because a
    /// prototype stands somewhere.
    pub fn of(stages: Vec<Stage>) -> Result<Self, Vec<(Option<usize>, Flaw)>> {
        if stages.is_empty() {
            return Err(vec![(None, Flaw::TooShort { min: 1 })]);
        }
        let twice = |at: &usize| {
            let earlier = stages.iter().take(*at);
            stages.get(*at).is_some_and(|stage| earlier.into_iter().any(|other| other.key == stage.key))
        };
        let flaws: Vec<_> =
            (0..stages.len()).filter(twice).map(|at| (Some(at), Flaw::Broken("key_twice"))).collect();
        if flaws.is_empty() { Ok(Self(stages)) } else { Err(flaws) }
    }

    /// The stages, in their order.
    #[must_use]
    pub fn as_slice(&self) -> &[Stage] {
        &self.0
    }

    /// The names, each under the JSON pointer of where it is said.
    pub fn texts(&self) -> impl Iterator<Item = (String, &Texts)> {
        self.0.iter().enumerate().map(|(at, stage)| (format!("/stages/{at}/name"), &stage.name))
    }

    /// The stage at which a prototype starts.
    #[must_use]
    pub fn first(&self) -> &Stage {
        &self.0[0]
    }

    /// The stage of a key; none where the edition has it no more.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Stage> {
        self.0.iter().find(|stage| stage.key == key)
    }

    /// Whether anyone reads what stands there; at a stage that the edition has no more, nobody outside does.
    #[must_use]
    pub fn is_public(&self, key: &str) -> bool {
        self.find(key).is_some_and(|stage| stage.public)
    }

    /// The keys of the public stages.
    pub fn public_keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|stage| stage.public).map(|stage| stage.key.as_str())
    }

    /// Whether a prototype may move between two stages: forward over any number of them, back only with a note.
    ///
    /// A prototype whose stage the edition does not have any more stands before all of them. A note of white
    /// space is none.
    ///
    /// # Errors
    /// [`StageProblem::Flaw`] with `unknown_stage`; [`Refusal::SameStage`]; [`Refusal::NoteMissing`].
    pub fn check_move(&self, from: &str, to: &str, note: Option<&str>) -> Result<(), StageProblem> {
        let place = |key: &str| self.0.iter().position(|stage| stage.key == key);
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
}

/// Why a prototype does not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageProblem {
    /// The stage it should move to is wrong.
    Flaw(Flaw),
    /// A rule refuses the move.
    Rejected(Rejection),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(from: &str, to: &str, note: Option<&str>) -> &'static str {
        match Stages::default().check_move(from, to, note) {
            Ok(()) => "moves",
            Err(StageProblem::Flaw(flaw)) => flaw.code(),
            Err(StageProblem::Rejected(rejection)) => rejection.code(),
        }
    }

    fn stage(key: &str, public: bool) -> Stage {
        Stage { key: key.to_owned(), name: in_each_language([key; 4]), public }
    }

    #[test]
    fn every_stage_and_every_target() {
        for (from, (origin, ..)) in DEFAULT.iter().enumerate() {
            for (to, (target, ..)) in DEFAULT.iter().enumerate() {
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
    fn the_last_two_of_the_default_stages_are_public() {
        let stages = Stages::default();
        assert_eq!(stages.public_keys().collect::<Vec<_>>(), ["presented", "documented"]);
        assert!(stages.as_slice().iter().all(|stage| stages.is_public(&stage.key) == stage.public));
        assert!(!stages.is_public("sold"));
        assert_eq!(stages.first().key, "idea");
    }

    #[test]
    fn an_edition_has_stages_of_its_own_each_key_once_and_at_least_one() {
        let own = Stages::of(vec![stage("heard", true), stage("kept", false)]).unwrap();
        assert_eq!(
            (own.first().key.as_str(), own.is_public("heard"), own.is_public("presented")),
            ("heard", true, false)
        );
        assert_eq!(Stages::of(Vec::new()), Err(vec![(None, Flaw::TooShort { min: 1 })]));
        let twice = Stages::of(vec![stage("heard", true), stage("kept", false), stage("heard", false)]);
        assert_eq!(twice, Err(vec![(Some(2), Flaw::Broken("key_twice"))]));
    }
}
