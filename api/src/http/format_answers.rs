//! Formats as they are shown: as they can be said again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use palabre_domain::edition::Recognition;
use palabre_domain::format::{
    Blueprint, KeptParts, PlannedItem, PlannedOffer, PlannedPolicy, PlannedPool, PlannedProfile,
    PlannedPurpose, PlannedRound, PlannedWindow,
};
use palabre_domain::question::{Choice, Question};
use palabre_domain::values::{DayTime, Texts};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answers::Resource;
use super::labels::{StageAnswer, shown_stages};
use super::policies::{AtLeastAnswer, SizeAnswer};
use super::purposes::PurposeAnswer;
use super::wire::{
    InKnowledge, InProgrammeItemKind, InQuestionKind, InRecognition, InRegistrationMode, InWindowKind,
};
use crate::usecase::formats::Format;

/// A time on a day counted from the first day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DayTime)]
pub struct DayTimeAnswer {
    /// The day: 0 is the first day.
    pub day: i32,
    /// What the clock shows.
    pub time: String,
}

impl From<DayTime> for DayTimeAnswer {
    fn from(DayTime { day, time }: DayTime) -> Self {
        Self { day, time: time.into() }
    }
}

/// A window, relative to the first day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedWindow)]
pub struct PlannedWindowAnswer {
    /// What it is for.
    #[schema(value_type = InWindowKind)]
    pub kind: &'static str,
    /// When it opens; null where it is always open.
    pub opens: Option<DayTimeAnswer>,
    /// When it closes; null where it never does.
    pub closes: Option<DayTimeAnswer>,
}

impl From<PlannedWindow> for PlannedWindowAnswer {
    fn from(PlannedWindow { kind, opens, closes }: PlannedWindow) -> Self {
        Self { kind: kind.as_str(), opens: opens.map(Into::into), closes: closes.map(Into::into) }
    }
}

/// A pool of places.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedPool)]
pub struct PlannedPoolAnswer {
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// Its places; null: unlimited.
    pub size: Option<u32>,
}

impl From<PlannedPool> for PlannedPoolAnswer {
    fn from(PlannedPool { slug, name, size }: PlannedPool) -> Self {
        Self { slug, name, size }
    }
}

/// A profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedProfile)]
pub struct PlannedProfileAnswer {
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// The kind of knowledge it brings.
    #[schema(value_type = InKnowledge)]
    pub knowledge: &'static str,
    /// The pools that it draws from, by slug.
    pub pools: Vec<String>,
}

impl From<PlannedProfile> for PlannedProfileAnswer {
    fn from(PlannedProfile { slug, name, knowledge, pools }: PlannedProfile) -> Self {
        Self { slug, name, knowledge: knowledge.as_str(), pools }
    }
}

/// What makes a team mixed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedPolicy)]
pub struct PlannedPolicyAnswer {
    /// How many members a team has.
    pub size: SizeAnswer,
    /// The profiles that must be there.
    pub at_least: Vec<AtLeastAnswer>,
}

impl From<PlannedPolicy> for PlannedPolicyAnswer {
    fn from(PlannedPolicy { size_min, size_max, at_least }: PlannedPolicy) -> Self {
        let size = SizeAnswer { min: size_min, max: size_max };
        Self { size, at_least: at_least.into_iter().map(Into::into).collect() }
    }
}

/// A programme item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedItem)]
pub struct PlannedItemAnswer {
    /// Its kind.
    #[schema(value_type = InProgrammeItemKind)]
    pub kind: &'static str,
    /// Its title, by language.
    pub title: BTreeMap<String, String>,
    /// Its day: 0 is the first day; null where nobody knows.
    pub day: Option<i32>,
    /// When it begins; null where nobody knows.
    pub starts: Option<String>,
    /// When it ends; null where nobody knows.
    pub ends: Option<String>,
}

impl From<PlannedItem> for PlannedItemAnswer {
    fn from(PlannedItem { kind, title, day, starts, ends }: PlannedItem) -> Self {
        let (starts, ends) = (starts.map(Into::into), ends.map(Into::into));
        Self { kind: kind.as_str(), title, day, starts, ends }
    }
}

/// What is offered to each team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedOffer)]
pub struct PlannedOfferAnswer {
    /// Its kind.
    pub kind: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// What it is, by language.
    pub description: Option<BTreeMap<String, String>>,
}

impl From<PlannedOffer> for PlannedOfferAnswer {
    fn from(PlannedOffer { kind, name, description }: PlannedOffer) -> Self {
        Self { kind, name, description }
    }
}

