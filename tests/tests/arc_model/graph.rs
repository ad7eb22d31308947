//! The ways of a story: what led to what, as the plain model has it, and whether a way that was walked keeps its promises.

use std::collections::{BTreeMap, BTreeSet};

use super::plain::{Plain, Question, Team};

/// A thing of a story, by its number among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    Statement(usize),
    Challenge(usize),
    Team(usize),
    Prototype(usize),
}

/// A step from one thing to another, and how.
pub type Edge = (Thing, Thing, &'static str);

/// Everything that steps lead to from a thing, itself included.
fn reached(from: Thing, steps: &[(Thing, Thing)]) -> BTreeSet<Thing> {
    let mut reached = BTreeSet::from([from]);
    loop {
        let next = steps.iter().filter(|(here, _)| reached.contains(here)).map(|(_, there)| *there);
        let next: Vec<Thing> = next.filter(|there| !reached.contains(there)).collect();
        if next.is_empty() {
            return reached;
        }
        reached.extend(next);
    }
}

impl Plain {
    /// Every step; a draft is on nobody's line but its own.
    fn edges(&self, root: Thing) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        for way in &self.ways {
            edges.insert((Thing::Statement(way.from), Thing::Statement(way.to), way.kind));
        }
        for (number, Question { was_opened, holds, .. }) in self.questions.iter().enumerate() {
            let challenge = Thing::Challenge(number);
            if *was_opened || root == challenge {
                edges.extend(holds.iter().map(|who| (Thing::Statement(*who), challenge, "adopted_by")));
            }
        }
        for (number, Team { challenge, has_made, .. }) in self.teams.iter().enumerate() {
            edges.insert((Thing::Challenge(*challenge), Thing::Team(number), "taken_up_by"));
            if *has_made {
                edges.insert((Thing::Team(number), Thing::Prototype(number), "made"));
            }
        }
        edges
    }

    /// What led to a thing and what came of it, with the steps between.
    pub fn around(&self, root: Thing) -> (BTreeSet<Thing>, BTreeSet<Edge>) {
        let mut edges = self.edges(root);
        let down: Vec<(Thing, Thing)> = edges.iter().map(|(from, to, _)| (*from, *to)).collect();
        let up: Vec<(Thing, Thing)> = down.iter().map(|(from, to)| (*to, *from)).collect();
        let mut nodes = reached(root, &down);
        nodes.extend(reached(root, &up));
        edges.retain(|(from, to, _)| nodes.contains(from) && nodes.contains(to));
        (nodes, edges)
    }

    /// What a statement became: what was made of it and not taken back, the challenges that were opened on any of that, their teams,
    /// and what these made.
    pub fn became(&self, who: usize) -> BTreeSet<Thing> {
        let ways = self.ways.iter().filter(|way| !way.undone);
        let ways: Vec<_> = ways.map(|way| (Thing::Statement(way.from), Thing::Statement(way.to))).collect();
        let line = reached(Thing::Statement(who), &ways);
        let mut became = line.clone();
        became.remove(&Thing::Statement(who));
        for (number, question) in self.questions.iter().enumerate() {
            if question.was_opened && question.holds.iter().any(|who| line.contains(&Thing::Statement(*who)))
            {
                became.extend(reached(Thing::Challenge(number), &self.onward()));
            }
        }
        became
    }

    fn onward(&self) -> Vec<(Thing, Thing)> {
        let mut steps = Vec::new();
        for (number, Team { challenge, has_made, .. }) in self.teams.iter().enumerate() {
            steps.push((Thing::Challenge(*challenge), Thing::Team(number)));
            steps.extend(has_made.then_some((Thing::Team(number), Thing::Prototype(number))));
        }
        steps
    }

    /// Everything there is.
    pub fn things(&self) -> Vec<Thing> {
        let statements = (0..self.cards.len()).map(Thing::Statement);
        let challenges = (0..self.questions.len()).map(Thing::Challenge);
        let teams = self.teams.iter().enumerate().filter(|(_, team)| team.has_made);
        statements.chain(challenges).chain(teams.map(|(number, _)| Thing::Prototype(number))).collect()
    }
}

/// Whether a walk keeps what provenance promises: it goes round nowhere, and every statement on it that nothing led to was voiced.
pub fn promised(plain: &Plain, edges: &BTreeSet<Edge>, nodes: &BTreeSet<Thing>) -> Result<(), String> {
    let mut into: BTreeMap<Thing, usize> = nodes.iter().map(|node| (*node, 0)).collect();
    for (_, to, _) in edges {
        *into.get_mut(to).ok_or("an edge ends at no node")? += 1;
    }
    let mut open: Vec<Thing> = into.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
    for node in &open {
        match node {
            Thing::Statement(who) if !plain.cards[*who].voiced => {
                return Err(format!("{node:?} was made of nothing"));
            }
            Thing::Team(_) | Thing::Prototype(_) => return Err(format!("{node:?} came of nothing")),
            Thing::Statement(_) | Thing::Challenge(_) => {}
        }
    }
    let mut walked = 0;
    while let Some(here) = open.pop() {
        walked += 1;
        for (_, to, _) in edges.iter().filter(|(from, _, _)| *from == here) {
            let left = into.get_mut(to).ok_or("an edge ends at no node")?;
            *left -= 1;
            if *left == 0 {
                open.push(*to);
            }
        }
    }
    if walked == nodes.len() { Ok(()) } else { Err("it goes round".to_owned()) }
}
