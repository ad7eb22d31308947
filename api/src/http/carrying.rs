//! Carrying what an edition left open into a later one of its event.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::CarryProblemStatements;
use palabre_domain::problem_statement::MOST_CARRIED;
use palabre_domain::values::StatementId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource as _, json};
use super::body::Flaws;
use super::challenges::ChallengeAnswer;
use super::statements::StatementAnswer;
use super::wire::{Few, FewChallengeIds, In};
use crate::usecase::Answer;
use crate::usecase::carrying::{Cargo, Carried};

pub(super) type StatementIdsToCarry = Few<In<StatementId>, MOST_CARRIED>;

/// What to carry into an edition; one of the two is needed.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct CarryBody {
    /// Statements of an earlier edition of the event, each once: those that are parked, and adopted ones that only unanswered challenges
    /// hold.
    #[deserr(default)]
    pub statements: Option<StatementIdsToCarry>,
    /// Unanswered challenges of an earlier edition of the event, each once; what they hold is carried with them, up to 500 statements in
    /// all.
    #[deserr(default)]
    pub challenges: Option<FewChallengeIds>,
}

/// What was carried, as it begins anew.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Carried)]
pub struct CarriedAnswer {
    /// The new statements, in the order in which they were named, then what the challenges brought along.
    #[schema(max_items = 500)]
    pub items: Vec<StatementAnswer>,
    /// The new challenges, drafts, in the order in which they were named.
    #[schema(max_items = 20)]
    pub challenges: Vec<ChallengeAnswer>,
}

fn carried(Carried { statements, challenges }: &Carried) -> Answer {
    let items = statements.iter().map(StatementAnswer::of).collect();
    json(201, &CarriedAnswer { items, challenges: challenges.iter().map(ChallengeAnswer::of).collect() })
}

/// Carry statements and unanswered challenges of earlier editions of the event into this one.
///
/// Each statement begins anew as accepted, with its words as they stand and all that protects them, under the themes here that are called
/// like its own (under a sensitive one it is not open); each challenge as a draft. The earlier ones stay as they are, and lead here:
/// receipts and provenance go on. Nothing is carried into the same edition twice; a challenge holds what was carried before, unless its
/// words were removed. What a challenge holds and the caller has no say over where it was said stays behind: whoever has carries it, and
/// puts it into the challenge. A refusal names in `refused` each statement or challenge that it is for.
#[utoipa::path(
    tag = "Problem statements",
    request_body = CarryBody,
    responses((status = 201, description = "What was carried", body = CarriedAnswer)),
    extensions(("x-codes" = json!([
        "wrong_state", "already_carried", "content_removed", "statement_not_accepted"
    ])))
)]
#[post("/v1/editions/{edition_id}/problem-statements/carry")]
pub async fn carry_problem_statements(call: Allowed<CarryProblemStatements, CarryBody>) -> Handled {
    let CarryBody { statements, challenges } = call.body;
    let cargo = Cargo {
        statements: statements.into_iter().flat_map(|few| few.0).map(|id| id.0).collect(),
        challenges: challenges.into_iter().flat_map(|few| few.0).map(|id| id.0).collect(),
    };
    Ok(call.app.carry_problem_statements(call.ask, cargo, carried).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(carry_problem_statements);
}
