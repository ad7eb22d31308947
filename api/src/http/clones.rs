//! Clones of editions.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::clone::{Copied, LeftOut, Manifest, Part, Reason, Reset};
use palabre_domain::policy::table::CloneEdition;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, created};
use super::body::Flaws;
use super::edition_answers::EditionAnswer;
use super::wire::{In, InReducedDate, InSlug, Map200};
use crate::usecase::clones::{Cloned, NewClone};

type InPart = In<Part>;
type InReason = In<Reason>;

/// A clone to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewCloneBody {
    /// Its short name, unique in the event.
    pub slug: InSlug,
    /// Its title.
    pub title: Map200,
    /// Its first day, or its month: dates move by as many days as the start does, where both days are known.
    #[deserr(default)]
    pub starts_on: Option<InReducedDate>,
}

/// What was copied, and how much of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Copied)]
pub struct CopiedAnswer {
    /// What.
    #[schema(value_type = InPart)]
    pub kind: &'static str,
    /// How many.
    pub count: u64,
}

/// What begins anew.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reset)]
pub struct ResetAnswer {
    /// Of what.
    #[schema(value_type = InPart)]
    pub kind: &'static str,
    /// Which field.
    pub field: &'static str,
    /// Why.
    #[schema(value_type = InReason)]
    pub reason: &'static str,
}

/// What stays with the source.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeftOut)]
pub struct LeftOutAnswer {
    /// What.
    #[schema(value_type = InPart)]
    pub kind: &'static str,
    /// How many.
    pub count: u64,
    /// Why.
    #[schema(value_type = InReason)]
    pub reason: &'static str,
}

/// What came along: the same for the same source and starts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Manifest)]
pub struct ManifestAnswer {
    /// What was copied; of what there is none, nothing is told.
    pub copied: Vec<CopiedAnswer>,
    /// What begins anew.
    pub reset: Vec<ResetAnswer>,
    /// What stays with the source; of what there is none, nothing is told.
    pub left_out: Vec<LeftOutAnswer>,
}

impl From<Manifest> for ManifestAnswer {
    fn from(Manifest { copied, reset, left_out }: Manifest) -> Self {
        let one = |Copied { part, count }| CopiedAnswer { kind: part.as_str(), count };
        let anew = |Reset { part, field, reason }| ResetAnswer {
            kind: part.as_str(),
            field,
            reason: reason.as_str(),
        };
        let stays = |LeftOut { part, count, reason }| LeftOutAnswer {
            kind: part.as_str(),
            count,
            reason: reason.as_str(),
        };
        Self {
            copied: copied.into_iter().map(one).collect(),
            reset: reset.into_iter().map(anew).collect(),
            left_out: left_out.into_iter().map(stays).collect(),
        }
    }
}

/// A clone, and what came along.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clone)]
pub struct CloneAnswer {
    /// The new edition, a draft.
    pub edition: EditionAnswer,
    /// What came along, and what did not.
    pub manifest: ManifestAnswer,
}

impl Resource for CloneAnswer {
    type View = Cloned;

    fn of(cloned: &Cloned) -> Self {
        let Cloned { view, manifest } = cloned;
        Self { edition: EditionAnswer::of(view), manifest: manifest.clone().into() }
    }

    fn version(&self) -> Option<i64> {
        self.edition.version()
    }

    fn address(&self) -> String {
        self.edition.address()
    }
}

/// Make a draft with the structure and the texts of an edition, and with nobody's data; says what came along.
#[utoipa::path(
    tag = "Editions",
    request_body = NewCloneBody,
    responses((status = 201, description = "The new edition and the manifest", body = CloneAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[post("/v1/editions/{edition_id}/clone")]
pub async fn clone_edition(call: Allowed<CloneEdition, NewCloneBody>) -> Handled {
    let NewCloneBody { slug, title, starts_on } = call.body;
    let new = NewClone { slug: slug.0, title: title.0, starts_on: starts_on.map(|date| date.0) };
    Ok(call.app.clone_edition(call.ask, new, created::<CloneAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(clone_edition);
}
