//! The door of an edition: who has come.

use actix_web::post;
use palabre_domain::policy::table::{CheckIn, UndoCheckIn};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::body::ReasonBody;
use super::registrations::RegistrationAnswer;

/// Note that somebody has come.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/registrations/{registration_id}/check-in")]
pub async fn check_in(call: Allowed<CheckIn>) -> Handled {
    Ok(call.app.check_in(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// Take back that somebody has come, with a reason.
#[utoipa::path(
    tag = "Registrations",
    request_body = ReasonBody,
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/registrations/{registration_id}/undo-check-in")]
pub async fn undo_check_in(call: Allowed<UndoCheckIn, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.undo_check_in(call.ask, reason, shown::<RegistrationAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(check_in).service(undo_check_in);
}
