//! The staff of editions.

use actix_web::web::Data;
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
use super::limits::Buckets;
use super::wire::{Change, InEmail, InStaffRole, InStaffState, InUtcInstant, Patch};
use crate::usecase::staff::{NewStaff, Staff, StaffChanges, StaffView};

/// Whom to ask to join the staff, and as what.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewStaffBody {
    /// The address that the invitation is sent to, and bound to.
    pub email: InEmail,
    /// What they do.
    pub role: InStaffRole,
    /// When their rights begin; at once unless given.
    #[deserr(default)]
    pub from: Option<InUtcInstant>,
    /// When their rights end, after `from`: the first instant without them; open unless given.
    #[deserr(default)]
    pub until: Option<InUtcInstant>,
}

/// What to change of an entry of the staff.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct StaffPatch {
    /// Another role.
    #[deserr(default)]
    #[schema(value_type = InStaffRole, required = false)]
    pub role: Change<InStaffRole>,
    /// Another beginning.
    #[deserr(default)]
    #[schema(value_type = Option<InUtcInstant>)]
    pub from: Patch<InUtcInstant>,
    /// Another end, after `from`; an entry that has ended is prolonged by it.
    #[deserr(default)]
    #[schema(value_type = Option<InUtcInstant>)]
    pub until: Patch<InUtcInstant>,
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
    /// When their rights begin; null where at once.
    pub from: Option<DateTime<Utc>>,
    /// The first instant without their rights; null where open.
    pub until: Option<DateTime<Utc>>,
    /// The account that accepted; null while invited.
    pub account_id: Option<Uuid>,
    /// The account's name.
    pub name: Option<String>,
    /// Where the entry stands now; `ended` once it was taken back, or `until` is past.
    #[schema(value_type = InStaffState)]
    pub state: &'static str,
}

impl Resource for StaffAnswer {
    type View = StaffView;

    fn of(view: &StaffView) -> Self {
        let StaffView { entry, standing } = view.clone();
        let Staff { id, version, created_at, edition, email, account, name, role, state: _, term } = entry;
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            email,
            role: role.as_str(),
            from: term.from,
            until: term.until,
            account_id: account.map(Into::into),
            name,
            state: standing.as_str(),
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
pub async fn create_staff(call: Allowed<CreateStaff, NewStaffBody>, buckets: Data<Buckets>) -> Handled {
    buckets.take_letter(call.app.keys(), Some(&call.body.email.0))?;
    let NewStaffBody { email, role, from, until } = call.body;
    let (from, until) = (from.map(|from| from.0.0), until.map(|until| until.0.0));
    let new = NewStaff { email: email.0, role: role.0, from, until };
    Ok(call.app.create_staff(call.ask, new, created::<StaffAnswer>).await?.into())
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

/// Give an entry of the staff another role or other dates.
#[utoipa::path(
    tag = "Editions",
    request_body = StaffPatch,
    responses((status = 200, description = "The entry", body = StaffAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "own_entry", "already_staff"])))
)]
#[patch("/v1/staff/{staff_id}")]
pub async fn change_staff(call: Allowed<ChangeStaff, StaffPatch>) -> Handled {
    let StaffPatch { role, from, until } = call.body;
    let changes = StaffChanges {
        role: role.map(|role| role.0),
        from: from.map(|from| from.0.0),
        until: until.map(|until| until.0.0),
    };
    Ok(call.app.change_staff(call.ask, changes, shown::<StaffAnswer>).await?.into())
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
