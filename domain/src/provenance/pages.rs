//! A walk in parts: a line may be longer than one answer should be.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Edge, EdgeKind, Graph};

/// The place of an edge in the order of a walk: by kind, which is the order of the arc, then by its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// How one thing led to the other.
    pub kind: EdgeKind,
    /// The node nearer to the voice.
    pub from: Uuid,
    /// The node nearer to the prototype.
    pub to: Uuid,
}

impl Step {
    /// The place of an edge.
    #[must_use]
    pub fn of(edge: &Edge) -> Self {
        Self { kind: edge.kind, from: edge.from, to: edge.to }
    }
}

/// At most `most` edges that come after a step, with the nodes they join; and the step to go on from, where more follow.
///
/// Over all pages each edge comes once, and a node with each page that has an edge of it: every page is a graph of its own.
/// A node that no edge touches stands on the first one.
#[must_use]
pub fn page(graph: Graph, after: Option<Step>, most: usize) -> (Graph, Option<Step>) {
    let Graph { mut nodes, mut edges } = graph;
    let joined = |edges: &[Edge]| edges.iter().flat_map(|edge| [edge.from, edge.to]).collect::<BTreeSet<_>>();
    let anywhere = joined(&edges);
    edges.retain(|edge| after.is_none_or(|after| Step::of(edge) > after));
    let more = edges.len() > most;
    edges.truncate(most);
    let here = joined(&edges);
    let alone = |id: &Uuid| after.is_none() && !anywhere.contains(id);
    nodes.retain(|node| here.contains(&node.id) || alone(&node.id));
    let next = edges.last().filter(|_| more).map(Step::of);
    (Graph { nodes, edges }, next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::around;
    use super::super::samples::{graph, graphs, id, ids};
    use super::*;

    #[test]
    fn a_thing_that_led_nowhere_stands_on_the_one_page_there_is() {
        let alone = around(&graph(&[true], &[]), id(0));
        assert_eq!(page(alone.clone(), None, 1), (alone, None));
    }

    proptest! {
        #[test]
        fn the_pages_of_a_walk_are_the_walk((readable, edges) in graphs(), root in 0_usize..12, most in 1_usize..9) {
            let whole = around(&graph(&readable, &edges), id(root));
            let (mut after, mut nodes, mut steps) = (None, BTreeSet::new(), Vec::new());
            loop {
                let (part, next) = page(whole.clone(), after, most);
                prop_assert!(part.edges.len() <= most);
                prop_assert!(part.edges.iter().all(|edge| ids(&part).contains(&edge.from) && ids(&part).contains(&edge.to)));
                prop_assert_eq!(next.is_some(), steps.len() + part.edges.len() < whole.edges.len());
                nodes.extend(ids(&part));
                steps.extend(part.edges);
                match next {
                    Some(_) => after = next,
                    None => break,
                }
            }
            prop_assert_eq!(&steps, &whole.edges);
            prop_assert_eq!(nodes, ids(&whole));
        }
    }
}
