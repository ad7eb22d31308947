//! Consent purposes of an edition.

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this file.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
