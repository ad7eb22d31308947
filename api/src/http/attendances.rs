//! Who was there in a programme item.

use actix_web::{delete, put};
use palabre_domain::policy::table::{AddAttendance, RemoveAttendance};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::done;

/// Note that somebody was there; nothing changes where they are noted.
#[utoipa::path(
    tag = "Programme",
    responses((status = 204, description = "Was there")),
    extensions(("x-codes" = json!(["wrong_state", "not_confirmed"])))
)]
#[put("/v1/programme-items/{programme_item_id}/attendance/{registration_id}")]
pub async fn add_attendance(call: Allowed<AddAttendance>) -> Handled {
    let registration = call.id("registration_id")?;
    Ok(call.app.add_attendance(call.ask, registration, done::<()>).await?.into())
}

/// Note that somebody was not there after all; nothing changes where they are not noted.
#[utoipa::path(
    tag = "Programme",
    responses((status = 204, description = "Was not there")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/programme-items/{programme_item_id}/attendance/{registration_id}")]
pub async fn remove_attendance(call: Allowed<RemoveAttendance>) -> Handled {
    let registration = call.id("registration_id")?;
    Ok(call.app.remove_attendance(call.ask, registration, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(add_attendance).service(remove_attendance);
}
