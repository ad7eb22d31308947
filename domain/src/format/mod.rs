//! Formats: blueprints from which editions are made.
//!
//! A blueprint says what an edition begins with. Times in it are counted from the first day, so that it fits any year. It holds
//! nobody's data. What of it can't be written yet ([`Waiting`]) stays with the edition until it can.

mod check;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Rejection;
use crate::composition::{AtLeast, CompositionPolicy};
use crate::door::RegistrationMode;
use crate::edition::Recognition;
use crate::pool::Knowledge;
use crate::programme::{PlannedHours, ProgrammeItemKind};
use crate::question::Question;
use crate::rejection::Refusal;
use crate::stage::Stages;
use crate::values::{DayTime, Flaw, FormatId, FromText, Instant, Shape, Texts, TimeOfDay, words};
use crate::vocabulary::Vocabulary;
use crate::window::WindowKind;

/// The most formats of one organization.
pub const MOST: u64 = 100;

/// Whether an organization that has so many formats keeps one more.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(there_are: u64) -> Result<(), Rejection> {
    if there_are < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

words! {
    /// The formats that come with the program.
    pub enum BuiltIn {
        /// Reflection before solutions; mixed teams form themselves.
        Slow = "slow",
        /// For a territory: residents and professionals, and a plenary before the field.
        Social = "social",
        /// Many at once, from afar, in a crisis.
        OpenCrisis = "open_crisis",
    }
}

impl BuiltIn {
    /// Its id, the same in every installation.
    #[must_use]
    pub const fn id(self) -> FormatId {
        let number = match self {
            Self::Slow => 1,
            Self::Social => 2,
            Self::OpenCrisis => 3,
        };
        // A UUIDv7 of 11 December 2024.
        FormatId(Uuid::from_u128(0x0193_b000_0000_7000_8000_0000_0000_0000 + number))
    }

    /// Since when it has this id.
    #[must_use]
    pub fn since(self) -> Instant {
        let seconds = self.id().0.get_timestamp().map_or(0, |stamp| stamp.to_unix().0);
        i64::try_from(seconds)
            .ok()
            .and_then(|seconds| Instant::from_timestamp(seconds, 0))
            .unwrap_or_default()
    }

    /// The one with this id.
    #[must_use]
    pub fn of(id: FormatId) -> Option<Self> {
        Self::ALL.iter().copied().find(|built_in| built_in.id() == id)
    }
}

/// How a format is named: a built-in one by its slug, any by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatName {
    /// One that comes with the program.
    BuiltIn(BuiltIn),
    /// One of an organization.
    Own(FormatId),
}

impl FromText for FormatName {
    const SHAPE: Shape = Shape::free("FormatName", 1, 64);

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        if let Ok(built_in) = BuiltIn::from_text(text) {
            return Ok(Self::BuiltIn(built_in));
        }
        let id = FormatId::from_text(text).map_err(|_| Flaw::Broken("unknown_format"))?;
        Ok(BuiltIn::of(id).map_or(Self::Own(id), Self::BuiltIn))
    }
}

/// The blueprint of an edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Whether it is a competition.
    pub recognition: Recognition,
    /// How registrations get their places.
    pub registration_mode: RegistrationMode,
    /// The stages of its prototypes; `None`: the default ones.
    pub stages: Option<Stages>,
    /// What it calls things.
    pub vocabulary: Vocabulary,
    /// Its windows.
    pub windows: Vec<PlannedWindow>,
    /// Its pools.
    pub pools: Vec<PlannedPool>,
    /// Its profiles.
    pub profiles: Vec<PlannedProfile>,
    /// What makes its teams mixed.
    pub composition_policy: PlannedPolicy,
    /// What it asks consent for.
    pub consent_purposes: Vec<PlannedPurpose>,
    /// What those who register are asked.
    pub questions: Vec<Question>,
    /// The outline of its programme.
    pub programme: Vec<PlannedItem>,
    /// What waits for its operations.
    #[serde(flatten)]
    pub kept: KeptParts,
}

