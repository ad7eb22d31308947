//! Credits of editions.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeCredit, CreateCredit, DeleteCredit, GetCredit, ListCredits};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InWebAddress, Patch, Text200, Text500};
use crate::usecase::credits::{Credit, CreditChanges, NewCredit};

/// A credit to write down.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewCreditBody {
    /// Who: a person or an institution, with or without an account.
    pub name: Text200,
    /// What for.
    #[deserr(rename = "for")]
    #[schema(rename = "for")]
    pub credited_for: Text500,
    /// Their own page.
    #[deserr(default)]
    pub url: Option<InWebAddress>,
}

/// What to change of a credit.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct CreditPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another thing that they did.
    #[deserr(default, rename = "for")]
    #[schema(rename = "for", value_type = Text500, required = false)]
    pub credited_for: Change<Text500>,
    /// Another page.
    #[deserr(default)]
    #[schema(value_type = Option<InWebAddress>)]
    pub url: Patch<InWebAddress>,
}

/// Who did what for an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Credit)]
pub struct CreditAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// For which edition.
    pub edition_id: Uuid,
    /// Who.
    pub name: String,
    /// What for.
    #[serde(rename = "for")]
    pub credited_for: String,
    /// Their own page.
    pub url: Option<String>,
}

impl Resource for CreditAnswer {
    type View = Credit;

    fn of(credit: &Credit) -> Self {
        let Credit { id, version, created_at, edition, name, credited_for, url } = credit.clone();
        Self { id: id.0, version, created_at, edition_id: edition.0, name, credited_for, url }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/credits/{}", self.id)
    }
}

/// Credit somebody for what they did; no account is needed for that.
#[utoipa::path(
    tag = "Outcomes",
    request_body = NewCreditBody,
    responses((status = 201, description = "The credit", body = CreditAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[post("/v1/editions/{edition_id}/credits")]
pub async fn create_credit(call: Allowed<CreateCredit, NewCreditBody>) -> Handled {
    let NewCreditBody { name, credited_for, url } = call.body;
    let new = NewCredit { name: name.0, credited_for: credited_for.0, url: url.map(|url| url.0) };
    Ok(call.app.create_credit(call.ask, new, created::<CreditAnswer>).await?.into())
}

/// List the credits of an edition.
#[utoipa::path(
    tag = "Outcomes",
    params(ListQuery),
    responses((status = 200, description = "A page of credits", body = ListAnswer<CreditAnswer>))
)]
#[get("/v1/editions/{edition_id}/credits")]
pub async fn list_credits(call: Allowed<ListCredits, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_credits(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<CreditAnswer>(page, &call.continuation())))
}

/// Read a credit.
#[utoipa::path(tag = "Outcomes", responses((status = 200, description = "The credit", body = CreditAnswer)))]
#[get("/v1/credits/{credit_id}")]
pub async fn get_credit(call: Allowed<GetCredit>) -> Handled {
    let credit = call.app.get_credit(&call.ask).await?;
    Ok(call.shown::<CreditAnswer>(&credit))
}

/// Change a credit.
#[utoipa::path(
    tag = "Outcomes",
    request_body = CreditPatch,
    responses((status = 200, description = "The credit", body = CreditAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[patch("/v1/credits/{credit_id}")]
pub async fn change_credit(call: Allowed<ChangeCredit, CreditPatch>) -> Handled {
    let CreditPatch { name, credited_for, url } = call.body;
    let changes = CreditChanges {
        name: name.map(|name| name.0),
        credited_for: credited_for.map(|credited_for| credited_for.0),
        url: url.map(|url| url.0),
    };
    Ok(call.app.change_credit(call.ask, changes, shown::<CreditAnswer>).await?.into())
}

/// Delete a credit.
#[utoipa::path(
    tag = "Outcomes",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/credits/{credit_id}")]
pub async fn delete_credit(call: Allowed<DeleteCredit>) -> Handled {
    Ok(call.app.delete_credit(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_credit)
        .service(list_credits)
        .service(get_credit)
        .service(change_credit)
        .service(delete_credit);
}
