//! Challenges: questions that a team can take up.

use actix_web::{get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::table::{
    ChangeChallenge, CreateChallenge, GetChallenge, ListChallenges, OpenChallenge, WithdrawChallenge,
};
use palabre_domain::search::Sought;
use palabre_domain::values::StatementId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, listed, shown};
use super::body::{Flaws, Limit, NoBody, ReasonBody, listing};
use super::wire::{Change, Few, In, InClusterId, Lines1000, Lines5000, Patch, Text200};
use crate::usecase::challenge_changes::ChallengeChanges;
use crate::usecase::challenges::{Challenge, ChallengeFilter, ChallengeView, NewChallenge};

type InChallengeState = In<ChallengeState>;
pub(super) type UpTo500StatementIds = Few<In<StatementId>, 500>;

/// A challenge to draft.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewChallengeBody {
    /// The question.
    #[schema(example = "How might people without a connection deal with authorities that only work online?")]
    pub question: Lines1000,
    /// What one should know to take it up.
    #[deserr(default)]
    pub context: Option<Lines5000>,
    /// The statements it answers to, accepted or adopted; there may be none.
    #[deserr(default)]
    pub statements: Option<UpTo500StatementIds>,
    /// The cluster it is made of: what is in it now, accepted or adopted and with its words, is taken besides, and what comes into it later
    /// is not.
    #[deserr(default)]
    pub cluster_id: Option<InClusterId>,
}

/// What to change of a challenge, until it is over.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ChallengePatch {
    /// Another question.
    #[deserr(default)]
    #[schema(value_type = Lines1000, required = false)]
    pub question: Change<Lines1000>,
    /// Another context.
    #[deserr(default)]
    #[schema(value_type = Option<Lines5000>)]
    pub context: Patch<Lines5000>,
    /// All the statements that it is to hold; those it does not hold yet are accepted or adopted.
    #[deserr(default)]
    #[schema(value_type = UpTo500StatementIds, required = false)]
    pub statements: Change<UpTo500StatementIds>,
    /// Another cluster, of which what is accepted or adopted and has its words is taken besides; with null the statements stay.
    #[deserr(default)]
    #[schema(value_type = Option<InClusterId>)]
    pub cluster_id: Patch<InClusterId>,
}

/// Which challenges of a list are asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChallengeQuery {
    /// Those in this state.
    #[deserr(default)]
    pub state: Option<InChallengeState>,
    /// Those in whose question or context each of these words is found or, of three letters and more, one that begins like it.
    #[deserr(default)]
    pub q: Option<Text200>,
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

listing!(ChallengeQuery);

/// A challenge.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Challenge)]
pub struct ChallengeAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// The question.
    pub question: String,
    /// What one should know to take it up.
    pub context: Option<String>,
    /// The statements it holds, as far as the caller may know of them.
    pub statements: Vec<Uuid>,
    /// The cluster it was made of, for those who read clusters.
    pub cluster_id: Option<Uuid>,
    /// Where it stands.
    #[schema(value_type = InChallengeState)]
    pub state: &'static str,
    /// Why it was withdrawn.
    pub reason: Option<String>,
}

impl Resource for ChallengeAnswer {
    type View = ChallengeView;

    fn of(ChallengeView { challenge, statements, cluster }: &ChallengeView) -> Self {
        let Challenge {
            id,
            version,
            created_at,
            opened_at: _,
            edition,
            question,
            context,
            state,
            reason,
            cluster: _,
        } = challenge.clone();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            question,
            context,
            statements: statements.iter().map(|statement| statement.0).collect(),
            cluster_id: cluster.map(|cluster| cluster.0),
            state: state.as_str(),
            reason,
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/challenges/{}", self.id)
    }
}

