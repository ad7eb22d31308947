//! Figures of editions.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeFigure, CreateFigure, DeleteFigure, GetFigure, ListFigures};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::decimal::Decimal;
use super::wire::{Change, InFigureOrigin, InReducedDate, Patch, Text64, Text200, Text500};
use crate::usecase::figures::{Figure, FigureChanges, FigureView, NewFigure};

/// A figure to write down.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewFigureBody {
    /// Of what: free words where a value is given; else what the server counts, one of `registrations`, `participants`,
    /// `problem_statements`, `challenges`, `teams`, `prototypes`.
    pub subject: Text200,
    /// By which measure.
    pub measure: Text200,
    /// How much; without it, the server counts now.
    #[deserr(default)]
    pub value: Option<Decimal>,
    /// Of which unit.
    #[deserr(default)]
    pub unit: Option<Text64>,
    /// Where it is from; needed where a declared one is shown.
    #[deserr(default)]
    pub source: Option<Text500>,
    /// The day, or month, of which it holds; needed where a declared one is shown.
    #[deserr(default)]
    pub as_of: Option<InReducedDate>,
    /// Whether the edition shows it, instead of another one of the same subject and measure.
    #[deserr(default)]
    #[schema(default = false, required = false)]
    pub shown: bool,
}

/// What to change of a figure; of a computed one only `measure`, `unit` and `shown`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct FigurePatch {
    /// Of something else.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub subject: Change<Text200>,
    /// By another measure.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub measure: Change<Text200>,
    /// Another value.
    #[deserr(default)]
    #[schema(value_type = Decimal, required = false)]
    pub value: Change<Decimal>,
    /// Another unit.
    #[deserr(default)]
    #[schema(value_type = Option<Text64>)]
    pub unit: Patch<Text64>,
    /// Another source.
    #[deserr(default)]
    #[schema(value_type = Option<Text500>)]
    pub source: Patch<Text500>,
    /// Another day, or month.
    #[deserr(default)]
    #[schema(value_type = Option<InReducedDate>)]
    pub as_of: Patch<InReducedDate>,
    /// Whether the edition shows it, instead of another one of the same subject and measure.
    #[deserr(default)]
    #[schema(value_type = bool, required = false)]
    pub shown: Change<bool>,
}

/// A number, and what it says of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figure)]
pub struct FigureAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; what contradicts it is none of them.
    pub version: i64,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// Of which edition.
    pub edition_id: Uuid,
    /// Of what.
    pub subject: String,
    /// By which measure.
    pub measure: String,
    /// How much.
    pub value: Decimal,
    /// Of which unit.
    pub unit: Option<String>,
    /// Whether the server counted it, or somebody told it.
    #[schema(value_type = InFigureOrigin)]
    pub origin: &'static str,
    /// Where it is from; a computed one is its own source.
    pub source: Option<String>,
    /// The day, or month, of which it holds.
    pub as_of: Option<String>,
    /// Whether the edition shows it; of each subject and measure one figure at most.
    pub shown: bool,
    /// The other figures of the same subject and measure that say otherwise.
    #[schema(max_items = 500)]
    pub contradicted_by: Vec<Uuid>,
}

// The bound in the document is the one that is held when figures are made.
const _: () = assert!(palabre_domain::figure::MOST == 500);

impl Resource for FigureAnswer {
    type View = FigureView;

    fn of(view: &FigureView) -> Self {
        let FigureView { figure, contradicted_by } = view.clone();
        let Figure {
            id,
            version,
            created_at,
            edition,
            subject,
            measure,
            value,
            unit,
            origin,
            source,
            as_of,
            shown,
        } = figure;
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            subject,
            measure,
            value: Decimal(value),
            unit,
            origin: origin.as_str(),
            source,
            as_of,
            shown,
            contradicted_by: contradicted_by.into_iter().map(Into::into).collect(),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/figures/{}", self.id)
    }
}

/// Write a figure down: one with a value is declared, one without is computed now from what the edition holds.
#[utoipa::path(
    tag = "Outcomes",
    request_body = NewFigureBody,
    responses((status = 201, description = "The figure", body = FigureAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[post("/v1/editions/{edition_id}/figures")]
pub async fn create_figure(call: Allowed<CreateFigure, NewFigureBody>) -> Handled {
    let NewFigureBody { subject, measure, value, unit, source, as_of, shown } = call.body;
    let new = NewFigure {
        subject: subject.0,
        measure: measure.0,
        value: value.map(|value| value.0),
        unit: unit.map(|unit| unit.0),
        source: source.map(|source| source.0),
        as_of: as_of.map(|as_of| as_of.0),
        shown,
    };
    Ok(call.app.create_figure(call.ask, new, created::<FigureAnswer>).await?.into())
}

/// List the figures of an edition, those that contradict each other too.
#[utoipa::path(
    tag = "Outcomes",
    params(ListQuery),
    responses((status = 200, description = "A page of figures", body = ListAnswer<FigureAnswer>))
)]
#[get("/v1/editions/{edition_id}/figures")]
pub async fn list_figures(call: Allowed<ListFigures, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_figures(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<FigureAnswer>(page, &call.continuation())))
}

/// Read a figure.
#[utoipa::path(tag = "Outcomes", responses((status = 200, description = "The figure", body = FigureAnswer)))]
#[get("/v1/figures/{figure_id}")]
pub async fn get_figure(call: Allowed<GetFigure>) -> Handled {
    let figure = call.app.get_figure(&call.ask).await?;
    // What contradicts it comes and goes without its version, so that the tag does not say all.
    Ok(call.current(shown::<FigureAnswer>(&figure)))
}

/// Change a figure; of a computed one, what it says stays.
#[utoipa::path(
    tag = "Outcomes",
    request_body = FigurePatch,
    responses((status = 200, description = "The figure", body = FigureAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[patch("/v1/figures/{figure_id}")]
pub async fn change_figure(call: Allowed<ChangeFigure, FigurePatch>) -> Handled {
    let FigurePatch { subject, measure, value, unit, source, as_of, shown: is_shown } = call.body;
    let changes = FigureChanges {
        subject: subject.map(|subject| subject.0),
        measure: measure.map(|measure| measure.0),
        value: value.map(|value| value.0),
        unit: unit.map(|unit| unit.0),
        source: source.map(|source| source.0),
        as_of: as_of.map(|as_of| as_of.0),
        shown: is_shown.map(|shown| shown),
    };
    Ok(call.app.change_figure(call.ask, changes, shown::<FigureAnswer>).await?.into())
}

/// Delete a figure.
#[utoipa::path(
    tag = "Outcomes",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/figures/{figure_id}")]
pub async fn delete_figure(call: Allowed<DeleteFigure>) -> Handled {
    Ok(call.app.delete_figure(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_figure)
        .service(list_figures)
        .service(get_figure)
        .service(change_figure)
        .service(delete_figure);
}
