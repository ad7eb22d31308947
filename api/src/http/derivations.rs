//! Making statements of statements: merging, splitting, taking apart.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::{MergeProblemStatements, SplitProblemStatement, UnmergeProblemStatement};
use palabre_domain::problem_statement::{MOST_PARTS, MOST_SOURCES};
use palabre_domain::values::StatementId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource as _, created, json, shown};
use super::body::{Flaws, ReasonBody};
use super::statements::StatementAnswer;
use super::wire::{In, Lines2000, Lines5000, Several};
use crate::usecase::Answer;
use crate::usecase::derivation::Parts;

pub(super) type FromTwoToFiveHundredIds = Several<In<StatementId>, 2, MOST_SOURCES>;
pub(super) type PartBodies = Several<PartBody, 2, MOST_PARTS>;

/// Statements to make one of.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct MergeBody {
    /// Which, each once; all of them accepted.
    pub sources: FromTwoToFiveHundredIds,
    /// What they say together.
    pub text: Lines5000,
    /// Why they are one; the voices of all of them are told.
    pub reason: Lines2000,
}

/// One of the problems that a statement speaks of.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PartBody {
    /// What it says.
    pub text: Lines5000,
}

/// What to split a statement into.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct SplitBody {
    /// Each of the problems it speaks of.
    pub parts: PartBodies,
    /// Why they are several; its voice is told.
    pub reason: Lines2000,
}

/// The statements that one was split into, in their order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProblemStatementParts)]
pub struct PartsAnswer {
    /// Each of them.
    #[schema(max_items = 50)]
    pub items: Vec<StatementAnswer>,
}

fn parts(Parts(views): &Parts) -> Answer {
    json(201, &PartsAnswer { items: views.iter().map(StatementAnswer::of).collect() })
}

/// Make one statement of several that say the same.
///
/// They stay, with their words and receipts, and lead to it. It is accepted, at least as protected as the most protected of them, of the
/// origin and in the language of most of them. A refusal names in `refused` each that it is for.
#[utoipa::path(
    tag = "Problem statements",
    request_body = MergeBody,
    responses((status = 201, description = "The new statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "content_removed"])))
)]
#[post("/v1/editions/{edition_id}/problem-statements/merge")]
pub async fn merge_problem_statements(call: Allowed<MergeProblemStatements, MergeBody>) -> Handled {
    let MergeBody { sources, text, reason } = call.body;
    let sources = sources.0.into_iter().map(|id| id.0).collect();
    let answer = created::<StatementAnswer>;
    Ok(call.app.merge_problem_statements(call.ask, sources, text.0, reason.0, answer).await?.into())
}

/// Make several statements of one that speaks of several problems; it stays, with its words and receipt, and leads to them.
#[utoipa::path(
    tag = "Problem statements",
    request_body = SplitBody,
    responses((status = 201, description = "The new statements", body = PartsAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "content_removed"])))
)]
#[post("/v1/problem-statements/{statement_id}/split")]
pub async fn split_problem_statement(call: Allowed<SplitProblemStatement, SplitBody>) -> Handled {
    let SplitBody { parts: asked, reason } = call.body;
    let texts = asked.0.into_iter().map(|part| part.text.0).collect();
    Ok(call.app.split_problem_statement(call.ask, texts, reason.0, parts).await?.into())
}

/// Take a merged statement apart, as long as no challenge holds it: its sources are accepted again, and it is set aside for good.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "not_merged", "in_use"])))
)]
#[post("/v1/problem-statements/{statement_id}/unmerge")]
pub async fn unmerge_problem_statement(call: Allowed<UnmergeProblemStatement, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.unmerge_problem_statement(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(merge_problem_statements)
        .service(split_problem_statement)
        .service(unmerge_problem_statement);
}
