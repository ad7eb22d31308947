//! The funnel: every statement has one disposition.

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this file.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
