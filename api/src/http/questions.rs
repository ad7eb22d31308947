//! Questions of editions.

use actix_web::{get, put};
use deserr::Deserr;
use palabre_domain::policy::table::{GetQuestions, ReplaceQuestions};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, shown};
use super::body::Flaws;
use super::format_answers::QuestionAnswer;
use super::format_parts::{QuestionBodies, question};
use crate::usecase::questions::QuestionSet;

/// The questions that an edition shall ask.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct QuestionsBody {
    /// The questions, in the order in which they are asked.
    pub questions: QuestionBodies,
}

/// The questions of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Questions)]
pub struct QuestionsAnswer {
    /// Of which edition.
    pub edition_id: Uuid,
    /// Counts how often they were replaced.
    pub version: i64,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<QuestionAnswer>,
}

impl Resource for QuestionsAnswer {
    type View = QuestionSet;

    fn of(set: &QuestionSet) -> Self {
        let QuestionSet { edition, version, questions } = set.clone();
        Self { edition_id: edition.0, version, questions: questions.into_iter().map(Into::into).collect() }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}/questions", self.edition_id)
    }
}

/// Read what an edition asks those who register.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The questions", body = QuestionsAnswer))
)]
#[get("/v1/editions/{edition_id}/questions")]
pub async fn get_questions(call: Allowed<GetQuestions>) -> Handled {
    let questions = call.app.get_questions(&call.ask).await?;
    Ok(call.shown::<QuestionsAnswer>(&questions))
}

/// Replace what an edition asks those who register; answers that were given stay as they are.
#[utoipa::path(
    tag = "Editions",
    request_body = QuestionsBody,
    responses((status = 200, description = "The questions", body = QuestionsAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[put("/v1/editions/{edition_id}/questions")]
pub async fn replace_questions(call: Allowed<ReplaceQuestions, QuestionsBody>) -> Handled {
    let wanted = call.body.questions.0.into_iter().map(question).collect();
    Ok(call.app.replace_questions(call.ask, wanted, shown::<QuestionsAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_questions).service(replace_questions);
}
