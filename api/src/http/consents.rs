//! Consents: given again, and withdrawn.

use actix_web::{delete, put};
use deserr::Deserr;
use palabre_domain::policy::Action;
use palabre_domain::policy::table::{
    GiveConsent, GiveConsentByReceipt, WithdrawConsent, WithdrawConsentByReceipt,
};
use palabre_domain::registration::ConsentGiven;
use palabre_domain::values::Slug;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::done;
use super::body::Flaws;
use super::wire::WordingVersion;
use crate::usecase::Failure;

/// A consent to a purpose that the address names.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct WordingBody {
    /// The version of its text that was read.
    pub version: WordingVersion,
}

/// The purpose in the address; what can't be one is none of the edition's.
fn purpose<A: Action, B>(call: &Allowed<A, B>) -> Result<String, Failure> {
    call.id::<Slug>("purpose").map(Into::into)
}

/// Give a consent, to the wording of today; nothing changes where it was given.
#[utoipa::path(
    tag = "Registrations",
    request_body = WordingBody,
    responses((status = 204, description = "Is given")),
    extensions(("x-codes" = json!(["wrong_state", "erased"])))
)]
#[put("/v1/registrations/{registration_id}/consents/{purpose}")]
pub async fn give_consent(call: Allowed<GiveConsent, WordingBody>) -> Handled {
    let given = ConsentGiven { purpose: purpose(&call)?, version: call.body.version.unsigned() };
    Ok(call.app.give_consent(call.ask, given, done::<()>).await?.into())
}

/// Withdraw a consent, at once; a registration that is not possible without it is taken back.
#[utoipa::path(tag = "Registrations", responses((status = 204, description = "Is not given")))]
#[delete("/v1/registrations/{registration_id}/consents/{purpose}")]
pub async fn withdraw_consent(call: Allowed<WithdrawConsent>) -> Handled {
    let purpose = purpose(&call)?;
    Ok(call.app.withdraw_consent(call.ask, purpose, done::<()>).await?.into())
}

/// Give a consent by receipt, to the wording of today; nothing changes where it was given.
#[utoipa::path(
    tag = "Registrations",
    request_body = WordingBody,
    responses((status = 204, description = "Is given")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[put("/v1/receipts/{code}/consents/{purpose}")]
pub async fn give_consent_by_receipt(call: Allowed<GiveConsentByReceipt, WordingBody>) -> Handled {
    let code = call.part("code").to_owned();
    let given = ConsentGiven { purpose: purpose(&call)?, version: call.body.version.unsigned() };
    Ok(call.app.give_consent_by_receipt(call.ask, &code, given, done::<()>).await?.into())
}

/// Withdraw a consent by receipt, at once; a registration that is not possible without it is taken back.
#[utoipa::path(tag = "Registrations", responses((status = 204, description = "Is not given")))]
#[delete("/v1/receipts/{code}/consents/{purpose}")]
pub async fn withdraw_consent_by_receipt(call: Allowed<WithdrawConsentByReceipt>) -> Handled {
    let code = call.part("code").to_owned();
    let purpose = purpose(&call)?;
    Ok(call.app.withdraw_consent_by_receipt(call.ask, &code, purpose, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(give_consent)
        .service(withdraw_consent)
        .service(give_consent_by_receipt)
        .service(withdraw_consent_by_receipt);
}
