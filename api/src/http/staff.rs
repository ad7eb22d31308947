//! The staff of editions.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeStaff, CreateStaff, DeleteStaff, GetStaff, ListStaff};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InEmail, InStaffRole, InStaffState};
use crate::usecase::staff::Staff;

/// Whom to ask to join the staff, and as what.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewStaffBody {
    /// The address that the invitation is sent to, and bound to.
    pub email: InEmail,
    /// What they do.
    pub role: InStaffRole,
}

/// What to change of an entry of the staff.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct StaffPatch {
    /// Another role.
    #[deserr(default)]
    #[schema(value_type = InStaffRole, required = false)]
    pub role: Change<InStaffRole>,
}

/// An entry of an edition's staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
pub struct StaffAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When they were asked.
    pub created_at: DateTime<Utc>,
    /// Of which edition.
    pub edition_id: Uuid,
    /// The address that was asked.
    pub email: String,
    /// What they do.
    #[schema(value_type = InStaffRole)]
    pub role: &'static str,
    /// The account that accepted; null while invited.
    pub account_id: Option<Uuid>,
    /// The account's name.
    pub name: Option<String>,
    /// Where the entry stands.
    #[schema(value_type = InStaffState)]
    pub state: &'static str,
}

impl Resource for StaffAnswer {
    type View = Staff;

    fn of(entry: &Staff) -> Self {
        let Staff { id, version, created_at, edition, email, account, name, role, state } = entry.clone();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            email,
            role: role.as_str(),
            account_id: account.map(Into::into),
            name,
            state: state.as_str(),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/staff/{}", self.id)
    }
}

/// Ask somebody to join the staff of an edition; the invitation goes by mail.
#[utoipa::path(
    tag = "Editions",
    request_body = NewStaffBody,
    responses((status = 201, description = "The entry", body = StaffAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "already_staff"])))
)]
#[post("/v1/editions/{edition_id}/staff")]
pub async fn create_staff(call: Allowed<CreateStaff, NewStaffBody>) -> Handled {
    let NewStaffBody { email, role } = call.body;
    Ok(call.app.create_staff(call.ask, email.0, role.0, created::<StaffAnswer>).await?.into())
}

/// List the staff of an edition, those who left it included.
#[utoipa::path(
    tag = "Editions",
    params(ListQuery),
    responses((status = 200, description = "A page of the staff", body = ListAnswer<StaffAnswer>))
)]
#[get("/v1/editions/{edition_id}/staff")]
pub async fn list_staff(call: Allowed<ListStaff, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_staff(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<StaffAnswer>(page, &call.continuation())))
}

/// Read an entry of the staff.
#[utoipa::path(tag = "Editions", responses((status = 200, description = "The entry", body = StaffAnswer)))]
#[get("/v1/staff/{staff_id}")]
pub async fn get_staff(call: Allowed<GetStaff>) -> Handled {
    let entry = call.app.get_staff(&call.ask).await?;
    Ok(call.shown::<StaffAnswer>(&entry))
}

/// Give an entry of the staff another role.
#[utoipa::path(
    tag = "Editions",
    request_body = StaffPatch,
    responses((status = 200, description = "The entry", body = StaffAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "already_staff"])))
)]
#[patch("/v1/staff/{staff_id}")]
pub async fn change_staff(call: Allowed<ChangeStaff, StaffPatch>) -> Handled {
    let role = call.body.role.map(|role| role.0);
    Ok(call.app.change_staff(call.ask, role, shown::<StaffAnswer>).await?.into())
}

/// End an entry of the staff; its rights go at once, and so does an invitation that waits.
#[utoipa::path(
    tag = "Editions",
    responses((status = 204, description = "Ended")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/staff/{staff_id}")]
pub async fn delete_staff(call: Allowed<DeleteStaff>) -> Handled {
    Ok(call.app.delete_staff(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_staff)
        .service(list_staff)
        .service(get_staff)
        .service(change_staff)
        .service(delete_staff);
}
