//! Prototypes.

use std::collections::BTreeMap;

use actix_web::{get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    ChangePrototype, CreatePrototype, GetPrototype, ListPrototypes, MovePrototypeStage,
};
use palabre_domain::search::Sought;
use palabre_domain::values::ChallengeId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, listed_by, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::wire::{
    Change, FewChallengeIds, In, InLanguage, InOutcomeKind, InTrajectory, Lines2000, Lines5000, Text64,
    Text200,
};
use crate::usecase::prototypes::{NewPrototype, Place, Prototype, PrototypeChanges};

/// A prototype to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewPrototypeBody {
    /// Its name.
    pub name: Text200,
    /// What it is.
    pub summary: Lines5000,
    /// The language of name and summary.
    pub language: InLanguage,
    /// What came out; none of these asks for an address.
    pub outcome_kind: InOutcomeKind,
    /// The challenges it answers; its team's own where this is not said.
    #[deserr(default)]
    pub challenges: Option<FewChallengeIds>,
}

/// What to change of a prototype.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PrototypePatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another summary.
    #[deserr(default)]
    #[schema(value_type = Lines5000, required = false)]
    pub summary: Change<Lines5000>,
    /// Another language.
    #[deserr(default)]
    #[schema(value_type = InLanguage, required = false)]
    pub language: Change<InLanguage>,
    /// Another outcome.
    #[deserr(default)]
    #[schema(value_type = InOutcomeKind, required = false)]
    pub outcome_kind: Change<InOutcomeKind>,
    /// Other challenges, in place of those it answers now.
    #[deserr(default)]
    #[schema(value_type = FewChallengeIds, required = false)]
    pub challenges: Change<FewChallengeIds>,
}

/// Where a prototype moves.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct MoveStageBody {
    /// The stage, by key.
    pub to: Text64,
    /// Why; due on the way back.
    #[deserr(default)]
    pub note: Option<Lines2000>,
}

/// Which prototypes of a list are asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PrototypeQuery {
    /// Those in whose name or summary each of these words is found or, of three letters and more, one that begins like it.
    #[deserr(default)]
    pub q: Option<Text200>,
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

listing!(PrototypeQuery);

/// A prototype.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Prototype)]
pub struct PrototypeAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// By which team.
    pub team_id: Uuid,
    /// The team's name.
    pub team_name: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub summary: String,
    /// The language of name and summary.
    pub language: String,
    /// What came out.
    #[schema(value_type = InOutcomeKind)]
    pub outcome_kind: &'static str,
    /// The challenges it answers.
    pub challenges: Vec<Uuid>,
    /// Its stage, by key.
    pub stage: String,
    /// What the edition calls that stage, by language; null where it has the stage no more.
    pub stage_name: Option<BTreeMap<String, String>>,
    /// What became of it after the event.
    #[schema(value_type = InTrajectory)]
    pub trajectory: &'static str,
}

impl Resource for PrototypeAnswer {
    type View = Prototype;

    fn of(prototype: &Prototype) -> Self {
        let Prototype {
            id,
            version,
            created_at,
            edition,
            team,
            team_name,
            name,
            summary,
            language,
            outcome_kind,
            stage,
            stage_name,
            trajectory,
            ring: _,
            challenges,
        } = prototype.clone();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            team_id: team.0,
            team_name,
            name,
            summary,
            language,
            outcome_kind: outcome_kind.as_str(),
            challenges: challenges.into_iter().map(Into::into).collect(),
            stage,
            stage_name,
            trajectory: trajectory.as_str(),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/prototypes/{}", self.id)
    }
}

fn ids(challenges: FewChallengeIds) -> Vec<ChallengeId> {
    challenges.0.into_iter().map(|id| id.0).collect()
}

