//! What an edition calls its stages and terms.

use std::collections::BTreeMap;

use actix_web::get;
use deserr::{Deserr, IntoValue, Map as _, Value, ValueKind, ValuePointerRef};
use palabre_domain::policy::table::GetLabels;
use palabre_domain::stage::{Stage, Stages};
use palabre_domain::values::{Flaw, FromText, LocalizedPatch, Slug, Texts};
use palabre_domain::vocabulary::{MOST_TERMS, Vocabulary};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::body::Flaws;
use super::wire::{Few, InSlug, Map200, MapPatch200, wrong_type};
use crate::usecase::editions::VocabularyPatch;
use crate::usecase::labels::Labels;
use crate::usecase::{Failure, FieldFlaw};

/// A stage that prototypes go through.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct StageBody {
    /// Its key; each comes once.
    pub key: InSlug,
    /// What it is called.
    pub name: Map200,
    /// Whether anyone reads the prototypes that stand there.
    pub public: bool,
}

/// Stages, in their order.
pub type StageBodies = Few<StageBody, { Stages::MOST }>;

/// The stages as use cases take them.
///
/// # Errors
/// None, or a key that comes twice, under the pointer of the field.
pub fn stages(bodies: StageBodies) -> Result<Stages, Failure> {
    let stage = |StageBody { key, name, public }| Stage { key: key.0.into(), name: name.0.to_map(), public };
    Stages::of(bodies.0.into_iter().map(stage).collect()).map_err(|flaws| {
        let pointer = |at: Option<usize>| at.map_or("/stages".to_owned(), |at| format!("/stages/{at}/key"));
        Failure::Invalid(
            flaws.into_iter().map(|(at, flaw)| FieldFlaw { pointer: pointer(at), flaw }).collect(),
        )
    })
}

/// What things are called, by term.
#[derive(Debug, Default)]
pub struct InVocabulary(pub Vocabulary);

/// What things are to be called, by term; `null` takes a term away, one that is not named stays.
#[derive(Debug)]
pub struct InVocabularyPatch(pub VocabularyPatch);

impl Deserr<Flaws> for InVocabulary {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let terms = terms::<Map200, V>(value, at)?;
        Ok(Self(terms.into_iter().map(|(term, words)| (term, words.0.to_map())).collect()))
    }
}

impl Deserr<Flaws> for InVocabularyPatch {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let terms = terms::<Option<MapPatch200>, V>(value, at)?;
        let patch = |words: Option<MapPatch200>| words.map(|words| words.0);
        let terms = terms.into_iter().map(|(term, words)| (term, patch(words)));
        Ok(Self(terms.collect::<BTreeMap<String, Option<LocalizedPatch<200>>>>()))
    }
}

/// The entries of a map whose keys are terms, each flaw at its key.
fn terms<T: Deserr<Flaws>, V: IntoValue>(
    value: Value<V>,
    at: ValuePointerRef<'_>,
) -> Result<BTreeMap<String, T>, Flaws> {
    let map = match value {
        Value::Map(map) => map,
        other => return Err(wrong_type(other, &[ValueKind::Map], at)),
    };
    if map.len() > MOST_TERMS {
        return Err(Flaws::one(at, Flaw::TooLong { max: MOST_TERMS }));
    }
    let (mut terms, mut flaws) = (BTreeMap::new(), Flaws::default());
    for (term, words) in map.into_iter() {
        let place = at.push_key(&term);
        if let Err(flaw) = Slug::from_text(&term) {
            flaws.push(place, flaw);
        }
        match T::deserialize_from_value(words.into_value(), place) {
            Ok(words) => {
                terms.insert(term, words);
            }
            Err(more) => flaws.0.extend(more.0),
        }
    }
    if flaws.0.is_empty() { Ok(terms) } else { Err(flaws) }
}

mod schema {
    //! How the document describes a map by term.

    use std::borrow::Cow;

    use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Type};
    use utoipa::openapi::{RefOr, Schema};
    use utoipa::{PartialSchema, ToSchema};

    use super::{InVocabulary, InVocabularyPatch, MOST_TERMS, Map200, MapPatch200};
    use crate::http::wire::InSlug;

    fn by_term(words: RefOr<Schema>, says: &str) -> ObjectBuilder {
        let term = match InSlug::schema() {
            RefOr::T(term) => Some(term),
            RefOr::Ref(_) => None,
        };
        let mut map = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(says))
            .additional_properties(Some(AdditionalProperties::RefOr(words)))
            .max_properties(Some(MOST_TERMS));
        if let Some(term) = term {
            map = map.property_names(Some(term));
        }
        map
    }

    macro_rules! described {
        ($($map:ident as $name:literal: $words:ty, $says:literal;)+) => {$(
            impl PartialSchema for $map {
                fn schema() -> RefOr<Schema> {
                    by_term(<$words>::schema(), $says).into()
                }
            }

            impl ToSchema for $map {
                fn name() -> Cow<'static, str> {
                    $name.into()
                }
            }
        )+};
    }

    described! {
        InVocabulary as "Vocabulary": Map200, "What things are called, by term and language.";
        InVocabularyPatch as "VocabularyPatch": MapPatch200,
            "What things are to be called, by term and language: a term with `null` is taken away.";
    }
}

/// A stage that prototypes go through.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stage)]
pub struct StageAnswer {
    /// Its key.
    pub key: String,
    /// What it is called, by language.
    pub name: BTreeMap<String, String>,
    /// Whether anyone reads the prototypes that stand there.
    pub public: bool,
}

impl From<&Stage> for StageAnswer {
    fn from(stage: &Stage) -> Self {
        let Stage { key, name, public } = stage.clone();
        Self { key, name, public }
    }
}

/// Stages as they are shown.
pub fn shown_stages(stages: &Stages) -> Vec<StageAnswer> {
    stages.as_slice().iter().map(Into::into).collect()
}

/// What an edition calls things.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Labels)]
pub struct LabelsAnswer {
    /// Which edition.
    pub edition_id: Uuid,
    /// What each term is called, by language: the edition's own words, and those of the field for the rest.
    pub terms: BTreeMap<String, Texts>,
    /// The stages of its prototypes, in their order.
    pub stages: Vec<StageAnswer>,
}

/// Read what an edition calls its stages and every term, so that a page needs no words of its own.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "Terms and stages with their words", body = LabelsAnswer))
)]
#[get("/v1/editions/{edition_id}/labels")]
pub async fn get_labels(call: Allowed<GetLabels>) -> Handled {
    let Labels { edition, terms, stages } = call.app.get_labels(&call.ask).await?;
    let answer = LabelsAnswer { edition_id: edition.0, terms, stages: shown_stages(&stages) };
    Ok(call.reply(json(200, &answer)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_labels);
}