/// The parts of a blueprint that no operation of an edition writes yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptParts {
    /// What is offered to each team.
    pub support_offers: Vec<PlannedOffer>,
    /// How prototypes are selected; in competitions only.
    pub rounds: Vec<PlannedRound>,
}

impl KeptParts {
    /// The parts that fit an edition of this recognition: only a competition has rounds (invariant 8).
    #[must_use]
    pub fn fitting(mut self, recognition: Recognition) -> Self {
        if recognition == Recognition::NonCompetitive {
            self.rounds.clear();
        }
        self
    }
}

/// What a format brought that waits in an edition: parts for the operations that will write them, windows for a first
/// day to be counted from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waiting {
    /// What no operation writes yet.
    #[serde(flatten)]
    pub parts: KeptParts,
    /// Windows without times; none any more once they have got them, or once somebody has set windows.
    #[serde(default)]
    pub windows: Vec<PlannedWindow>,
    /// The outline of a programme from before there were operations that write one: a clone and a format take it along. Items that are
    /// made today wait by themselves for a first day.
    #[serde(default)]
    pub programme: Vec<PlannedItem>,
}

/// A window, relative to the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedWindow {
    /// What it is for.
    pub kind: WindowKind,
    /// When it opens; always open where this is not said.
    pub opens: Option<DayTime>,
    /// When it closes; never where this is not said.
    pub closes: Option<DayTime>,
}

/// A pool of places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPool {
    /// Its slug.
    pub slug: String,
    /// Its name, by language.
    pub name: Texts,
    /// Its places; `None` is unlimited.
    pub size: Option<u32>,
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedProfile {
    /// Its slug.
    pub slug: String,
    /// Its name, by language.
    pub name: Texts,
    /// The kind of knowledge it brings.
    pub knowledge: Knowledge,
    /// The pools it draws from, by slug.
    pub pools: Vec<String>,
}

/// What makes a team mixed. Whom to keep together and apart is no part of it: these are people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlannedPolicy {
    /// The fewest members.
    pub size_min: Option<u32>,
    /// The most members.
    pub size_max: Option<u32>,
    /// The profiles that must be there.
    pub at_least: Vec<AtLeast>,
}

impl From<PlannedPolicy> for CompositionPolicy {
    fn from(PlannedPolicy { size_min, size_max, at_least }: PlannedPolicy) -> Self {
        Self { size_min, size_max, at_least, ..Self::default() }
    }
}

impl From<CompositionPolicy> for PlannedPolicy {
    fn from(policy: CompositionPolicy) -> Self {
        let CompositionPolicy { size_min, size_max, at_least, keep_together: _, keep_apart: _ } = policy;
        Self { size_min, size_max, at_least }
    }
}

/// A programme item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedItem {
    /// Its kind.
    pub kind: ProgrammeItemKind,
    /// Its title, by language.
    pub title: Texts,
    /// Its day, counted from the first; `None` where nobody knows, and then it has no times.
    pub day: Option<i32>,
    /// When it begins, where that is known.
    pub starts: Option<TimeOfDay>,
    /// When it ends, where that is known.
    pub ends: Option<TimeOfDay>,
}

impl PlannedItem {
    /// When it is planned, where that is known.
    #[must_use]
    pub fn hours(&self) -> Option<PlannedHours> {
        Some(PlannedHours { day: self.day?, starts: self.starts, ends: self.ends })
    }
}

/// What is offered to each team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedOffer {
    /// Its kind.
    pub kind: String,
    /// Its name, by language.
    pub name: Texts,
    /// What it is, by language.
    pub description: Option<Texts>,
}

/// What consent is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPurpose {
    /// The purpose, by slug.
    pub purpose: String,
    /// Which of its wordings.
    pub version: u32,
    /// The text, by language.
    pub text: Texts,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// A round of selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRound {
    /// Its key.
    pub key: String,
    /// How many prototypes it keeps.
    pub places: u32,
}
