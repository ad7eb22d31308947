//! Whether the program lives, and whether it can work.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problem::Problem;
use crate::usecase::App;

/// The state of the program.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Health)]
pub struct HealthAnswer {
    /// `live` or `ready`.
    pub status: &'static str,
}

fn healthy(status: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(HealthAnswer { status })
}

/// Whether the program lives.
#[utoipa::path(responses((status = 200, description = "It lives", body = HealthAnswer)))]
#[get("/health/live")]
pub async fn live() -> HttpResponse {
    healthy("live")
}

/// Whether the program can work: its database answers.
#[utoipa::path(responses((status = 200, description = "It can work", body = HealthAnswer)))]
#[get("/health/ready")]
pub async fn ready(app: Data<App>) -> Result<HttpResponse, Problem> {
    if app.is_ready().await {
        return Ok(healthy("ready"));
    }
    Err(Problem::new(actix_web::http::StatusCode::SERVICE_UNAVAILABLE, "busy"))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(live).service(ready);
}