/// Make a prototype, in a team that was formed.
#[utoipa::path(
    tag = "Prototypes",
    request_body = NewPrototypeBody,
    responses((status = 201, description = "The prototype", body = PrototypeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "window_closed"])))
)]
#[post("/v1/teams/{team_id}/prototypes")]
pub async fn create_prototype(call: Allowed<CreatePrototype, NewPrototypeBody>) -> Handled {
    let NewPrototypeBody { name, summary, language, outcome_kind, challenges } = call.body;
    let new = NewPrototype {
        name: name.0,
        summary: summary.0,
        language: language.0,
        outcome_kind: outcome_kind.0,
        challenges: challenges.map(ids),
    };
    Ok(call.app.create_prototype(call.ask, new, created::<PrototypeAnswer>).await?.into())
}

/// List the prototypes of an edition; without a competition they stand in a ring, which begins elsewhere every day.
#[utoipa::path(
    tag = "Prototypes",
    params(PrototypeQuery),
    responses((status = 200, description = "A page of prototypes", body = ListAnswer<PrototypeAnswer>))
)]
#[get("/v1/editions/{edition_id}/prototypes")]
pub async fn list_prototypes(call: Allowed<ListPrototypes, NoBody, PrototypeQuery>) -> Handled {
    let continuation = call.continuation();
    let page = continuation.page(call.query.cursor.as_deref(), read_place)?;
    let q = call.query.q.as_ref().map(|q| Sought::of(q.0.as_str()));
    let page = call.app.list_prototypes(&call.ask, q, page).await?;
    Ok(call.reply(listed_by::<PrototypeAnswer, _>(page, &continuation, write_place)))
}

/// The place of an item as a cursor holds it.
fn write_place(place: &Place) -> String {
    match place {
        Place::Id(id) => id.to_string(),
        Place::Ring { date, ring, id } => format!("{date} {ring} {id}"),
    }
}

fn read_place(text: &str) -> Option<Place> {
    let parts: Vec<&str> = text.split(' ').collect();
    match parts.as_slice() {
        [id] => Some(Place::Id(id.parse().ok()?)),
        [date, ring, id] => {
            Some(Place::Ring { date: (*date).to_owned(), ring: ring.parse().ok()?, id: id.parse().ok()? })
        }
        _ => None,
    }
}

/// Read a prototype.
#[utoipa::path(
    tag = "Prototypes",
    responses((status = 200, description = "The prototype", body = PrototypeAnswer))
)]
#[get("/v1/prototypes/{prototype_id}")]
pub async fn get_prototype(call: Allowed<GetPrototype>) -> Handled {
    let prototype = call.app.get_prototype(&call.ask).await?;
    Ok(call.reply(shown::<PrototypeAnswer>(&prototype)))
}

/// Change a prototype.
#[utoipa::path(
    tag = "Prototypes",
    request_body = PrototypePatch,
    responses((status = 200, description = "The prototype", body = PrototypeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "window_closed"])))
)]
#[patch("/v1/prototypes/{prototype_id}")]
pub async fn change_prototype(call: Allowed<ChangePrototype, PrototypePatch>) -> Handled {
    let PrototypePatch { name, summary, language, outcome_kind, challenges } = call.body;
    let changes = PrototypeChanges {
        name: name.map(|name| name.0),
        summary: summary.map(|summary| summary.0),
        language: language.map(|language| language.0),
        outcome_kind: outcome_kind.map(|kind| kind.0),
        challenges: challenges.map(ids),
    };
    Ok(call.app.change_prototype(call.ask, changes, shown::<PrototypeAnswer>).await?.into())
}

/// Move a prototype to another stage: forward over any number of them, back with a note.
#[utoipa::path(
    tag = "Prototypes",
    request_body = MoveStageBody,
    responses((status = 200, description = "The prototype", body = PrototypeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "window_closed", "same_stage", "note_missing"])))
)]
#[post("/v1/prototypes/{prototype_id}/move-stage")]
pub async fn move_prototype_stage(call: Allowed<MovePrototypeStage, MoveStageBody>) -> Handled {
    let MoveStageBody { to, note } = call.body;
    let note = note.map(|note| note.0);
    Ok(call.app.move_prototype_stage(call.ask, to.0, note, shown::<PrototypeAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_prototype)
        .service(list_prototypes)
        .service(get_prototype)
        .service(change_prototype)
        .service(move_prototype_stage);
}
