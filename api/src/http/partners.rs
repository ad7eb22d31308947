//! Partners of editions.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangePartner, CreatePartner, DeletePartner, GetPartner, ListPartners};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InPartnerKind, InWebAddress, Patch, Text200, Text500};
use crate::usecase::partners::{NewPartner, Partner, PartnerChanges};

/// A partner to name.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewPartnerBody {
    /// Its name.
    pub name: Text200,
    /// What it does for the edition.
    pub kind: InPartnerKind,
    /// The programme under which it does.
    #[deserr(default)]
    pub programme: Option<Text200>,
    /// What is to be said of it.
    #[deserr(default)]
    pub mention: Option<Text500>,
    /// Its own page.
    #[deserr(default)]
    pub url: Option<InWebAddress>,
}

/// What to change of a partner.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PartnerPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another part in the edition.
    #[deserr(default)]
    #[schema(value_type = InPartnerKind, required = false)]
    pub kind: Change<InPartnerKind>,
    /// Another programme.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub programme: Patch<Text200>,
    /// Another mention.
    #[deserr(default)]
    #[schema(value_type = Option<Text500>)]
    pub mention: Patch<Text500>,
    /// Another page.
    #[deserr(default)]
    #[schema(value_type = Option<InWebAddress>)]
    pub url: Patch<InWebAddress>,
}

/// A partner of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Partner)]
pub struct PartnerAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was named.
    pub created_at: DateTime<Utc>,
    /// Of which edition.
    pub edition_id: Uuid,
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

impl Resource for PartnerAnswer {
    type View = Partner;

    fn of(partner: &Partner) -> Self {
        let Partner { id, version, created_at, edition, name, kind, programme, mention, url } =
            partner.clone();
        let (id, edition_id, kind) = (id.0, edition.0, kind.as_str());
        Self { id, version, created_at, edition_id, name, kind, programme, mention, url }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/partners/{}", self.id)
    }
}

/// Name a partner of an edition.
#[utoipa::path(
    tag = "Editions",
    request_body = NewPartnerBody,
    responses((status = 201, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[post("/v1/editions/{edition_id}/partners")]
pub async fn create_partner(call: Allowed<CreatePartner, NewPartnerBody>) -> Handled {
    let NewPartnerBody { name, kind, programme, mention, url } = call.body;
    let new = NewPartner {
        name: name.0,
        kind: kind.0,
        programme: programme.map(|programme| programme.0),
        mention: mention.map(|mention| mention.0),
        url: url.map(|url| url.0),
    };
    Ok(call.app.create_partner(call.ask, new, created::<PartnerAnswer>).await?.into())
}

/// List the partners of an edition.
#[utoipa::path(
    tag = "Editions",
    params(ListQuery),
    responses((status = 200, description = "A page of partners", body = ListAnswer<PartnerAnswer>))
)]
#[get("/v1/editions/{edition_id}/partners")]
pub async fn list_partners(call: Allowed<ListPartners, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_partners(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<PartnerAnswer>(page, &call.continuation())))
}

/// Read a partner.
#[utoipa::path(tag = "Editions", responses((status = 200, description = "The partner", body = PartnerAnswer)))]
#[get("/v1/partners/{partner_id}")]
pub async fn get_partner(call: Allowed<GetPartner>) -> Handled {
    let partner = call.app.get_partner(&call.ask).await?;
    Ok(call.shown::<PartnerAnswer>(&partner))
}

/// Change a partner.
#[utoipa::path(
    tag = "Editions",
    request_body = PartnerPatch,
    responses((status = 200, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[patch("/v1/partners/{partner_id}")]
pub async fn change_partner(call: Allowed<ChangePartner, PartnerPatch>) -> Handled {
    let PartnerPatch { name, kind, programme, mention, url } = call.body;
    let changes = PartnerChanges {
        name: name.map(|name| name.0),
        kind: kind.map(|kind| kind.0),
        programme: programme.map(|programme| programme.0),
        mention: mention.map(|mention| mention.0),
        url: url.map(|url| url.0),
    };
    Ok(call.app.change_partner(call.ask, changes, shown::<PartnerAnswer>).await?.into())
}

/// Delete a partner.
#[utoipa::path(
    tag = "Editions",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/partners/{partner_id}")]
pub async fn delete_partner(call: Allowed<DeletePartner>) -> Handled {
    Ok(call.app.delete_partner(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_partner)
        .service(list_partners)
        .service(get_partner)
        .service(change_partner)
        .service(delete_partner);
}
