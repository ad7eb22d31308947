//! Moderation of problem statements, one by one and many at once.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::{
    AcceptProblemStatement, ModerateProblemStatements, ParkProblemStatement, ReferProblemStatement,
    ReopenProblemStatement, ResubmitByReceipt, ResubmitProblemStatement, ReturnProblemStatement,
    SetAsideProblemStatement,
};
use palabre_domain::problem_statement::Moderation;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{json, shown};
use super::body::{Flaws, ReasonBody};
use super::challenges::UpTo500StatementIds;
use super::receipts::{self, ReceiptAnswer};
use super::statements::{InStatementState, StatementAnswer};
use super::wire::{In, Lines2000, Lines5000};
use crate::usecase::Answer;
use crate::usecase::moderation::{Decision, Moderated};

type InModeration = In<Moderation>;

/// A reason that may be given.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PerhapsReasonBody {
    /// Why; shown to those whom it concerns.
    #[deserr(default)]
    pub reason: Option<Lines2000>,
}

/// Other words for what was returned.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ResubmissionBody {
    /// The problem, said again.
    pub text: Lines5000,
}

/// What to make of many statements.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ModerationBody {
    /// Which, each once.
    pub ids: UpTo500StatementIds,
    /// What is made of them, by the verb that does it to one.
    pub action: InModeration,
    /// Why; due where the verb needs a reason.
    #[deserr(default)]
    pub reason: Option<Lines2000>,
}

/// A statement as a decision on many left it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModeratedProblemStatement)]
pub struct ModeratedAnswer {
    /// Which.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// Its disposition.
    #[schema(value_type = InStatementState)]
    pub state: &'static str,
    /// Why.
    pub reason: Option<String>,
}

/// The statements as the decision left them, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModeratedProblemStatements)]
pub struct ModeratedAnswers {
    /// Each of them.
    #[schema(max_items = 500)]
    pub items: Vec<ModeratedAnswer>,
}

fn moderated(Decision(statements): &Decision) -> Answer {
    let answer = |statement: &Moderated| {
        let Moderated { id, version, state, reason } = statement.clone();
        ModeratedAnswer { id: id.0, version, state: state.as_str(), reason }
    };
    json(200, &ModeratedAnswers { items: statements.iter().map(answer).collect() })
}

/// Accept a statement: it can feed a challenge, and anyone may read it if it is open.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/accept")]
pub async fn accept_problem_statement(call: Allowed<AcceptProblemStatement>) -> Handled {
    Ok(call.app.accept_problem_statement(call.ask, shown::<StatementAnswer>).await?.into())
}

/// Send a statement back to its voice, and say why: it can be said again.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/return")]
pub async fn return_problem_statement(call: Allowed<ReturnProblemStatement, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.return_problem_statement(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// Set a statement aside, and say why.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/set-aside")]
pub async fn set_aside_problem_statement(call: Allowed<SetAsideProblemStatement, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.set_aside_problem_statement(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// Pass a statement on to those who protect people.
///
/// It leaves the public path at once. Whoever follows it by its receipt is shown the edition's contacts.
#[utoipa::path(
    tag = "Problem statements",
    request_body = PerhapsReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/refer")]
pub async fn refer_problem_statement(call: Allowed<ReferProblemStatement, PerhapsReasonBody>) -> Handled {
    let reason = call.body.reason.map(|reason| reason.0);
    Ok(call.app.refer_problem_statement(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// Keep a statement for later, and say why.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/park")]
pub async fn park_problem_statement(call: Allowed<ParkProblemStatement, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.park_problem_statement(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// Decide on a statement anew: one that was parked is accepted again, one that was set aside, returned or referred is submitted.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "taken_apart"])))
)]
#[post("/v1/problem-statements/{statement_id}/reopen")]
pub async fn reopen_problem_statement(call: Allowed<ReopenProblemStatement>) -> Handled {
    Ok(call.app.reopen_problem_statement(call.ask, shown::<StatementAnswer>).await?.into())
}

/// Say again, in other words, what was returned: only its own voice does.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ResubmissionBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/problem-statements/{statement_id}/resubmit")]
pub async fn resubmit_problem_statement(
    call: Allowed<ResubmitProblemStatement, ResubmissionBody>,
) -> Handled {
    let text = call.body.text.0;
    Ok(call.app.resubmit_problem_statement(call.ask, text, shown::<StatementAnswer>).await?.into())
}

/// Say again what was returned, by its receipt.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ResubmissionBody,
    responses((status = 200, description = "Where it stands", body = ReceiptAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/receipts/{code}/resubmit")]
pub async fn resubmit_by_receipt(call: Allowed<ResubmitByReceipt, ResubmissionBody>) -> Handled {
    let code = call.part("code").to_owned();
    let text = call.body.text.0;
    Ok(call.app.resubmit_by_receipt(call.ask, &code, text, receipts::shown).await?.into())
}

/// Make the same of up to 500 statements, of all or of none.
///
/// A refusal names in `refused` each statement that is in another state than the verb starts from.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ModerationBody,
    responses((status = 200, description = "The statements", body = ModeratedAnswers)),
    extensions(("x-codes" = json!(["wrong_state", "taken_apart"])))
)]
#[post("/v1/editions/{edition_id}/problem-statements/bulk")]
pub async fn moderate_problem_statements(
    call: Allowed<ModerateProblemStatements, ModerationBody>,
) -> Handled {
    let ModerationBody { ids, action, reason } = call.body;
    let ids = ids.0.into_iter().map(|id| id.0).collect();
    let reason = reason.map(|reason| reason.0);
    Ok(call.app.moderate_problem_statements(call.ask, ids, action.0, reason, moderated).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(accept_problem_statement)
        .service(return_problem_statement)
        .service(resubmit_problem_statement)
        .service(resubmit_by_receipt)
        .service(set_aside_problem_statement)
        .service(refer_problem_statement)
        .service(park_problem_statement)
        .service(reopen_problem_statement)
        .service(moderate_problem_statements);
}
