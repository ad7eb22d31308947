//! Provenance: from the first words to the prototype, both ways.

use actix_web::get;
use palabre_domain::policy::table::{GetChallengeProvenance, GetPrototypeProvenance, GetStatementProvenance};
use palabre_domain::provenance::{Edge, EdgeKind, Node, NodeKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::wire::In;
use crate::usecase::provenance::Graph;

type InNodeKind = In<NodeKind>;
type InEdgeKind = In<EdgeKind>;

/// One thing on the way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProvenanceNode)]
pub struct NodeAnswer {
    /// Its id; made up, another one at each call, where the caller may not read the thing.
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

/// What led to a thing, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Provenance)]
pub struct ProvenanceAnswer {
    /// The things, from voices to prototypes.
    pub nodes: Vec<NodeAnswer>,
    /// The steps between them.
    pub edges: Vec<EdgeAnswer>,
}

impl ProvenanceAnswer {
    fn of(Graph { nodes, edges }: Graph) -> Self {
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
        Self { nodes: nodes.into_iter().map(node).collect(), edges: edges.into_iter().map(edge).collect() }
    }
}

/// Read where a statement came from, and what came of it.
#[utoipa::path(
    tag = "Provenance",
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/problem-statements/{statement_id}/provenance")]
pub async fn get_statement_provenance(call: Allowed<GetStatementProvenance>) -> Handled {
    let graph = call.app.get_statement_provenance(&call.ask).await?;
    Ok(call.reply(json(200, &ProvenanceAnswer::of(graph))))
}

/// Read which voices a challenge answers to, and what came of it.
#[utoipa::path(
    tag = "Provenance",
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/challenges/{challenge_id}/provenance")]
pub async fn get_challenge_provenance(call: Allowed<GetChallengeProvenance>) -> Handled {
    let graph = call.app.get_challenge_provenance(&call.ask).await?;
    Ok(call.reply(json(200, &ProvenanceAnswer::of(graph))))
}

/// Trace a prototype back to the first words of those who voiced the problem.
#[utoipa::path(
    tag = "Provenance",
    responses((status = 200, description = "Nodes and edges", body = ProvenanceAnswer)),
    extensions(("x-codes" = json!(["too_large"])))
)]
#[get("/v1/prototypes/{prototype_id}/provenance")]
pub async fn get_prototype_provenance(call: Allowed<GetPrototypeProvenance>) -> Handled {
    let graph = call.app.get_prototype_provenance(&call.ask).await?;
    Ok(call.reply(json(200, &ProvenanceAnswer::of(graph))))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_statement_provenance)
        .service(get_challenge_provenance)
        .service(get_prototype_provenance);
}
