//! What is to be changed of a format, and how it comes into it.

use palabre_domain::composition::AtLeast;
use palabre_domain::door::RegistrationMode;
use palabre_domain::edition::Recognition;
use palabre_domain::format::{
    Blueprint, PlannedItem, PlannedOffer, PlannedPolicy, PlannedPool, PlannedProfile, PlannedPurpose,
    PlannedRound, PlannedWindow,
};
use palabre_domain::question::Question;
use palabre_domain::stage::Stages;
use palabre_domain::values::{LocalizedPatch, Slug};
use palabre_persistence::formats::Format;

use super::Failure;
use super::edition_changes::{VocabularyPatch, merge_vocabulary, set};
use super::localized::Merging;

/// What to change of a format: each list is replaced whole; `Some(None)` takes a field away.
pub struct FormatChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another name.
    pub name: Option<LocalizedPatch<200>>,
    /// A competition, or not.
    pub recognition: Option<Recognition>,
    /// Another way in which registrations get their places.
    pub registration_mode: Option<RegistrationMode>,
    /// Other stages.
    pub stages: Option<Option<Stages>>,
    /// Other words.
    pub vocabulary: Option<Option<VocabularyPatch>>,
    /// Other windows.
    pub windows: Option<Vec<PlannedWindow>>,
    /// Other pools.
    pub pools: Option<Vec<PlannedPool>>,
    /// Other profiles.
    pub profiles: Option<Vec<PlannedProfile>>,
    /// Another composition policy.
    pub composition_policy: Option<Option<PolicyChanges>>,
    /// Another programme.
    pub programme: Option<Vec<PlannedItem>>,
    /// Other offers.
    pub support_offers: Option<Vec<PlannedOffer>>,
    /// Other consent purposes.
    pub consent_purposes: Option<Vec<PlannedPurpose>>,
    /// Other questions.
    pub questions: Option<Vec<Question>>,
    /// Other rounds.
    pub rounds: Option<Vec<PlannedRound>>,
}

/// What to change of a composition policy; `Some(None)` takes a bound away.
pub struct PolicyChanges {
    /// Another fewest.
    pub size_min: Option<Option<u32>>,
    /// Another most.
    pub size_max: Option<Option<u32>>,
    /// Other rules.
    pub at_least: Option<Vec<AtLeast>>,
}

impl PolicyChanges {
    fn apply(&self, policy: &mut PlannedPolicy) {
        let Self { size_min, size_max, at_least } = self;
        set(&mut policy.size_min, size_min.as_ref());
        set(&mut policy.size_max, size_max.as_ref());
        set(&mut policy.at_least, at_least.as_ref());
    }
}

impl FormatChanges {
    /// Changes a format; whether its blueprint is still sound is asked afterwards.
    ///
    /// # Errors
    /// 422 where a merged text lacks the default language or is in too many.
    pub(super) fn apply(&self, format: &mut Format, default_language: &str) -> Result<(), Failure> {
        let Self { slug, name, recognition, registration_mode, stages, vocabulary, windows, pools, .. } =
            self;
        let Self { profiles, composition_policy, programme, support_offers, consent_purposes, .. } = self;
        let Self { questions, rounds, .. } = self;
        set(&mut format.slug, slug.clone().map(Into::into).as_ref());
        let Blueprint { kept, .. } = &mut format.blueprint;
        set(&mut kept.support_offers, support_offers.as_ref());
        set(&mut kept.rounds, rounds.as_ref());
        let blueprint = &mut format.blueprint;
        set(&mut blueprint.recognition, recognition.as_ref());
        set(&mut blueprint.registration_mode, registration_mode.as_ref());
        set(&mut blueprint.questions, questions.as_ref());
        set(&mut blueprint.programme, programme.as_ref());
        set(&mut blueprint.stages, stages.as_ref());
        set(&mut blueprint.windows, windows.as_ref());
        set(&mut blueprint.pools, pools.as_ref());
        set(&mut blueprint.profiles, profiles.as_ref());
        set(&mut blueprint.consent_purposes, consent_purposes.as_ref());
        match composition_policy {
            Some(Some(changes)) => changes.apply(&mut blueprint.composition_policy),
            Some(None) => blueprint.composition_policy = PlannedPolicy::default(),
            None => {}
        }
        let mut merging = Merging::into_texts_in(default_language);
        merging.required("/name", &mut format.name, name.as_ref());
        if let Some(patch) = vocabulary {
            merge_vocabulary(&mut format.blueprint.vocabulary, patch.as_ref(), &mut merging)?;
        }
        merging.done()
    }
}
