//! What is said of a format to keep or to change. The formats that come with the program are read by the same types.

use deserr::Deserr;
use palabre_domain::door::RegistrationMode;
use palabre_domain::edition::Recognition;
use palabre_domain::format::{Blueprint, KeptParts};
use utoipa::ToSchema;

use super::body::Flaws;
use super::format_parts::{
    PlannedItems, PlannedOffers, PlannedPolicyBody, PlannedPools, PlannedProfiles, PlannedRounds,
    PlannedWindows, QuestionBodies, item, offer, policy, pool, profile, purpose, question, round, rule,
    window,
};
use super::labels::{InVocabulary, InVocabularyPatch, StageBodies, stages};
use super::policies::{Members, Rules};
use super::purposes::PurposeBodies;
use super::wire::{Change, Few, InRecognition, InRegistrationMode, InSlug, Map200, MapPatch200, Patch};
use crate::usecase::Failure;
use crate::usecase::formats::{FormatChanges, NewFormat, PolicyChanges};

/// A format to keep.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewFormatBody {
    /// Its short name, unique in the organization.
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// Whether its editions are competitions; `non_competitive` unless said otherwise.
    #[deserr(default)]
    pub recognition: Option<InRecognition>,
    /// How registrations get their places; `automatic` unless said otherwise.
    #[deserr(default)]
    pub registration_mode: Option<InRegistrationMode>,
    /// The stages of prototypes; the default ones where this is not said.
    #[deserr(default)]
    pub stages: Option<StageBodies>,
    /// What things are called.
    #[deserr(default)]
    #[schema(required = false)]
    pub vocabulary: InVocabulary,
    /// Windows, relative to the first day.
    #[deserr(default)]
    #[schema(required = false)]
    pub windows: PlannedWindows,
    /// Pools of places.
    #[deserr(default)]
    #[schema(required = false)]
    pub pools: PlannedPools,
    /// Profiles.
    #[deserr(default)]
    #[schema(required = false)]
    pub profiles: PlannedProfiles,
    /// What makes teams mixed.
    #[deserr(default)]
    pub composition_policy: Option<PlannedPolicyBody>,
    /// The outline of the programme.
    #[deserr(default)]
    #[schema(required = false)]
    pub programme: PlannedItems,
    /// What is offered to each team.
    #[deserr(default)]
    #[schema(required = false)]
    pub support_offers: PlannedOffers,
    /// What consent is asked for.
    #[deserr(default)]
    #[schema(required = false)]
    pub consent_purposes: PurposeBodies,
    /// What those who register are asked.
    #[deserr(default)]
    #[schema(required = false)]
    pub questions: QuestionBodies,
    /// How prototypes are selected; in competitions only.
    #[deserr(default)]
    #[schema(required = false)]
    pub rounds: PlannedRounds,
}

/// What to change of a format: a list that is sent takes the place of the one that was.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct FormatPatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another name: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub name: Change<MapPatch200>,
    /// Competitions, or not.
    #[deserr(default)]
    #[schema(value_type = InRecognition, required = false)]
    pub recognition: Change<InRecognition>,
    /// Another way in which registrations get their places.
    #[deserr(default)]
    #[schema(value_type = InRegistrationMode, required = false)]
    pub registration_mode: Change<InRegistrationMode>,
    /// Other stages; null: the default ones.
    #[deserr(default)]
    #[schema(value_type = Option<StageBodies>)]
    pub stages: Patch<StageBodies>,
    /// Other words: a term with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<InVocabularyPatch>)]
    pub vocabulary: Patch<InVocabularyPatch>,
    /// Other windows.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedWindows>)]
    pub windows: Patch<PlannedWindows>,
    /// Other pools.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedPools>)]
    pub pools: Patch<PlannedPools>,
    /// Other profiles.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedProfiles>)]
    pub profiles: Patch<PlannedProfiles>,
    /// What makes teams mixed; what is not said of it stays.
    #[deserr(default)]
    #[schema(value_type = Option<PolicyPatch>)]
    pub composition_policy: Patch<PolicyPatch>,
    /// Another programme.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedItems>)]
    pub programme: Patch<PlannedItems>,
    /// Other offers.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedOffers>)]
    pub support_offers: Patch<PlannedOffers>,
    /// Other consent purposes.
    #[deserr(default)]
    #[schema(value_type = Option<PurposeBodies>)]
    pub consent_purposes: Patch<PurposeBodies>,
    /// Other questions.
    #[deserr(default)]
    #[schema(value_type = Option<QuestionBodies>)]
    pub questions: Patch<QuestionBodies>,
    /// Other rounds.
    #[deserr(default)]
    #[schema(value_type = Option<PlannedRounds>)]
    pub rounds: Patch<PlannedRounds>,
}

