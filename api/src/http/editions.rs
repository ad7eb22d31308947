//! Editions: made, changed, read.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    ChangeEdition, CreateEdition, DeleteEdition, GetEdition, ListEditions, ListEventEditions,
};
use palabre_domain::values::fold;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed_by, shown};
use super::body::{Flaws, Limit, ListQuery, NoBody, listing};
use super::edition_bodies::{EditionPatch, NewEditionBody};
use super::wire::{
    In, InEditionState, InEventId, InMode, InOrganizationId, InPartnerKind, InRecognition, InSlug, Text200,
};
use crate::usecase::editions::{Edition, EditionFilter, EditionKey, EditionView, Organizer, Venue};
use crate::usecase::partners::Partner;

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

/// Where an edition takes place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Venue)]
pub struct VenueAnswer {
    /// The name of the house.
    pub name: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

impl From<Venue> for VenueAnswer {
    fn from(venue: Venue) -> Self {
        let Venue { name, street, postal_code, city, country, url } = venue;
        Self { name, street, postal_code, city, country, url }
    }
}

/// Who organizes an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organizer)]
pub struct OrganizerAnswer {
    /// The short name of the organization.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its own page.
    pub url: Option<String>,
}

impl From<Organizer> for OrganizerAnswer {
    fn from(Organizer { slug, name, url }: Organizer) -> Self {
        Self { slug, name, url }
    }
}

/// A partner, as an edition shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownPartner)]
pub struct ShownPartnerAnswer {
    /// Its id.
    pub id: Uuid,
    /// The organization that it is; null where it is only a name.
    pub organization_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// What it does for the edition.
    #[schema(value_type = InPartnerKind)]
    pub kind: &'static str,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

impl From<&Partner> for ShownPartnerAnswer {
    fn from(partner: &Partner) -> Self {
        let Partner {
            id,
            version: _,
            created_at: _,
            edition: _,
            organization,
            name,
            kind,
            programme,
            mention,
            url,
            state: _,
        } = partner.clone();
        let (organization_id, kind) = (organization.map(Into::into), kind.as_str());
        Self { id: id.0, organization_id, name, kind, programme, mention, url }
    }
}

/// An edition: one run of an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edition)]
pub struct EditionAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Its event.
    pub event_id: Uuid,
    /// The organization of the event.
    pub organization_id: Uuid,
    /// Its short name, unique in the event.
    pub slug: String,
    /// Its title, by language.
    pub title: BTreeMap<String, String>,
    /// In a few words, by language.
    pub summary: Option<BTreeMap<String, String>>,
    /// In many, by language.
    pub description: Option<BTreeMap<String, String>>,
    /// Its guiding question, verbatim, by language.
    pub guiding_question: Option<BTreeMap<String, String>>,
    /// Its first day, or its month where only that is known.
    pub starts_on: Option<String>,
    /// Its last day, or its month.
    pub ends_on: Option<String>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// By which clock it runs.
    pub time_zone: Option<String>,
    /// Where people meet.
    #[schema(value_type = Option<InMode>)]
    pub mode: Option<&'static str>,
    /// Where it takes place.
    pub venue: Option<VenueAnswer>,
    /// The languages spoken there (BCP 47 tags).
    pub languages: Vec<String>,
    /// Whether it is a competition.
    #[schema(value_type = InRecognition)]
    pub recognition: &'static str,
    /// Where it stands.
    #[schema(value_type = InEditionState)]
    pub state: &'static str,
    /// Why it was called off.
    pub state_reason: Option<String>,
    /// Who organizes it: the organization of the event, then those that co-organize this edition.
    pub organizers: Vec<OrganizerAnswer>,
    /// Who takes part in it besides.
    pub partners: Vec<ShownPartnerAnswer>,
    /// The event's public edition before this one, by date.
    pub previous_edition_id: Option<Uuid>,
}

impl Resource for EditionAnswer {
    type View = EditionView;

    fn of(view: &EditionView) -> Self {
        let EditionView { edition, organization, organizers, partners, previous } = view.clone();
        let Edition {
            id,
            version,
            created_at,
            event,
            slug,
            title,
            summary,
            description,
            guiding_question,
            starts_on,
            ends_on,
            days,
            time_zone,
            mode,
            venue,
            languages,
            recognition,
            state,
            state_reason,
            published_at: _,
            concluded_at: _,
            windows_version: _,
            purposes_version: _,
        } = edition;
        Self {
            id: id.0,
            version,
            created_at,
            event_id: event.0,
            organization_id: organization.0,
            slug,
            title,
            summary,
            description,
            guiding_question,
            starts_on: starts_on.map(Into::into),
            ends_on: ends_on.map(Into::into),
            days,
            time_zone: time_zone.map(Into::into),
            mode: mode.map(palabre_domain::edition::Mode::as_str),
            venue: venue.map(Into::into),
            languages,
            recognition: recognition.as_str(),
            state: state.as_str(),
            state_reason,
            organizers: organizers.into_iter().map(Into::into).collect(),
            partners: partners.iter().map(Into::into).collect(),
            previous_edition_id: previous.map(Into::into),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}", self.id)
    }
}

/// The key of an edition in a list, from a cursor.
fn read_key(text: &str) -> Option<EditionKey> {
    let (sort_key, id) = text.split_once('|')?;
    Some((sort_key.to_owned(), Uuid::try_parse(id).ok()?))
}

/// The same, into a cursor.
fn write_key((sort_key, id): &EditionKey) -> String {
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

/// List the editions of an event by date, undated ones last; drafts are for members and their own staff.
#[utoipa::path(
    tag = "Editions",
    params(ListQuery),
    responses((status = 200, description = "A page of editions", body = ListAnswer<EditionAnswer>))
)]
#[get("/v1/events/{event_id}/editions")]
pub async fn list_event_editions(call: Allowed<ListEventEditions, NoBody, ListQuery>) -> Handled {
    let continuation = call.continuation();
    let page = continuation.page(call.query.cursor.as_deref(), read_key)?;
    let page = call.app.list_event_editions(&call.ask, page).await?;
    Ok(call.reply(listed_by::<EditionAnswer, _>(page, &continuation, write_key)))
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
        .service(list_event_editions)
        .service(list_editions)
        .service(get_edition)
        .service(change_edition)
        .service(delete_edition);
}
