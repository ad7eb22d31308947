//! The parts of a format, as they are said.

use deserr::Deserr;
use palabre_domain::composition::AtLeast;
use palabre_domain::format::{
    PlannedItem, PlannedOffer, PlannedPolicy, PlannedPool, PlannedProfile, PlannedPurpose, PlannedRound,
    PlannedWindow,
};
use palabre_domain::question::{Choice, Question};
use palabre_domain::values::{DayTime, FURTHEST_DAY};
use utoipa::ToSchema;

use super::body::Flaws;
use super::policies::{AtLeastBody, Members, Rules, SizeBody};
use super::purposes::PurposeBody;
use super::wire::{
    Few, InKnowledge, InProgrammeItemKind, InQuestionKind, InSlug, InTimeOfDay, InWindowKind, Map200,
    Map1000, PoolSize, PoolSlugs, Whole,
};

/// A day counted from the first day of an edition: 0 is that day.
pub type Day = Whole<{ -FURTHEST_DAY as i64 }, { FURTHEST_DAY as i64 }>;
/// Profiles, by slug.
pub type ProfileSlugs = Few<InSlug, 50>;

/// A time on a day counted from the first day.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct DayTimeBody {
    /// The day: 0 is the first day, -30 thirty days before.
    pub day: Day,
    /// What the clock shows.
    pub time: InTimeOfDay,
}

impl From<DayTimeBody> for DayTime {
    fn from(DayTimeBody { day, time }: DayTimeBody) -> Self {
        Self { day: whole(day), time: time.0 }
    }
}

fn whole(day: Day) -> i32 {
    i32::try_from(day.0).unwrap_or_default()
}

/// A window, relative to the first day.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedWindowBody {
    /// What it is for.
    pub kind: InWindowKind,
    /// When it opens; null where it is always open.
    #[deserr(default)]
    pub opens: Option<DayTimeBody>,
    /// When it closes; null where it never does.
    #[deserr(default)]
    pub closes: Option<DayTimeBody>,
}

/// A pool of places.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedPoolBody {
    /// Its short name; each comes once.
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// Its places; null: unlimited.
    #[deserr(default)]
    pub size: Option<PoolSize>,
}

/// A profile.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedProfileBody {
    /// Its short name; each comes once.
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// The kind of knowledge it brings.
    pub knowledge: InKnowledge,
    /// The pools of the format that it draws from, by slug.
    pub pools: PoolSlugs,
}

/// What makes a team mixed.
#[derive(Debug, Default, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedPolicyBody {
    /// How many members a team has.
    #[deserr(default)]
    pub size: Option<SizeBody>,
    /// The profiles of the format that must be there.
    #[deserr(default)]
    #[schema(required = false)]
    pub at_least: Rules,
}

/// A programme item.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedItemBody {
    /// Its kind.
    pub kind: InProgrammeItemKind,
    /// Its title.
    pub title: Map200,
    /// Its day: 0 is the first day; null where nobody knows, and then it has no times.
    #[deserr(default)]
    pub day: Option<Day>,
    /// When it begins; null where nobody knows.
    #[deserr(default)]
    pub starts: Option<InTimeOfDay>,
    /// When it ends, on the same day; null where nobody knows.
    #[deserr(default)]
    pub ends: Option<InTimeOfDay>,
}

/// What is offered to each team.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedOfferBody {
    /// Its kind.
    pub kind: InSlug,
    /// Its name.
    pub name: Map200,
    /// What it is.
    #[deserr(default)]
    pub description: Option<Map1000>,
}

/// A choice of a question.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ChoiceBody {
    /// Its key; each comes once.
    pub key: InSlug,
    /// What is read.
    pub label: Map200,
}

/// The choices of a question.
pub type ChoiceBodies = Few<ChoiceBody, 100>;

/// What those who register are asked.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct QuestionBody {
    /// Its key; each comes once.
    pub key: InSlug,
    /// How it is answered.
    pub kind: InQuestionKind,
    /// What is asked.
    pub label: Map1000,
    /// What there is to choose from; for `choice` and `choices` only.
    #[deserr(default)]
    #[schema(required = false)]
    pub choices: ChoiceBodies,
    /// Whether nobody registers without an answer.
    pub required: bool,
    /// The profiles of the format that are asked; all where none is named.
    #[deserr(default)]
    #[schema(required = false)]
    pub profiles: ProfileSlugs,
}

