//! The programme of an edition.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    ChangeProgrammeItem, CreateProgrammeItem, DeleteProgrammeItem, GetProgrammeItem, ListProgrammeItems,
};
use palabre_domain::programme::Hours;
use palabre_domain::values::{Moment, Text};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::windows::{MomentAnswer, MomentBody};
use super::wire::{Change, Few, InProgrammeItemKind, Map200, MapPatch200, Patch, Text200};
use crate::usecase::programme::{NewProgrammeItem, ProgrammeItem, ProgrammeItemChanges, ProgrammeItemView};
use crate::usecase::{Failure, FieldFlaw};

/// Who hosts an item.
pub type Hosts = Few<Text200, 20>;

/// An item of a programme to write down.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewProgrammeItemBody {
    /// Its kind.
    pub kind: InProgrammeItemKind,
    /// Its title.
    pub title: Map200,
    /// When it begins, be it before the edition; null while nobody knows.
    #[deserr(default)]
    pub starts: Option<MomentBody>,
    /// When it ends; null while nobody knows.
    #[deserr(default)]
    pub ends: Option<MomentBody>,
    /// Where, where that is not the place of the edition.
    #[deserr(default)]
    pub place: Option<Text200>,
    /// Who hosts it, by name.
    #[deserr(default)]
    #[schema(required = false)]
    pub hosts: Hosts,
}

/// What to change of an item of a programme.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ProgrammeItemPatch {
    /// Another kind.
    #[deserr(default)]
    #[schema(value_type = InProgrammeItemKind, required = false)]
    pub kind: Change<InProgrammeItemKind>,
    /// Another title: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub title: Change<MapPatch200>,
    /// Another start, said whole.
    #[deserr(default)]
    #[schema(value_type = Option<MomentBody>)]
    pub starts: Patch<MomentBody>,
    /// Another end, said whole.
    #[deserr(default)]
    #[schema(value_type = Option<MomentBody>)]
    pub ends: Patch<MomentBody>,
    /// Another place.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub place: Patch<Text200>,
    /// Other hosts, instead of all that were.
    #[deserr(default)]
    #[schema(value_type = Option<Hosts>)]
    pub hosts: Patch<Hosts>,
}

/// Moments of a body, and what is wrong with them.
#[derive(Default)]
struct Moments(Vec<FieldFlaw>);

impl Moments {
    fn read(&mut self, body: MomentBody, pointer: &str) -> Option<Moment> {
        body.moment(pointer).map_err(|flaw| self.0.push(flaw)).ok()
    }

    fn done<T>(self, command: T) -> Result<T, Failure> {
        if self.0.is_empty() { Ok(command) } else { Err(Failure::Invalid(self.0)) }
    }
}

impl NewProgrammeItemBody {
    /// As the use case takes it: each local time has become an instant.
    ///
    /// # Errors
    /// Each time that does not exist, exists twice, or is not the instant given beside it.
    fn command(self) -> Result<NewProgrammeItem, Failure> {
        let Self { kind, title, starts, ends, place, hosts } = self;
        let mut moments = Moments::default();
        let starts = starts.and_then(|body| moments.read(body, "/starts"));
        let ends = ends.and_then(|body| moments.read(body, "/ends"));
        moments.done(NewProgrammeItem {
            kind: kind.0,
            title: title.0,
            hours: Hours { starts, ends },
            place: place.map(|place| place.0),
            hosts: names(hosts),
        })
    }
}

impl ProgrammeItemPatch {
    /// As the use case takes it.
    ///
    /// # Errors
    /// As in making one.
    fn command(self) -> Result<ProgrammeItemChanges, Failure> {
        let Self { kind, title, starts, ends, place, hosts } = self;
        let mut moments = Moments::default();
        let starts = starts.map(|body| moments.read(body, "/starts")).map(Option::flatten);
        let ends = ends.map(|body| moments.read(body, "/ends")).map(Option::flatten);
        moments.done(ProgrammeItemChanges {
            kind: kind.map(|kind| kind.0),
            title: title.map(|title| title.0),
            starts,
            ends,
            place: place.map(|place| place.0),
            hosts: hosts.map(names).map(Option::unwrap_or_default),
        })
    }
}

