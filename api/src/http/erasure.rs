//! Erasing a registration.

use actix_web::post;
use palabre_domain::policy::table::EraseRegistration;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::registrations::RegistrationAnswer;

/// Erase all that says who a registration was: name, addresses, answers, access needs, receipt, mails.
///
/// In every state of the edition. What is live is cancelled first, and its places go to those who wait. Counts, teams and
/// consents stay, without a name.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration, without a name", body = RegistrationAnswer))
)]
#[post("/v1/registrations/{registration_id}/erase")]
pub async fn erase_registration(call: Allowed<EraseRegistration>) -> Handled {
    Ok(call.app.erase_registration(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(erase_registration);
}
