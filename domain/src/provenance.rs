//! Provenance: from the first words somebody voiced to what was made of them, and back.
//!
//! A graph whose edges all run from voice to prototype. What a reader may not read is still there, as a node
//! without a name: nobody learns its words, and nobody is told that a prototype came out of nothing
//! (invariants 6 and 7 of the domain).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::values::words;

words! {
    /// What a node stands for, in the order of the arc.
    pub enum NodeKind {
        /// A problem statement.
        ProblemStatement = "problem_statement",
        /// A challenge.
        Challenge = "challenge",
        /// A team.
        Team = "team",
        /// A prototype.
        Prototype = "prototype",
    }
}

words! {
    /// How one thing led to another.
    pub enum EdgeKind {
        /// Statement to the statement that several became.
        MergedInto = "merged_into",
        /// Statement to one of those it became.
        SplitInto = "split_into",
        /// Statement of an earlier edition to the one taken along.
        CarriedFrom = "carried_from",
        /// Statement to a challenge that holds it.
        AdoptedBy = "adopted_by",
        /// Challenge to a team on it.
        TakenUpBy = "taken_up_by",
        /// Team to its prototype.
        Made = "made",
        /// Challenge to a prototype that answers it beside the challenge of its team.
        AnsweredBy = "answered_by",
    }
}

/// One thing of the arc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its id; made up by [`redact`] where it is not readable.
    pub id: Uuid,
    /// What it is.
    pub kind: NodeKind,
    /// A few words for people.
    pub label: Option<String>,
    /// The word of its state; `None` only where it is not readable.
    pub state: Option<String>,
    /// A challenge that no statement led to.
    pub unprompted: bool,
    /// Whether the one who asks may read it.
    pub readable: bool,
}

/// One step of the arc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Nearer to the voice.
    pub from: Uuid,
    /// Nearer to the prototype.
    pub to: Uuid,
    /// How.
    pub kind: EdgeKind,
    /// When, as text; a date alone where an instant would lead to an anonymous voice.
    pub at: Option<String>,
    /// Why, in somebody's words.
    pub reason: Option<String>,
}

/// Nodes, each id once, and the edges between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The things.
    pub nodes: Vec<Node>,
    /// The steps.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The same graph in the one order it is shown in: nodes by kind and id, edges by where they begin and
    /// end.
    #[must_use]
    fn in_order(mut self) -> Self {
        self.nodes.sort_by_key(|node| (node.kind, node.id));
        let place: BTreeMap<_, _> = self.nodes.iter().map(|node| node.id).zip(0_usize..).collect();
        self.edges.sort_by(|a, b| {
            let key = |edge: &Edge| (place.get(&edge.from).copied(), place.get(&edge.to).copied(), edge.kind);
            key(a).cmp(&key(b)).then_with(|| (&a.at, &a.reason).cmp(&(&b.at, &b.reason)))
        });
        self
    }

    /// Everything that can be reached from `root`, itself included, by steps that `step` turns into (here,
    /// there).
    fn reached(&self, root: Uuid, step: fn(&Edge) -> (Uuid, Uuid)) -> BTreeSet<Uuid> {
        let mut onward: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for (here, there) in self.edges.iter().map(step) {
            onward.entry(here).or_default().push(there);
        }
        let mut reached = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(here) = open.pop() {
            for there in onward.get(&here).into_iter().flatten() {
                if reached.insert(*there) {
                    open.push(*there);
                }
            }
        }
        reached
    }
}

/// What led to `root` and what came of it, in the order of [`Graph`]'s answers: by kind, then id.
///
/// Not what else came of the same voices: a sibling is reached by going up and down again, which no step here
/// does. Edges stay where both their ends do. A root that the graph does not know gives an empty graph; a
/// cycle, which should not be, is walked once.
#[must_use]
pub fn around(graph: &Graph, root: Uuid) -> Graph {
    if !graph.nodes.iter().any(|node| node.id == root) {
        return Graph::default();
    }
    let upstream = graph.reached(root, |edge| (edge.to, edge.from));
    let downstream = graph.reached(root, |edge| (edge.from, edge.to));
    let mut nodes: BTreeMap<Uuid, Node> = BTreeMap::new();
    for node in &graph.nodes {
        if upstream.contains(&node.id) || downstream.contains(&node.id) {
            nodes.entry(node.id).or_insert_with(|| node.clone());
        }
    }
    let both_ends = |edge: &&Edge| nodes.contains_key(&edge.from) && nodes.contains_key(&edge.to);
    let edges = graph.edges.iter().filter(both_ends).cloned().collect();
    Graph { nodes: nodes.into_values().collect(), edges }.in_order()
}

