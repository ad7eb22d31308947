//! The funnel: how many voices came in, and what became of each.

use actix_web::get;
use palabre_domain::policy::table::GetFunnel;
use palabre_domain::problem_statement::StatementState;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::funders::FunderAnswer;
use crate::usecase::funnel::{Counts, Funnel};

/// How many statements have each disposition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dispositions)]
pub struct DispositionsAnswer {
    /// Received, and not yet disposed of.
    pub submitted: u64,
    /// Sent back to their voice.
    pub returned: u64,
    /// Not followed.
    pub set_aside: u64,
    /// Passed on to those who protect people.
    pub referred: u64,
    /// Can feed a challenge.
    pub accepted: u64,
    /// Kept for later.
    pub parked: u64,
    /// Held by a challenge.
    pub adopted: u64,
    /// Put into one with others.
    pub merged: u64,
    /// Divided into several.
    pub split: u64,
}

/// The counts of an edition, taken at one instant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Funnel)]
pub struct FunnelAnswer {
    /// Statements that were voiced or imported.
    pub received: u64,
    /// Statements that merging, splitting and carrying made.
    pub derived: u64,
    /// All of them, received and derived, each under its one disposition.
    pub by_disposition: DispositionsAnswer,
    /// Challenges opened and not withdrawn.
    pub challenges: u64,
    /// Those of them that a formed team took up.
    pub challenges_taken_up: u64,
    /// Teams not dissolved.
    pub teams: u64,
    /// Prototypes, whatever became of their teams.
    pub prototypes: u64,
    /// Whether nothing was lost on the way: each statement has one disposition, each adopted one a challenge.
    pub balanced: bool,
    /// Whose money it was.
    #[schema(max_items = 100)]
    pub funders: Vec<FunderAnswer>,
}

impl FunnelAnswer {
    fn of(funnel: Funnel) -> Self {
        let Funnel { counts, funders } = funnel;
        let Counts {
            received,
            derived,
            by_state: _,
            adopted_without_challenge: _,
            challenges,
            challenges_taken_up,
            teams,
            prototypes,
        } = counts;
        let by_disposition = DispositionsAnswer {
            submitted: counts.in_state(StatementState::Submitted),
            returned: counts.in_state(StatementState::Returned),
            set_aside: counts.in_state(StatementState::SetAside),
            referred: counts.in_state(StatementState::Referred),
            accepted: counts.in_state(StatementState::Accepted),
            parked: counts.in_state(StatementState::Parked),
            adopted: counts.in_state(StatementState::Adopted),
            merged: counts.in_state(StatementState::Merged),
            split: counts.in_state(StatementState::Split),
        };
        let balanced = counts.balanced();
        Self {
            received,
            derived,
            by_disposition,
            challenges,
            challenges_taken_up,
            teams,
            prototypes,
            balanced,
            funders: funders.into_iter().map(Into::into).collect(),
        }
    }
}

/// Read the funnel of an edition; from conclusion on anyone may, before that who organizes, facilitates or views.
#[utoipa::path(
    tag = "Provenance",
    responses((status = 200, description = "The counts", body = FunnelAnswer))
)]
#[get("/v1/editions/{edition_id}/funnel")]
pub async fn get_funnel(call: Allowed<GetFunnel>) -> Handled {
    let funnel = call.app.get_funnel(&call.ask).await?;
    Ok(call.reply(json(200, &FunnelAnswer::of(funnel))))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_funnel);
}