/// How many prototypes a round keeps.
pub type Places = Whole<1, 1_000_000>;

/// A round of selection.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PlannedRoundBody {
    /// Its key; each comes once.
    pub key: InSlug,
    /// How many prototypes it keeps.
    pub places: Places,
}

/// The windows of a format.
pub type PlannedWindows = Few<PlannedWindowBody, 50>;
/// The pools of a format.
pub type PlannedPools = Few<PlannedPoolBody, 100>;
/// The profiles of a format.
pub type PlannedProfiles = Few<PlannedProfileBody, 100>;
/// The programme of a format.
pub type PlannedItems = Few<PlannedItemBody, 200>;
/// The offers of a format.
pub type PlannedOffers = Few<PlannedOfferBody, 50>;
/// The questions of a format.
pub type QuestionBodies = Few<QuestionBody, 100>;
/// The rounds of a format.
pub type PlannedRounds = Few<PlannedRoundBody, 20>;

/// A window as use cases take it.
pub fn window(PlannedWindowBody { kind, opens, closes }: PlannedWindowBody) -> PlannedWindow {
    PlannedWindow { kind: kind.0, opens: opens.map(Into::into), closes: closes.map(Into::into) }
}

/// A pool as use cases take it.
pub fn pool(PlannedPoolBody { slug, name, size }: PlannedPoolBody) -> PlannedPool {
    PlannedPool { slug: slug.0.into(), name: name.0.to_map(), size: size.map(PoolSize::unsigned) }
}

/// A profile as use cases take it.
pub fn profile(PlannedProfileBody { slug, name, knowledge, pools }: PlannedProfileBody) -> PlannedProfile {
    let pools = pools.0.into_iter().map(|slug| slug.0.into()).collect();
    PlannedProfile { slug: slug.0.into(), name: name.0.to_map(), knowledge: knowledge.0, pools }
}

/// A rule as use cases take it.
pub fn rule(AtLeastBody { profiles, count }: AtLeastBody) -> AtLeast {
    let profiles = profiles.0.into_iter().map(|slug| slug.0.into()).collect();
    AtLeast { profiles, count: Members::unsigned(count) }
}

/// A policy as use cases take it.
pub fn policy(PlannedPolicyBody { size, at_least }: PlannedPolicyBody) -> PlannedPolicy {
    let SizeBody { min, max } = size.unwrap_or_default();
    PlannedPolicy {
        size_min: min.map(Members::unsigned),
        size_max: max.map(Members::unsigned),
        at_least: at_least.0.into_iter().map(rule).collect(),
    }
}

/// A programme item as use cases take it.
pub fn item(PlannedItemBody { kind, title, day, starts, ends }: PlannedItemBody) -> PlannedItem {
    PlannedItem {
        kind: kind.0,
        title: title.0.to_map(),
        day: day.map(whole),
        starts: starts.map(|starts| starts.0),
        ends: ends.map(|ends| ends.0),
    }
}

/// An offer as use cases take it.
pub fn offer(PlannedOfferBody { kind, name, description }: PlannedOfferBody) -> PlannedOffer {
    let description = description.map(|text| text.0.to_map());
    PlannedOffer { kind: kind.0.into(), name: name.0.to_map(), description }
}

/// A consent purpose as use cases take it.
pub fn purpose(PurposeBody { purpose, version, text, required }: PurposeBody) -> PlannedPurpose {
    PlannedPurpose { purpose: purpose.0.into(), version: version.unsigned(), text: text.0.to_map(), required }
}

/// A question as use cases take it.
pub fn question(body: QuestionBody) -> Question {
    let QuestionBody { key, kind, label, choices, required, profiles } = body;
    let choice = |ChoiceBody { key, label }| Choice { key: key.0.into(), label: label.0.to_map() };
    Question {
        key: key.0.into(),
        kind: kind.0,
        label: label.0.to_map(),
        choices: choices.0.into_iter().map(choice).collect(),
        required,
        profiles: profiles.0.into_iter().map(|slug| slug.0.into()).collect(),
    }
}

/// A round as use cases take it.
pub fn round(PlannedRoundBody { key, places }: PlannedRoundBody) -> PlannedRound {
    PlannedRound { key: key.0.into(), places: places.unsigned() }
}
