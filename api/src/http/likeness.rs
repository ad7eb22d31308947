//! Statements that are alike: those like one of them, and groups that somebody might want to put together.

use actix_web::{get, post};
use deserr::Deserr;
use palabre_domain::likeness::Suggestion;
use palabre_domain::policy::table::{ListSimilarStatements, SuggestClusters};
use palabre_domain::values::StatementId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource as _, json};
use super::body::{Flaws, NoBody, UpTo};
use super::statements::StatementAnswer;
use super::wire::In;
use crate::usecase::likeness::Similar;

/// How many similar statements are asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimilarQuery {
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 50, default = 10)]
    pub limit: Option<In<UpTo<10, 50>>>,
}

/// A statement that is like another one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SimilarStatement)]
pub struct SimilarAnswer {
    /// The statement.
    #[serde(flatten)]
    pub statement: StatementAnswer,
    /// How alike, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub similarity: f64,
}

/// Statements that seem to speak of the same thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClusterSuggestion)]
pub struct SuggestionAnswer {
    /// The statements.
    #[schema(min_items = 2, max_items = 20)]
    pub statements: Vec<Uuid>,
    /// What makes them alike, in words as they stand in one of them; the strongest first.
    #[schema(max_items = 8)]
    pub words: Vec<String>,
}

/// Groups that somebody might want to put together; no statement is in two.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClusterSuggestions)]
pub struct SuggestionsAnswer {
    /// The groups, the most alike first.
    #[schema(max_items = 200)]
    pub items: Vec<SuggestionAnswer>,
}

impl From<Similar> for SimilarAnswer {
    fn from(Similar { view, similarity }: Similar) -> Self {
        Self { statement: StatementAnswer::of(&view), similarity }
    }
}

impl From<Suggestion<StatementId>> for SuggestionAnswer {
    fn from(Suggestion { members, words, likeness: _ }: Suggestion<StatementId>) -> Self {
        Self { statements: members.into_iter().map(Uuid::from).collect(), words }
    }
}

/// List the statements most like one that one may read, in French, German, Dutch and English; the most alike first, on one page.
///
/// Statements are compared with those that anyone reads, or, for who moderates, with all but the confidential ones.
#[utoipa::path(
    tag = "Problem statements",
    params(SimilarQuery),
    responses((status = 200, description = "The statements", body = ListAnswer<SimilarAnswer>)),
    extensions(("x-codes" = json!(["forbidden"])))
)]
#[get("/v1/problem-statements/{statement_id}/similar")]
pub async fn list_similar_statements(call: Allowed<ListSimilarStatements, NoBody, SimilarQuery>) -> Handled {
    let UpTo(most) = call.query.limit.as_ref().map(|limit| limit.0).unwrap_or_default();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = call.app.list_similar_statements(&call.ask, most).await?;
    let items: Vec<SimilarAnswer> = found.into_iter().map(Into::into).collect();
    Ok(call.reply(json(200, &ListAnswer { items, next_cursor: None })))
}

/// Ask which accepted statements seem to speak of the same thing, and by which words; nothing is grouped by it.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The groups", body = SuggestionsAnswer))
)]
#[post("/v1/editions/{edition_id}/cluster-suggestions")]
pub async fn suggest_clusters(call: Allowed<SuggestClusters>) -> Handled {
    let items = call.app.suggest_clusters(&call.ask).await?.into_iter().map(Into::into).collect();
    Ok(json(200, &SuggestionsAnswer { items }).into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_similar_statements).service(suggest_clusters);
}
