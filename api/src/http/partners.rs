//! Partners of editions.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangePartner, CreatePartner, DeletePartner, GetPartner, ListPartners};
use palabre_domain::values::Flaw;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{
    Change, InOrganizationId, InPartnerKind, InPartnerState, InWebAddress, Patch, Text200, Text500,
};
use crate::usecase::Failure;
use crate::usecase::partners::{NewPartner, Partner, PartnerChanges, Party};

/// A partner to name, or an organization to ask: one of `name` and `organization_id`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewPartnerBody {
    /// The name of somebody who needs not be asked.
    #[deserr(default)]
    pub name: Option<Text200>,
    /// The organization that is asked; its owners accept or decline.
    #[deserr(default)]
    pub organization_id: Option<InOrganizationId>,
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
    /// Another name; an organization has its own.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another part in the edition; an organization is asked anew.
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
    /// The organization that it is; null where it is only a name.
    pub organization_id: Option<Uuid>,
    /// Its name: an organization's own, as it is now.
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
    /// Whether it has agreed; anyone reads of those that are `accepted`, which a name is from the start.
    #[schema(value_type = InPartnerState)]
    pub state: &'static str,
}

impl Resource for PartnerAnswer {
    type View = Partner;

    fn of(partner: &Partner) -> Self {
        let Partner {
            id,
            version,
            created_at,
            edition,
            organization,
            name,
            kind,
            programme,
            mention,
            url,
            state,
        } = partner.clone();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            organization_id: organization.map(Into::into),
            name,
            kind: kind.as_str(),
            programme,
            mention,
            url,
            state: state.as_str(),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/partners/{}", self.id)
    }
}

/// Name a partner of an edition, or ask an organization to be one.
#[utoipa::path(
    tag = "Editions",
    request_body = NewPartnerBody,
    responses((status = 201, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full", "already_partner"])))
)]
#[post("/v1/editions/{edition_id}/partners")]
pub async fn create_partner(call: Allowed<CreatePartner, NewPartnerBody>) -> Handled {
    let NewPartnerBody { name, organization_id, kind, programme, mention, url } = call.body;
    let new = NewPartner {
        party: party(name, organization_id)?,
        kind: kind.0,
        programme: programme.map(|programme| programme.0),
        mention: mention.map(|mention| mention.0),
        url: url.map(|url| url.0),
    };
    Ok(call.app.create_partner(call.ask, new, created::<PartnerAnswer>).await?.into())
}

/// Who is meant: the one or the other, never both.
fn party(name: Option<Text200>, organization_id: Option<InOrganizationId>) -> Result<Party, Failure> {
    match (name, organization_id) {
        (Some(name), None) => Ok(Party::Name(name.0)),
        (None, Some(organization)) => Ok(Party::Organization(organization.0)),
        (None, None) => Err(Failure::field("/name", Flaw::Missing)),
        (Some(_), Some(_)) => Err(Failure::field("/name", Flaw::Broken("name_of_organization"))),
    }
}

/// List the partners of an edition; those that have not agreed are for its crew.
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

/// Change a partner; an organization whose part is another one is asked anew.
#[utoipa::path(
    tag = "Editions",
    request_body = PartnerPatch,
    responses((status = 200, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "already_partner"])))
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

/// Delete a partner; owners of the organization that it is take it out at any time.
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
