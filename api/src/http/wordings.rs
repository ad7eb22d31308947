//! The words of a statement: other ones, all of them, none any more.

use actix_web::{get, post};
use deserr::Deserr;
use palabre_domain::policy::table::{ListWordings, RemoveProblemStatementContent, RewordProblemStatement};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{json, shown};
use super::body::{Flaws, ReasonBody};
use super::statements::StatementAnswer;
use super::wire::{Lines2000, Lines5000};
use crate::usecase::wordings::Wording;

/// Other words for a statement.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct RewordingBody {
    /// The problem, put better.
    pub text: Lines5000,
    /// Why the words before were not good enough.
    pub reason: Lines2000,
}

/// Words of a statement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wording)]
pub struct WordingAnswer {
    /// The place among its words; 1 are the first, as they were said.
    pub number: i32,
    /// The words; null where they were removed.
    pub text: Option<String>,
    /// Why they took the place of those before, or were removed.
    pub reason: Option<String>,
    /// The date, in the edition's time zone.
    #[schema(format = "date")]
    pub written_on: String,
}

/// All the words of a statement, from the first on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wordings)]
pub struct WordingsAnswer {
    /// Each of them.
    pub items: Vec<WordingAnswer>,
}

impl From<Wording> for WordingAnswer {
    fn from(Wording { number, text, reason, written_on }: Wording) -> Self {
        Self { number, text, reason, written_on }
    }
}

/// Put a statement into other words, and say why; the first ones stay as they were said.
#[utoipa::path(
    tag = "Problem statements",
    request_body = RewordingBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "content_removed"])))
)]
#[post("/v1/problem-statements/{statement_id}/reword")]
pub async fn reword_problem_statement(call: Allowed<RewordProblemStatement, RewordingBody>) -> Handled {
    let RewordingBody { text, reason } = call.body;
    let answer = shown::<StatementAnswer>;
    Ok(call.app.reword_problem_statement(call.ask, text.0, reason.0, answer).await?.into())
}

/// Read all the words of a statement, from the first on, where one may read them.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The words", body = WordingsAnswer)),
    extensions(("x-codes" = json!(["forbidden"])))
)]
#[get("/v1/problem-statements/{statement_id}/wordings")]
pub async fn list_wordings(call: Allowed<ListWordings>) -> Handled {
    let (app, audience) = (call.app.clone(), call.audience());
    let items = app.list_wordings(call.ask).await?.into_iter().map(Into::into).collect();
    Ok(audience.reply(json(200, &WordingsAnswer { items })))
}

/// Remove the words of a statement that must not be read, with the name and structure beside them, and say why.
///
/// The statement stays, with the reason, and so does what it led to. Where it was carried to, the same words go too; what was merged of it, or
/// split, has words of its own.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ReasonBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["content_removed"])))
)]
#[post("/v1/problem-statements/{statement_id}/remove-content")]
pub async fn remove_problem_statement_content(
    call: Allowed<RemoveProblemStatementContent, ReasonBody>,
) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.remove_problem_statement_content(call.ask, reason, shown::<StatementAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(reword_problem_statement).service(list_wordings).service(remove_problem_statement_content);
}