/// Takes away what the reader may not read, and keeps the shape.
///
/// A node that is not readable gets an id made up by `new_id` (a random one, another at each call, so that
/// two walks can't be laid over each other), no label, no state; the edges follow, and those that touch it
/// lose their reason. The order is made anew: among time-ordered ids a place would tell when the hidden thing
/// was made.
#[must_use]
pub fn redact(graph: Graph, new_id: &mut impl FnMut() -> Uuid) -> Graph {
    let Graph { nodes, edges } = graph;
    let mut made_up: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let nodes = nodes
        .into_iter()
        .map(|node| {
            let Node { id, kind, label, state, unprompted, readable } = node;
            if readable {
                Node { id, kind, label, state, unprompted, readable }
            } else {
                let id = *made_up.entry(id).or_insert_with(&mut *new_id);
                Node { id, kind, label: None, state: None, unprompted: false, readable }
            }
        })
        .collect();
    let edges = edges
        .into_iter()
        .map(|edge| {
            let Edge { from, to, kind, at, reason } = edge;
            let hidden = made_up.contains_key(&from) || made_up.contains_key(&to);
            let shown = |id: Uuid| made_up.get(&id).copied().unwrap_or(id);
            Edge { from: shown(from), to: shown(to), kind, at, reason: reason.filter(|_| !hidden) }
        })
        .collect();
    Graph { nodes, edges }.in_order()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: usize) -> Uuid {
        Uuid::from_u128(number as u128)
    }

    fn node(number: usize, readable: bool) -> Node {
        Node {
            id: id(number),
            kind: NodeKind::ALL[number % 4],
            label: Some(format!("label {number}")),
            state: Some("accepted".to_owned()),
            unprompted: true,
            readable,
        }
    }

    fn edge(from: usize, to: usize) -> Edge {
        let reason = Some(format!("reason {from} {to}"));
        Edge {
            from: id(from),
            to: id(to),
            kind: EdgeKind::AdoptedBy,
            at: Some("2025-11-20".to_owned()),
            reason,
        }
    }

    fn graph(readable: &[bool], edges: &[(usize, usize)]) -> Graph {
        Graph {
            nodes: readable.iter().enumerate().map(|(number, readable)| node(number, *readable)).collect(),
            edges: edges.iter().map(|(from, to)| edge(*from, *to)).collect(),
        }
    }

    fn ids(graph: &Graph) -> BTreeSet<Uuid> {
        graph.nodes.iter().map(|node| node.id).collect()
    }

    #[test]
    fn a_sibling_is_no_relation() {
        // 0 → 1 → 2 and 0 → 3; the root is 1.
        let walked = around(&graph(&[true; 5], &[(0, 1), (1, 2), (0, 3)]), id(1));
        assert_eq!(ids(&walked), BTreeSet::from([id(0), id(1), id(2)]));
        assert_eq!(walked.edges, [edge(0, 1), edge(1, 2)]);
        assert_eq!(around(&walked, id(9)), Graph::default());
    }

    #[test]
    fn a_cycle_is_walked_once() {
        let walked = around(&graph(&[true; 3], &[(0, 1), (1, 2), (2, 0)]), id(1));
        assert_eq!(walked.nodes.len(), 3);
        assert_eq!(walked.edges.len(), 3);
    }

    #[test]
    fn hidden_nodes_keep_their_place_in_the_shape_only() {
        let mut next = 100;
        let redacted = redact(graph(&[true, false, true], &[(0, 1), (1, 2), (0, 2)]), &mut || {
            next += 1;
            id(next)
        });
        let hidden = Node { id: id(101), label: None, state: None, unprompted: false, ..node(1, false) };
        assert_eq!(redacted.nodes, [node(0, true), hidden, node(2, true)]);
        let bare = |from, to| Edge { reason: None, ..edge(from, to) };
        assert_eq!(redacted.edges, [bare(0, 101), edge(0, 2), bare(101, 2)]);
    }

    fn graphs() -> impl Strategy<Value = (Vec<bool>, Vec<(usize, usize)>)> {
        let edge = (0_usize..12, 0_usize..12).prop_map(|(a, b)| (a.min(b), a.max(b)));
        let edges = prop::collection::btree_set(edge.prop_filter("no loops", |(a, b)| a != b), 0..24);
        (prop::collection::vec(any::<bool>(), 12), edges.prop_map(|edges| edges.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn a_walk_holds_whatever_a_path_joins_to_the_root((readable, edges) in graphs(), root in 0_usize..12) {
            let whole = graph(&readable, &edges);
            let mut joined = [[false; 12]; 12];
            for (from, to) in &edges {
                joined[*from][*to] = true;
            }
            for by in 0..12 {
                for from in 0..12 {
                    for to in 0..12 {
                        joined[from][to] |= joined[from][by] && joined[by][to];
                    }
                }
            }
            let due = (0..12).filter(|at| *at == root || joined[*at][root] || joined[root][*at]).map(id);
            let walked = around(&whole, id(root));
            prop_assert_eq!(ids(&walked), due.collect::<BTreeSet<_>>());
            prop_assert!(walked.nodes.is_sorted_by_key(|node| (node.kind, node.id)));
            let mut shuffled = whole;
            shuffled.nodes.reverse();
            shuffled.edges.reverse();
            prop_assert_eq!(around(&shuffled, id(root)), walked);
        }

        #[test]
        fn redaction_keeps_the_shape_and_nothing_of_the_hidden((readable, edges) in graphs()) {
            let whole = graph(&readable, &edges);
            let mut next = 1000;
            let redacted = redact(whole.clone(), &mut || {
                next += 1;
                id(next)
            });
            prop_assert_eq!(redacted.nodes.len(), whole.nodes.len());
            prop_assert_eq!(redacted.edges.len(), whole.edges.len());
            for before in &whole.nodes {
                prop_assert_eq!(redacted.nodes.contains(before), before.readable);
                prop_assert_eq!(ids(&redacted).contains(&before.id), before.readable);
            }
            let known = ids(&redacted);
            for edge in &redacted.edges {
                prop_assert!(known.contains(&edge.from) && known.contains(&edge.to));
                let hidden = |end: Uuid| end.as_u128() > 1000;
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
