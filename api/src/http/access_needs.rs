//! What people need to take part.

use actix_web::get;
use palabre_domain::policy::table::GetAccessNeeds;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;

/// What somebody needs to take part.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessNeeds)]
pub struct AccessNeedsAnswer {
    /// Who.
    pub registration_id: Uuid,
    /// What; null where nothing was said, or where it was erased.
    pub access_needs: Option<String>,
}

/// Read what somebody needs to take part; each reading stands in the audit log.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "What they need", body = AccessNeedsAnswer))
)]
#[get("/v1/registrations/{registration_id}/access-needs")]
pub async fn get_access_needs(call: Allowed<GetAccessNeeds>) -> Handled {
    let needs = call.app.get_access_needs(call.ask).await?;
    let answer = AccessNeedsAnswer { registration_id: needs.registration.0, access_needs: needs.text };
    Ok(json(200, &answer).into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_access_needs);
}
