//! Provenance: from the first words to the prototype, both ways.

use std::str::FromStr as _;

use actix_web::get;
use deserr::Deserr;
use palabre_domain::policy::table::{GetChallengeProvenance, GetPrototypeProvenance, GetStatementProvenance};
use palabre_domain::provenance::{Edge, EdgeKind, Node, NodeKind, Step};
use palabre_domain::values::FromText as _;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::following;
use super::body::{Flaws, NoBody, UpTo, listing};
use super::cursor::{BadCursor, Continuation};
use super::wire::In;
use crate::usecase::provenance::{Graph, Walked, Way};
use crate::usecase::{Answer, Page};

type InNodeKind = In<NodeKind>;
type InEdgeKind = In<EdgeKind>;

/// Which part of a walk is asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WalkQuery {
    /// How many edges at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 5000, default = 1000)]
    pub limit: Option<In<UpTo<1000, 5000>>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

listing!(WalkQuery);

/// One thing on the way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProvenanceNode)]
pub struct NodeAnswer {
    /// Its id; made up where the caller may not read the thing: the same on all pages of a walk, another one in every other walk.
    pub id: Uuid,
    /// What it is.
    #[schema(value_type = InNodeKind)]
    pub kind: &'static str,
    /// The first words of a statement, a question, a name; null where the caller may not read it.
    pub label: Option<String>,
    /// Its state, of a prototype the stage; null where the caller may not read the thing.
    pub state: Option<String>,
    /// Whether it is a challenge that no statement led to.
    pub unprompted: bool,
}

/// One step on the way, from the voice towards the prototype.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProvenanceEdge)]
pub struct EdgeAnswer {
    /// The node nearer to the voice.
    pub from: Uuid,
    /// The node nearer to the prototype.
    pub to: Uuid,
    /// How one led to the other.
    #[schema(value_type = InEdgeKind)]
    pub kind: &'static str,
    /// The date on which a statement became another one or was adopted; the instant at which a team or a prototype
    /// was made.
    #[schema(example = "2025-11-20")]
    pub at: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// What led to a thing, and what came of it: all of it, or a page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provenance)]
pub struct ProvenanceAnswer {
    /// The things that the edges join, from voices to prototypes; a thing comes again on each page that has an edge of it.
    #[schema(max_items = 10000)]
    pub nodes: Vec<NodeAnswer>,
    /// The steps, each on one page as long as nothing changes between two pages.
    #[schema(max_items = 5000)]
    pub edges: Vec<EdgeAnswer>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

impl ProvenanceAnswer {
    fn of(Graph { nodes, edges }: Graph, next_cursor: Option<String>) -> Self {
        let node = |Node { id, kind, label, state, unprompted, readable: _ }: Node| NodeAnswer {
            id,
            kind: kind.as_str(),
            label,
            state,
            unprompted,
        };
        let edge = |Edge { from, to, kind, at, reason }: Edge| EdgeAnswer {
            from,
            to,
            kind: kind.as_str(),
            at,
            reason,
        };
        let (nodes, edges) = (nodes.into_iter().map(node).collect(), edges.into_iter().map(edge).collect());
        Self { nodes, edges, next_cursor }
    }
}

/// The page that was asked for.
fn page(continuation: &Continuation<'_>, query: &WalkQuery) -> Result<Page<Way>, BadCursor> {
    continuation.page(query.cursor.as_deref(), read)
}

fn written(Way { walk, step: Step { kind, from, to } }: Way) -> String {
    format!("{walk} {kind} {from} {to}")
}

fn read(key: &str) -> Option<Way> {
    let mut words = key.split(' ');
    let id = |word: &str| Uuid::from_str(word).ok();
    let walk = id(words.next()?)?;
    let kind = EdgeKind::from_text(words.next()?).ok()?;
    let step = Step { kind, from: id(words.next()?)?, to: id(words.next()?)? };
    Some(Way { walk, step })
}

fn answer(Walked { graph, next }: Walked, continuation: &Continuation<'_>) -> Answer {
    let next_cursor = next.map(|way| continuation.seal(&written(way)));
    following(next_cursor, continuation, |next_cursor| ProvenanceAnswer::of(graph, next_cursor))
}

/// Read where a statement came from, and what came of it.
#[utoipa::path(
    tag = "Provenance",
    params(WalkQuery),
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/problem-statements/{statement_id}/provenance")]
pub async fn get_statement_provenance(call: Allowed<GetStatementProvenance, NoBody, WalkQuery>) -> Handled {
    let continuation = call.continuation();
    let page = page(&continuation, &call.query)?;
    let walked = call.app.get_statement_provenance(&call.ask, &page).await?;
    Ok(call.reply(answer(walked, &continuation)))
}

/// Read which voices a challenge answers to, and what came of it.
#[utoipa::path(
    tag = "Provenance",
    params(WalkQuery),
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/challenges/{challenge_id}/provenance")]
pub async fn get_challenge_provenance(call: Allowed<GetChallengeProvenance, NoBody, WalkQuery>) -> Handled {
    let continuation = call.continuation();
    let page = page(&continuation, &call.query)?;
    let walked = call.app.get_challenge_provenance(&call.ask, &page).await?;
    Ok(call.reply(answer(walked, &continuation)))
}

/// Trace a prototype back to the first words of those who voiced the problem.
#[utoipa::path(
    tag = "Provenance",
    params(WalkQuery),
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/prototypes/{prototype_id}/provenance")]
pub async fn get_prototype_provenance(call: Allowed<GetPrototypeProvenance, NoBody, WalkQuery>) -> Handled {
    let continuation = call.continuation();
    let page = page(&continuation, &call.query)?;
    let walked = call.app.get_prototype_provenance(&call.ask, &page).await?;
    Ok(call.reply(answer(walked, &continuation)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_statement_provenance)
        .service(get_challenge_provenance)
        .service(get_prototype_provenance);
}
