//! Graphs for the tests of this folder.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::{Edge, EdgeKind, Graph, Node, NodeKind};

pub(super) fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

pub(super) fn node(number: usize, readable: bool) -> Node {
    Node {
        id: id(number),
        kind: NodeKind::ALL[number % 4],
        label: Some(format!("label {number}")),
        state: Some("accepted".to_owned()),
        unprompted: true,
        readable,
    }
}

pub(super) fn edge(from: usize, to: usize) -> Edge {
    Edge {
        from: id(from),
        to: id(to),
        kind: EdgeKind::AdoptedBy,
        at: Some("2025-11-20".to_owned()),
        reason: Some(format!("reason {from} {to}")),
    }
}

pub(super) fn graph(readable: &[bool], edges: &[(usize, usize)]) -> Graph {
    Graph {
        nodes: readable.iter().enumerate().map(|(number, readable)| node(number, *readable)).collect(),
        edges: edges.iter().map(|(from, to)| edge(*from, *to)).collect(),
    }
}

pub(super) fn ids(graph: &Graph) -> BTreeSet<Uuid> {
    graph.nodes.iter().map(|node| node.id).collect()
}

/// Twelve nodes, and edges that run from a smaller number to a larger one.
pub(super) fn graphs() -> impl Strategy<Value = (Vec<bool>, Vec<(usize, usize)>)> {
    let edge = (0_usize..12, 0_usize..12).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let edges = prop::collection::btree_set(edge.prop_filter("no loops", |(a, b)| a != b), 0..24);
    (prop::collection::vec(any::<bool>(), 12), edges.prop_map(|edges| edges.into_iter().collect()))
}
