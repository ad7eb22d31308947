//! The series: the editions of an event, one after the other.

use actix_web::get;
use palabre_domain::policy::table::ListEventEditions;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, listed_by};
use super::body::{ListQuery, NoBody};
use super::decimal::Decimal;
use super::edition_answers::EditionAnswer;
use super::editions::{read_key, write_key};
use super::wire::InFigureOrigin;
use crate::usecase::figures::Figure;
use crate::usecase::series::SeriesEdition;

/// An edition among the others of its event: the edition, and the figures by which they can be compared.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeriesEdition)]
pub struct SeriesEditionAnswer {
    /// The edition.
    #[serde(flatten)]
    pub edition: EditionAnswer,
    /// The figures it shows; they don't count in its version.
    #[schema(max_items = 500)]
    pub figures: Vec<ShownFigureAnswer>,
}

/// A figure, as an edition shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownFigure)]
pub struct ShownFigureAnswer {
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
    /// Whether another figure of the edition says otherwise.
    pub contradicted: bool,
}

impl From<&(Figure, bool)> for ShownFigureAnswer {
    fn from((figure, contradicted): &(Figure, bool)) -> Self {
        let Figure {
            id: _,
            version: _,
            created_at: _,
            edition: _,
            subject,
            measure,
            value,
            unit,
            origin,
            source,
            as_of,
            shown: _,
        } = figure.clone();
        let (value, origin, contradicted) = (Decimal(value), origin.as_str(), *contradicted);
        Self { subject, measure, value, unit, origin, source, as_of, contradicted }
    }
}

impl Resource for SeriesEditionAnswer {
    type View = SeriesEdition;

    fn of(edition: &SeriesEdition) -> Self {
        let SeriesEdition { view, figures } = edition;
        Self { edition: EditionAnswer::of(view), figures: figures.iter().map(Into::into).collect() }
    }

    fn version(&self) -> Option<i64> {
        self.edition.version()
    }

    fn address(&self) -> String {
        self.edition.address()
    }
}

/// List the editions of an event by date, undated ones last; drafts are for members and their own staff.
#[utoipa::path(
    tag = "Editions",
    params(ListQuery),
    responses((status = 200, description = "A page of editions", body = ListAnswer<SeriesEditionAnswer>))
)]
#[get("/v1/events/{event_id}/editions")]
pub async fn list_event_editions(call: Allowed<ListEventEditions, NoBody, ListQuery>) -> Handled {
    let continuation = call.continuation();
    let page = continuation.page(call.query.cursor.as_deref(), read_key)?;
    let page = call.app.list_event_editions(&call.ask, page).await?;
    Ok(call.reply(listed_by::<SeriesEditionAnswer, _>(page, &continuation, write_key)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_event_editions);
}
