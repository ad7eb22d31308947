//! Partnerships: what an organization is asked to be in editions, and what it answers.

use std::collections::BTreeMap;

use actix_web::{get, post};
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::{AcceptPartner, DeclinePartner, ListPartnerships};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, listed, shown};
use super::body::{ListQuery, NoBody};
use super::edition_answers::OrganizerAnswer;
use super::partners::PartnerAnswer;
use super::wire::{InPartnerKind, InPartnerState};
use crate::usecase::partnerships::Partnership;

/// A part in an edition, as the organization that has it, or is asked to take it, sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Partnership)]
pub struct PartnershipAnswer {
    /// The partner's id.
    pub id: Uuid,
    /// The partner's version.
    pub version: i64,
    /// When the organization was asked.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// The edition's title, by language.
    pub edition_title: BTreeMap<String, String>,
    /// Who asks: the organization that the edition belongs to.
    pub organizer: OrganizerAnswer,
    /// What it does for the edition.
    #[schema(value_type = InPartnerKind)]
    pub kind: &'static str,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
    /// Whether it has agreed.
    #[schema(value_type = InPartnerState)]
    pub state: &'static str,
}

impl Resource for PartnershipAnswer {
    type View = Partnership;

    fn of(partnership: &Partnership) -> Self {
        let Partnership {
            id,
            version,
            created_at,
            edition,
            edition_title,
            organizer,
            kind,
            programme,
            mention,
            url,
            state,
        } = partnership.clone();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            edition_title,
            organizer: organizer.into(),
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

/// List the parts that an organization has, or is asked to take, in editions.
#[utoipa::path(
    tag = "Organizations",
    params(ListQuery),
    responses((status = 200, description = "A page of partnerships", body = ListAnswer<PartnershipAnswer>))
)]
#[get("/v1/organizations/{organization_id}/partnerships")]
pub async fn list_partnerships(call: Allowed<ListPartnerships, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_partnerships(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<PartnershipAnswer>(page, &call.continuation())))
}

/// Accept a part in an edition: from here on anyone reads of it, and a co-organizer's members work on the edition.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/partners/{partner_id}/accept")]
pub async fn accept_partner(call: Allowed<AcceptPartner>) -> Handled {
    Ok(call.app.accept_partner(call.ask, shown::<PartnerAnswer>).await?.into())
}

/// Decline a part in an edition.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The partner", body = PartnerAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/partners/{partner_id}/decline")]
pub async fn decline_partner(call: Allowed<DeclinePartner>) -> Handled {
    Ok(call.app.decline_partner(call.ask, shown::<PartnerAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_partnerships).service(accept_partner).service(decline_partner);
}
