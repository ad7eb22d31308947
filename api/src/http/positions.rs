//! Where somebody stands in the list.

use actix_web::get;
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::GetPosition;
use palabre_domain::position::MOST_TOLD;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::wire::InPassedOverFor;
use crate::usecase::positions::{Passed, Position};

/// Where somebody stands in the list, at one instant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PositionAnswer {
    /// How many wait in the edition.
    pub waiting: u64,
    /// How many of them are ahead of this one; null where this one does not wait.
    pub ahead: Option<u64>,
    /// The pools that this one needs a place in; empty where this one does not wait.
    pub why: Vec<WhyAnswer>,
    /// When somebody behind was given a place: the newest times, oldest first.
    #[schema(max_items = 50)]
    pub passed_over: Vec<PassedOverAnswer>,
}

// The bound in the document is the one that is held.
const _: () = assert!(MOST_TOLD == 50);

/// A pool that somebody who waits needs a place in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitsFor)]
pub struct WhyAnswer {
    /// The pool, by slug.
    pub pool: String,
    /// Whether it is full.
    pub full: bool,
}

/// A time at which somebody behind was given a place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PassedOver)]
pub struct PassedOverAnswer {
    /// When.
    pub at: DateTime<Utc>,
    /// Why: a pool of this one's was full, and the other one needed no place in it.
    #[schema(value_type = InPassedOverFor)]
    pub reason: &'static str,
    /// The pools, by slug, that were full then.
    pub pools: Vec<String>,
}

impl From<&Position> for PositionAnswer {
    fn from(position: &Position) -> Self {
        let Position { waiting, ahead, why, passed_over } = position.clone();
        let told =
            |Passed { at, reason, pools }: Passed| PassedOverAnswer { at, reason: reason.as_str(), pools };
        Self {
            waiting,
            ahead,
            why: why.into_iter().map(|(pool, full)| WhyAnswer { pool, full }).collect(),
            passed_over: passed_over.into_iter().map(told).collect(),
        }
    }
}

/// Read how many are ahead in the list, which pool is full, and when somebody behind was given a place.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "Where it stands in the list", body = PositionAnswer))
)]
#[get("/v1/registrations/{registration_id}/position")]
pub async fn get_position(call: Allowed<GetPosition>) -> Handled {
    let position = call.app.get_position(&call.ask).await?;
    Ok(call.reply(json(200, &PositionAnswer::from(&position))))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_position);
}
