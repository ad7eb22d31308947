//! Provenance: from the first words somebody voiced to what was made of them, and back.
//!
//! A graph whose edges all run from voice to prototype. What a reader may not read is still there, as a node
//! without a name: nobody learns its words, and nobody is told that a prototype came out of nothing
//! (invariants 6 and 7 of the domain).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::values::words;

pub use pages::{Step, page};
pub use redaction::redact;

mod pages;
mod redaction;
#[cfg(test)]
mod samples;

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
    /// The same graph in the one order it is shown in: nodes by kind and id, edges by their [`Step`], each once.
    fn in_order(mut self) -> Self {
        self.nodes.sort_by_key(|node| (node.kind, node.id));
        self.edges.sort_by(|a, b| (Step::of(a), &a.at, &a.reason).cmp(&(Step::of(b), &b.at, &b.reason)));
        self.edges.dedup_by_key(|edge| Step::of(edge));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::samples::{edge, graph, graphs, id, ids};
    use super::*;

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
    }
}