/// A choice of a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choice)]
pub struct ChoiceAnswer {
    /// Its key.
    pub key: String,
    /// What is read, by language.
    pub label: BTreeMap<String, String>,
}

impl From<Choice> for ChoiceAnswer {
    fn from(Choice { key, label }: Choice) -> Self {
        Self { key, label }
    }
}

/// What those who register are asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
pub struct QuestionAnswer {
    /// Its key.
    pub key: String,
    /// How it is answered.
    #[schema(value_type = InQuestionKind)]
    pub kind: &'static str,
    /// What is asked, by language.
    pub label: BTreeMap<String, String>,
    /// What there is to choose from.
    pub choices: Vec<ChoiceAnswer>,
    /// Whether nobody registers without an answer.
    pub required: bool,
    /// The profiles that are asked; all where none is named.
    pub profiles: Vec<String>,
}

impl From<Question> for QuestionAnswer {
    fn from(Question { key, kind, label, choices, required, profiles }: Question) -> Self {
        let choices = choices.into_iter().map(Into::into).collect();
        Self { key, kind: kind.as_str(), label, choices, required, profiles }
    }
}

/// A round of selection.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedRound)]
pub struct PlannedRoundAnswer {
    /// Its key.
    pub key: String,
    /// How many prototypes it keeps.
    pub places: u32,
}

impl From<PlannedRound> for PlannedRoundAnswer {
    fn from(PlannedRound { key, places }: PlannedRound) -> Self {
        Self { key, places }
    }
}

/// A format: a blueprint from which editions are made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Format)]
pub struct FormatAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whose it is; null: it comes with the program.
    pub organization_id: Option<Uuid>,
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// Whether its editions are competitions.
    #[schema(value_type = InRecognition)]
    pub recognition: &'static str,
    /// How registrations get their places.
    #[schema(value_type = InRegistrationMode)]
    pub registration_mode: &'static str,
    /// The stages of prototypes.
    pub stages: Vec<StageAnswer>,
    /// What things are called, by term and language.
    pub vocabulary: BTreeMap<String, Texts>,
    /// Windows, relative to the first day.
    pub windows: Vec<PlannedWindowAnswer>,
    /// Pools of places.
    pub pools: Vec<PlannedPoolAnswer>,
    /// Profiles.
    pub profiles: Vec<PlannedProfileAnswer>,
    /// What makes teams mixed.
    pub composition_policy: PlannedPolicyAnswer,
    /// The outline of the programme.
    pub programme: Vec<PlannedItemAnswer>,
    /// What is offered to each team.
    pub support_offers: Vec<PlannedOfferAnswer>,
    /// What consent is asked for.
    pub consent_purposes: Vec<PurposeAnswer>,
    /// What those who register are asked.
    pub questions: Vec<QuestionAnswer>,
    /// How prototypes are selected; not there without a competition.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(extensions(("x-sometimes" = json!(true))))]
    pub rounds: Option<Vec<PlannedRoundAnswer>>,
}

impl From<PlannedPurpose> for PurposeAnswer {
    fn from(PlannedPurpose { purpose, version, text, required }: PlannedPurpose) -> Self {
        Self { purpose, version, text, required }
    }
}

fn each<T, U: From<T>>(things: Vec<T>) -> Vec<U> {
    things.into_iter().map(Into::into).collect()
}

impl Resource for FormatAnswer {
    type View = Format;

    fn of(format: &Format) -> Self {
        let Format { id, version, created_at, organization, slug, name, blueprint } = format.clone();
        let Blueprint {
            recognition, registration_mode, stages, vocabulary, windows, pools, profiles, ..
        } = blueprint;
        let Blueprint { composition_policy, consent_purposes, questions, programme, kept, .. } =
            format.blueprint.clone();
        let KeptParts { support_offers, rounds } = kept;
        Self {
            id: id.0,
            version,
            created_at,
            organization_id: organization.map(Into::into),
            slug,
            name,
            recognition: recognition.as_str(),
            registration_mode: registration_mode.as_str(),
            stages: shown_stages(&stages.unwrap_or_default()),
            vocabulary,
            windows: each(windows),
            pools: each(pools),
            profiles: each(profiles),
            composition_policy: composition_policy.into(),
            programme: each(programme),
            support_offers: each(support_offers),
            consent_purposes: each(consent_purposes),
            questions: each(questions),
            rounds: (recognition == Recognition::Selection).then(|| each(rounds)),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/formats/{}", self.id)
    }
}