/// Draft a challenge.
///
/// A refusal names in `refused` each statement that it is for.
#[utoipa::path(
    tag = "Challenges",
    request_body = NewChallengeBody,
    responses((status = 201, description = "The challenge", body = ChallengeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "statement_not_accepted", "content_removed", "full"])))
)]
#[post("/v1/editions/{edition_id}/challenges")]
pub async fn create_challenge(call: Allowed<CreateChallenge, NewChallengeBody>) -> Handled {
    let NewChallengeBody { question, context, statements, cluster_id } = call.body;
    let statements = statements.map(|few| few.0).unwrap_or_default();
    let new = NewChallenge {
        question: question.0,
        context: context.map(|context| context.0),
        statements: statements.into_iter().map(|statement| statement.0).collect(),
        cluster: cluster_id.map(|cluster| cluster.0),
    };
    Ok(call.app.create_challenge(call.ask, new, created::<ChallengeAnswer>).await?.into())
}

/// List the challenges of an edition, oldest first; those that never opened are shown to its crew only.
#[utoipa::path(
    tag = "Challenges",
    params(ChallengeQuery),
    responses((status = 200, description = "A page of challenges", body = ListAnswer<ChallengeAnswer>))
)]
#[get("/v1/editions/{edition_id}/challenges")]
pub async fn list_challenges(call: Allowed<ListChallenges, NoBody, ChallengeQuery>) -> Handled {
    let ChallengeQuery { state, q, .. } = &call.query;
    let filter = ChallengeFilter {
        state: state.as_ref().map(|state| state.0),
        q: q.as_ref().map(|q| Sought::of(q.0.as_str())),
    };
    let page = call.app.list_challenges(&call.ask, filter, call.page()?).await?;
    Ok(call.reply(listed::<ChallengeAnswer>(page, &call.continuation())))
}

/// Read a challenge.
#[utoipa::path(
    tag = "Challenges",
    responses((status = 200, description = "The challenge", body = ChallengeAnswer))
)]
#[get("/v1/challenges/{challenge_id}")]
pub async fn get_challenge(call: Allowed<GetChallenge>) -> Handled {
    let view = call.app.get_challenge(&call.ask).await?;
    Ok(call.shown::<ChallengeAnswer>(&view))
}

/// Change a challenge that is not over. What an open one takes is adopted; what it lets go of, and no other one holds, is accepted again.
///
/// A refusal names in `refused` each statement that it is for.
#[utoipa::path(
    tag = "Challenges",
    request_body = ChallengePatch,
    responses((status = 200, description = "The challenge", body = ChallengeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "statement_not_accepted", "content_removed", "full"])))
)]
#[patch("/v1/challenges/{challenge_id}")]
pub async fn change_challenge(call: Allowed<ChangeChallenge, ChallengePatch>) -> Handled {
    let ChallengePatch { question, context, statements, cluster_id } = call.body;
    let changes = ChallengeChanges {
        question: question.map(|question| question.0),
        context: context.map(|context| context.0),
        statements: statements.map(|few| few.0.into_iter().map(|statement| statement.0).collect()),
        cluster: cluster_id.map(|cluster| cluster.0),
    };
    Ok(call.app.change_challenge(call.ask, changes, shown::<ChallengeAnswer>).await?.into())
}

/// Open a challenge: anyone reads it, teams can take it up, and what it holds is adopted.
///
/// A refusal names in `refused` each statement that it is for.
#[utoipa::path(
    tag = "Challenges",
    responses((status = 200, description = "The challenge", body = ChallengeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "statement_not_accepted", "content_removed"])))
)]
#[post("/v1/challenges/{challenge_id}/open")]
pub async fn open_challenge(call: Allowed<OpenChallenge>) -> Handled {
    Ok(call.app.open_challenge(call.ask, shown::<ChallengeAnswer>).await?.into())
}

/// Withdraw a challenge that no team is on, and say why; statements that no other one holds are accepted again.
#[utoipa::path(
    tag = "Challenges",
    request_body = ReasonBody,
    responses((status = 200, description = "The challenge", body = ChallengeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "in_use"])))
)]
#[post("/v1/challenges/{challenge_id}/withdraw")]
pub async fn withdraw_challenge(call: Allowed<WithdrawChallenge, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.withdraw_challenge(call.ask, reason, shown::<ChallengeAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_challenge)
        .service(list_challenges)
        .service(get_challenge)
        .service(change_challenge)
        .service(open_challenge)
        .service(withdraw_challenge);
}