/// What to change of a composition policy.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PolicyPatch {
    /// Other sizes; one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<SizePatch>)]
    pub size: Patch<SizePatch>,
    /// Other rules.
    #[deserr(default)]
    #[schema(value_type = Option<Rules>)]
    pub at_least: Patch<Rules>,
}

/// How many members a team shall have.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct SizePatch {
    /// Another fewest.
    #[deserr(default)]
    #[schema(value_type = Option<Members>)]
    pub min: Patch<Members>,
    /// Another most.
    #[deserr(default)]
    #[schema(value_type = Option<Members>)]
    pub max: Patch<Members>,
}

/// An edition to keep as a format.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct SaveAsFormatBody {
    /// The short name of the format, unique in the organization.
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
}

/// A list as use cases take it.
fn each<B, T, const MAX: usize>(bodies: Few<B, MAX>, take: impl Fn(B) -> T) -> Vec<T> {
    bodies.0.into_iter().map(take).collect()
}

/// A list that takes the place of another; `null` is the empty one.
fn patched<B, T, const MAX: usize>(patch: Patch<Few<B, MAX>>, take: impl Fn(B) -> T) -> Option<Vec<T>> {
    patch.map(|bodies| each(bodies, take)).map(Option::unwrap_or_default)
}

impl NewFormatBody {
    /// As the use case takes it.
    ///
    /// # Errors
    /// Stages that are none, or of which a key comes twice.
    pub fn command(self) -> Result<NewFormat, Failure> {
        let Self { slug, name, recognition, registration_mode, stages: bodies, vocabulary, .. } = self;
        let recognition = recognition.map_or(Recognition::NonCompetitive, |recognition| recognition.0);
        let mode = registration_mode.map_or(RegistrationMode::Automatic, |mode| mode.0);
        let blueprint = Blueprint {
            recognition,
            registration_mode: mode,
            stages: bodies.map(stages).transpose()?,
            vocabulary: vocabulary.0,
            windows: each(self.windows, window),
            pools: each(self.pools, pool),
            profiles: each(self.profiles, profile),
            composition_policy: policy(self.composition_policy.unwrap_or_default()),
            consent_purposes: each(self.consent_purposes, purpose),
            questions: each(self.questions, question),
            programme: each(self.programme, item),
            kept: KeptParts {
                support_offers: each(self.support_offers, offer),
                rounds: each(self.rounds, round),
            },
        };
        Ok(NewFormat { slug: slug.0, name: name.0, blueprint })
    }
}

impl FormatPatch {
    /// As the use case takes it.
    ///
    /// # Errors
    /// Stages that are none, or of which a key comes twice.
    pub fn command(self) -> Result<FormatChanges, Failure> {
        let stages = self.stages.map(stages).map(Option::transpose).transpose()?;
        Ok(FormatChanges {
            slug: self.slug.map(|slug| slug.0),
            name: self.name.map(|name| name.0),
            recognition: self.recognition.map(|recognition| recognition.0),
            registration_mode: self.registration_mode.map(|mode| mode.0),
            stages,
            vocabulary: self.vocabulary.map(|vocabulary| vocabulary.0),
            windows: patched(self.windows, window),
            pools: patched(self.pools, pool),
            profiles: patched(self.profiles, profile),
            composition_policy: self.composition_policy.map(changes),
            programme: patched(self.programme, item),
            support_offers: patched(self.support_offers, offer),
            consent_purposes: patched(self.consent_purposes, purpose),
            questions: patched(self.questions, question),
            rounds: patched(self.rounds, round),
        })
    }
}

/// What to change of a composition policy; no size at all is neither a fewest nor a most.
fn changes(PolicyPatch { size, at_least }: PolicyPatch) -> PolicyChanges {
    let (size_min, size_max) = match size {
        Patch::Absent => (None, None),
        Patch::Null => (Some(None), Some(None)),
        Patch::Value(SizePatch { min, max }) => (min.map(Members::unsigned), max.map(Members::unsigned)),
    };
    PolicyChanges { size_min, size_max, at_least: patched(at_least, rule) }
}
