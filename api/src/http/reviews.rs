//! Decisions about registrations: letting in, deciding against, offering places, and taking them.

use actix_web::post;
use palabre_domain::policy::table::{AcceptOffer, ConfirmRegistration, DeclineRegistration, OfferPlace};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::body::ReasonBody;
use super::registrations::RegistrationAnswer;

/// Let somebody in who was to be looked at first: to a place where there is one, to the list otherwise.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/registrations/{registration_id}/confirm")]
pub async fn confirm_registration(call: Allowed<ConfirmRegistration>) -> Handled {
    Ok(call.app.confirm_registration(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// Decide against somebody who was to be looked at first, with a reason.
#[utoipa::path(
    tag = "Registrations",
    request_body = ReasonBody,
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/registrations/{registration_id}/decline")]
pub async fn decline_registration(call: Allowed<DeclineRegistration, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.decline_registration(call.ask, reason, shown::<RegistrationAnswer>).await?.into())
}

/// Offer somebody the places that they wait for, if they are the next.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "not_next"])))
)]
#[post("/v1/registrations/{registration_id}/offer")]
pub async fn offer_place(call: Allowed<OfferPlace>) -> Handled {
    Ok(call.app.offer_place(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// Take the places that were offered.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "offer_expired"])))
)]
#[post("/v1/registrations/{registration_id}/accept-offer")]
pub async fn accept_offer(call: Allowed<AcceptOffer>) -> Handled {
    Ok(call.app.accept_offer(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(confirm_registration)
        .service(decline_registration)
        .service(offer_place)
        .service(accept_offer);
}