fn names(hosts: Hosts) -> Vec<Text<200>> {
    hosts.0.into_iter().map(|host| host.0).collect()
}

/// An item of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgrammeItem)]
pub struct ProgrammeItemAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; who came is none.
    pub version: i64,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// Of which edition.
    pub edition_id: Uuid,
    /// Its kind.
    #[schema(value_type = InProgrammeItemKind)]
    pub kind: &'static str,
    /// Its title, by language.
    pub title: BTreeMap<String, String>,
    /// When it begins; null while nobody knows.
    pub starts: Option<MomentAnswer>,
    /// When it ends; null while nobody knows.
    pub ends: Option<MomentAnswer>,
    /// Where, where that is not the place of the edition.
    pub place: Option<String>,
    /// Who hosts it, by name.
    pub hosts: Vec<String>,
    /// How many came; read by members of the organization and staff of the edition.
    pub attendance: Option<u64>,
}

impl Resource for ProgrammeItemAnswer {
    type View = ProgrammeItemView;

    fn of(view: &ProgrammeItemView) -> Self {
        let ProgrammeItemView { item, attendance } = view.clone();
        let ProgrammeItem {
            id,
            version,
            created_at,
            edition,
            kind,
            title,
            hours: Hours { starts, ends },
            planned: _,
            place,
            hosts,
        } = item;
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            kind: kind.as_str(),
            title,
            starts: starts.map(Into::into),
            ends: ends.map(Into::into),
            place,
            hosts,
            attendance,
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/programme-items/{}", self.id)
    }
}

/// Write an item of the programme down.
#[utoipa::path(
    tag = "Programme",
    request_body = NewProgrammeItemBody,
    responses((status = 201, description = "The item", body = ProgrammeItemAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[post("/v1/editions/{edition_id}/programme")]
pub async fn create_programme_item(call: Allowed<CreateProgrammeItem, NewProgrammeItemBody>) -> Handled {
    let new = call.body.command()?;
    Ok(call.app.create_programme_item(call.ask, new, created::<ProgrammeItemAnswer>).await?.into())
}

/// List the programme, in the order in which it was written down.
#[utoipa::path(
    tag = "Programme",
    params(ListQuery),
    responses((status = 200, description = "A page of items", body = ListAnswer<ProgrammeItemAnswer>))
)]
#[get("/v1/editions/{edition_id}/programme")]
pub async fn list_programme_items(call: Allowed<ListProgrammeItems, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_programme_items(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<ProgrammeItemAnswer>(page, &call.continuation())))
}

/// Read an item of a programme.
#[utoipa::path(
    tag = "Programme",
    responses((status = 200, description = "The item", body = ProgrammeItemAnswer))
)]
#[get("/v1/programme-items/{programme_item_id}")]
pub async fn get_programme_item(call: Allowed<GetProgrammeItem>) -> Handled {
    let item = call.app.get_programme_item(&call.ask).await?;
    // No 304: how many came is not in the tag, which anyone reads and which would count them.
    Ok(call.reply(shown::<ProgrammeItemAnswer>(&item)))
}

/// Change an item of a programme.
#[utoipa::path(
    tag = "Programme",
    request_body = ProgrammeItemPatch,
    responses((status = 200, description = "The item", body = ProgrammeItemAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[patch("/v1/programme-items/{programme_item_id}")]
pub async fn change_programme_item(call: Allowed<ChangeProgrammeItem, ProgrammeItemPatch>) -> Handled {
    let changes = call.body.command()?;
    Ok(call.app.change_programme_item(call.ask, changes, shown::<ProgrammeItemAnswer>).await?.into())
}

/// Delete an item of a programme that nobody came to, and in which nothing was voiced.
#[utoipa::path(
    tag = "Programme",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state", "in_use"])))
)]
#[delete("/v1/programme-items/{programme_item_id}")]
pub async fn delete_programme_item(call: Allowed<DeleteProgrammeItem>) -> Handled {
    Ok(call.app.delete_programme_item(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_programme_item)
        .service(list_programme_items)
        .service(get_programme_item)
        .service(change_programme_item)
        .service(delete_programme_item);
}
