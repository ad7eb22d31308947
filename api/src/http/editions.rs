//! Editions: made, changed, read.

use actix_web::{delete, get, patch, post};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeEdition, CreateEdition, DeleteEdition, GetEdition, ListEditions};
use palabre_domain::values::fold;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, created, done, listed_by, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::edition_answers::EditionAnswer;
use super::edition_bodies::{EditionPatch, NewEditionBody};
use super::wire::{In, InEditionState, InEventId, InOrganizationId, InSlug, Text200};
use crate::usecase::editions::{EditionFilter, EditionKey};

/// Which editions to list.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EditionsQuery {
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
    /// Of this organization, by id.
    #[deserr(default)]
    #[param(inline)]
    pub organization: Option<InOrganizationId>,
    /// Of this event, by id.
    #[deserr(default)]
    #[param(inline)]
    pub event: Option<InEventId>,
    /// With this short name.
    #[deserr(default)]
    #[param(inline)]
    pub slug: Option<InSlug>,
    /// In this state; drafts are in no public list.
    #[deserr(default)]
    pub state: Option<InEditionState>,
    /// With these words in the title, whatever their case and accents.
    #[deserr(default)]
    #[param(inline)]
    pub q: Option<Text200>,
}
listing!(EditionsQuery);

/// The key of an edition in a list, from a cursor.
pub fn read_key(text: &str) -> Option<EditionKey> {
    let (sort_key, id) = text.split_once('|')?;
    Some((sort_key.to_owned(), Uuid::try_parse(id).ok()?))
}

/// The same, into a cursor.
pub fn write_key((sort_key, id): &EditionKey) -> String {
    format!("{sort_key}|{id}")
}

/// Make an edition of an event, as a draft.
#[utoipa::path(
    tag = "Editions",
    request_body = NewEditionBody,
    responses((status = 201, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[post("/v1/events/{event_id}/editions")]
pub async fn create_edition(call: Allowed<CreateEdition, NewEditionBody>) -> Handled {
    let new = call.body.command()?;
    Ok(call.app.create_edition(call.ask, new, created::<EditionAnswer>).await?.into())
}

/// List the editions that anyone may read, by date, undated ones last.
#[utoipa::path(
    tag = "Editions",
    params(EditionsQuery),
    responses((status = 200, description = "A page of editions", body = ListAnswer<EditionAnswer>))
)]
#[get("/v1/editions")]
pub async fn list_editions(call: Allowed<ListEditions, NoBody, EditionsQuery>) -> Handled {
    let EditionsQuery { limit: _, cursor, organization, event, slug, state, q } = &call.query;
    let filter = EditionFilter {
        organization: organization.as_ref().map(|id| id.0),
        event: event.as_ref().map(|id| id.0),
        slug: slug.as_ref().map(|slug| slug.0.as_str().to_owned()),
        state: state.as_ref().map(|state| state.0),
        words: q.as_ref().map(|words| fold(words.0.as_str())),
    };
    let continuation = call.continuation();
    let page = continuation.page(cursor.as_deref(), read_key)?;
    let page = call.app.list_editions(&call.ask, filter, page).await?;
    Ok(call.reply(listed_by::<EditionAnswer, _>(page, &continuation, write_key)))
}

/// Read an edition; anyone reads it from publication on.
#[utoipa::path(tag = "Editions", responses((status = 200, description = "The edition", body = EditionAnswer)))]
#[get("/v1/editions/{edition_id}")]
pub async fn get_edition(call: Allowed<GetEdition>) -> Handled {
    let edition = call.app.get_edition(&call.ask).await?;
    Ok(call.shown::<EditionAnswer>(&edition))
}

/// Change an edition; one that is published keeps what publishing asked for.
#[utoipa::path(
    tag = "Editions",
    request_body = EditionPatch,
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "fixed_at_publication", "not_ready", "slug_taken"])))
)]
#[patch("/v1/editions/{edition_id}")]
pub async fn change_edition(call: Allowed<ChangeEdition, EditionPatch>) -> Handled {
    let changes = call.body.command()?;
    Ok(call.app.change_edition(call.ask, changes, shown::<EditionAnswer>).await?.into())
}

/// Delete a draft, with what was set up for it.
#[utoipa::path(
    tag = "Editions",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/editions/{edition_id}")]
pub async fn delete_edition(call: Allowed<DeleteEdition>) -> Handled {
    Ok(call.app.delete_edition(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_edition)
        .service(list_editions)
        .service(get_edition)
        .service(change_edition)
        .service(delete_edition);
}
