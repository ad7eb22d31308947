//! What a reader may not read, taken out of a walk.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Edge, Graph, Node};

/// Takes away what the reader may not read, and keeps the shape.
///
/// A node that is not readable gets an id from `made_up` (the same for the same node all through a walk, and another one in each walk, so
/// that two can't be laid over each other), no label, no state; the edges follow, and those that touch it lose their reason. The order is
/// made anew: among time-ordered ids a place would tell when the hidden thing was made.
#[must_use]
pub fn redact(graph: Graph, made_up: impl Fn(Uuid) -> Uuid) -> Graph {
    let Graph { nodes, edges } = graph;
    let hidden: BTreeMap<Uuid, Uuid> =
        nodes.iter().filter(|node| !node.readable).map(|node| (node.id, made_up(node.id))).collect();
    let shown = |id: Uuid| hidden.get(&id).copied();
    let nodes = nodes
        .into_iter()
        .map(|node| match shown(node.id) {
            None => node,
            Some(id) => {
                Node { id, kind: node.kind, label: None, state: None, unprompted: false, readable: false }
            }
        })
        .collect();
    let edges = edges
        .into_iter()
        .map(|edge| {
            let Edge { from, to, kind, at, reason } = edge;
            let reason = reason.filter(|_| shown(from).is_none() && shown(to).is_none());
            Edge { from: shown(from).unwrap_or(from), to: shown(to).unwrap_or(to), kind, at, reason }
        })
        .collect();
    Graph { nodes, edges }.in_order()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples::{edge, graph, graphs, id, ids, node};
    use super::*;

    /// As if the hidden node's id was another one, beyond those of the samples.
    fn made_up(id: Uuid) -> Uuid {
        Uuid::from_u128(id.as_u128() + 1_000)
    }

    #[test]
    fn hidden_nodes_keep_their_place_in_the_shape_only() {
        let redacted = redact(graph(&[true, false, true], &[(0, 1), (1, 2), (0, 2)]), made_up);
        let hidden = Node { id: id(1001), label: None, state: None, unprompted: false, ..node(1, false) };
        assert_eq!(redacted.nodes, [node(0, true), hidden, node(2, true)]);
        let bare = |from, to| Edge { reason: None, ..edge(from, to) };
        assert_eq!(redacted.edges, [edge(0, 2), bare(0, 1001), bare(1001, 2)]);
    }

    proptest! {
        #[test]
        fn redaction_keeps_the_shape_and_nothing_of_the_hidden((readable, edges) in graphs()) {
            let whole = graph(&readable, &edges);
            let redacted = redact(whole.clone(), made_up);
            prop_assert_eq!(redacted.nodes.len(), whole.nodes.len());
            prop_assert_eq!(redacted.edges.len(), whole.edges.len());
            for before in &whole.nodes {
                prop_assert_eq!(redacted.nodes.contains(before), before.readable);
                prop_assert_eq!(ids(&redacted).contains(&before.id), before.readable);
            }
            let known = ids(&redacted);
            for edge in &redacted.edges {
                prop_assert!(known.contains(&edge.from) && known.contains(&edge.to));
                let hidden = |end: Uuid| end.as_u128() >= 1000;
                prop_assert_eq!(edge.reason.is_none(), hidden(edge.from) || hidden(edge.to));
            }
            let shown = format!("{redacted:?}");
            for (number, _) in readable.iter().enumerate().filter(|(_, readable)| !**readable) {
                let trace = format!("label {number}\"");
                prop_assert!(!shown.contains(&trace));
            }
        }
    }
}
