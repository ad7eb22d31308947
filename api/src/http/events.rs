//! Events.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeEvent, CreateEvent, DeleteEvent, GetEvent, ListEvents};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InSlug, Map200, Map5000, MapPatch200, MapPatch5000, Patch};
use crate::usecase::events::{Event, EventChanges, NewEvent};

/// An event to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewEventBody {
    /// Its short name, unique in the organization.
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// What it is.
    #[deserr(default)]
    pub description: Option<Map5000>,
}

/// What to change of an event.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct EventPatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another name: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub name: Change<MapPatch200>,
    /// Another description: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<MapPatch5000>)]
    pub description: Patch<MapPatch5000>,
}

/// An event: a hackathon that comes back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Its organization.
    pub organization_id: Uuid,
    /// Its short name, unique in the organization.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// What it is, by language.
    pub description: Option<BTreeMap<String, String>>,
}

impl Resource for EventAnswer {
    type View = Event;

    fn of(event: &Event) -> Self {
        let Event { id, version, created_at, organization, slug, name, description } = event.clone();
        Self { id: id.0, version, created_at, organization_id: organization.0, slug, name, description }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/events/{}", self.id)
    }
}

/// Make an event.
#[utoipa::path(
    tag = "Events",
    request_body = NewEventBody,
    responses((status = 201, description = "The event", body = EventAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[post("/v1/organizations/{organization_id}/events")]
pub async fn create_event(call: Allowed<CreateEvent, NewEventBody>) -> Handled {
    let NewEventBody { slug, name, description } = call.body;
    let new = NewEvent { slug: slug.0, name: name.0, description: description.map(|text| text.0) };
    Ok(call.app.create_event(call.ask, new, created::<EventAnswer>).await?.into())
}

/// List the events of an organization.
#[utoipa::path(
    tag = "Events",
    params(ListQuery),
    responses((status = 200, description = "A page of events", body = ListAnswer<EventAnswer>))
)]
#[get("/v1/organizations/{organization_id}/events")]
pub async fn list_events(call: Allowed<ListEvents, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_events(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<EventAnswer>(page, &call.continuation())))
}

/// Read an event; anyone reads one that has a public edition.
#[utoipa::path(tag = "Events", responses((status = 200, description = "The event", body = EventAnswer)))]
#[get("/v1/events/{event_id}")]
pub async fn get_event(call: Allowed<GetEvent>) -> Handled {
    let event = call.app.get_event(&call.ask).await?;
    Ok(call.shown::<EventAnswer>(&event))
}

/// Change an event.
#[utoipa::path(
    tag = "Events",
    request_body = EventPatch,
    responses((status = 200, description = "The event", body = EventAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[patch("/v1/events/{event_id}")]
pub async fn change_event(call: Allowed<ChangeEvent, EventPatch>) -> Handled {
    let EventPatch { slug, name, description } = call.body;
    let changes = EventChanges {
        slug: slug.map(|slug| slug.0),
        name: name.map(|name| name.0),
        description: description.map(|text| text.0),
    };
    Ok(call.app.change_event(call.ask, changes, shown::<EventAnswer>).await?.into())
}

/// Delete an event that has no edition.
#[utoipa::path(
    tag = "Events",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["in_use"])))
)]
#[delete("/v1/events/{event_id}")]
pub async fn delete_event(call: Allowed<DeleteEvent>) -> Handled {
    Ok(call.app.delete_event(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_event)
        .service(list_events)
        .service(get_event)
        .service(change_event)
        .service(delete_event);
}
