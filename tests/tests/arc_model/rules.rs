//! The same story, kept by the pure rules of the domain: moves, what is made of others, what challenges hold, and the walk.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::Rejection;
use palabre_domain::challenge::{ChallengeMove, ChallengeState, give_back, take_up, takes_teams, withdraw};
use palabre_domain::funnel::Counts;
use palabre_domain::problem_statement::{
    Origin, Sensitivity, StatementMove, StatementState, Traits, adopt, apply_to_all, has_words,
    may_be_reworded, merged, release, take_apart,
};
use palabre_domain::provenance::{self, EdgeKind, Graph, Node, NodeKind};
use palabre_domain::rejection::Refusal;
use palabre_domain::team::{TeamMove, TeamState};
use palabre_domain::values::StatementId;
use uuid::Uuid;

use super::graph::Thing;
use super::story::{Act, Outcome, Verb};

struct Statement {
    state: StatementState,
    sensitivity: Sensitivity,
    voiced: bool,
    wordless: bool,
}

struct Challenge {
    state: ChallengeState,
    was_opened: bool,
    holds: Vec<usize>,
}

struct Team {
    challenge: usize,
    state: TeamState,
    has_made: bool,
}

struct Way {
    from: usize,
    to: usize,
    kind: EdgeKind,
    undone: bool,
}

/// An edition, as the rules keep it.
#[derive(Default)]
pub struct Rules {
    statements: Vec<Statement>,
    challenges: Vec<Challenge>,
    teams: Vec<Team>,
    ways: Vec<Way>,
}

fn uuid(thing: Thing) -> Uuid {
    let (kind, number) = match thing {
        Thing::Statement(number) => (NodeKind::ProblemStatement, number),
        Thing::Challenge(number) => (NodeKind::Challenge, number),
        Thing::Team(number) => (NodeKind::Team, number),
        Thing::Prototype(number) => (NodeKind::Prototype, number),
    };
    Uuid::from_u128(((kind as u128) << 64) | number as u128)
}

fn thing(id: Uuid) -> Thing {
    let number = usize::try_from(id.as_u128() & u128::from(u64::MAX)).unwrap();
    let all =
        [Thing::Statement(number), Thing::Challenge(number), Thing::Team(number), Thing::Prototype(number)];
    all.into_iter().find(|thing| uuid(*thing) == id).unwrap()
}

fn step_of(verb: Verb) -> StatementMove {
    match verb {
        Verb::Accept => StatementMove::Accept,
        Verb::Return => StatementMove::Return,
        Verb::SetAside => StatementMove::SetAside,
        Verb::Refer => StatementMove::Refer,
        Verb::Park => StatementMove::Park,
        Verb::Reopen => StatementMove::Reopen,
    }
}

impl Rules {
    pub fn states(&self) -> Vec<&'static str> {
        self.statements.iter().map(|statement| statement.state.as_str()).collect()
    }

    pub fn restricted(&self) -> Vec<bool> {
        self.statements.iter().map(|statement| statement.sensitivity != Sensitivity::Open).collect()
    }

    pub fn challenges(&self) -> Vec<&'static str> {
        self.challenges.iter().map(|challenge| challenge.state.as_str()).collect()
    }

    /// The funnel.
    pub fn counts(&self) -> Counts {
        let number = |count: usize| count as u64;
        let mut by_state: BTreeMap<StatementState, u64> = BTreeMap::new();
        for statement in &self.statements {
            *by_state.entry(statement.state).or_default() += 1;
        }
        let received = self.statements.iter().filter(|statement| statement.voiced).count();
        let lost =
            |who: &usize| self.statements[*who].state == StatementState::Adopted && !self.is_held(*who, None);
        let holding = self.challenges.iter().filter(|challenge| challenge.state.holds_statements());
        let taken_up = self.challenges.iter().filter(|challenge| challenge.state.is_taken_up());
        Counts {
            received: number(received),
            derived: number(self.statements.len() - received),
            by_state,
            adopted_without_challenge: number((0..self.statements.len()).filter(lost).count()),
            challenges: number(holding.count()),
            challenges_taken_up: number(taken_up.count()),
            teams: number(self.teams.iter().filter(|team| team.state != TeamState::Dissolved).count()),
            prototypes: number(self.teams.iter().filter(|team| team.has_made).count()),
        }
    }

    /// The walk around a thing.
    pub fn around(&self, root: Thing) -> BTreeSet<Thing> {
        let mut graph = Graph::default();
        let mut steps = Vec::new();
        let node = |thing: Thing, kind| Node {
            id: uuid(thing),
            kind,
            label: None,
            state: None,
            unprompted: false,
            readable: true,
        };
        for number in 0..self.statements.len() {
            graph.nodes.push(node(Thing::Statement(number), NodeKind::ProblemStatement));
        }
        for way in &self.ways {
            steps.push((Thing::Statement(way.from), way.kind, Thing::Statement(way.to)));
        }
        for (number, challenge) in self.challenges.iter().enumerate() {
            let held_by = Thing::Challenge(number);
            graph.nodes.push(node(held_by, NodeKind::Challenge));
            if challenge.was_opened || root == held_by {
                let held = challenge.holds.iter();
                steps.extend(held.map(|who| (Thing::Statement(*who), EdgeKind::AdoptedBy, held_by)));
            }
        }
        for (number, team) in self.teams.iter().enumerate() {
            graph.nodes.push(node(Thing::Team(number), NodeKind::Team));
            steps.push((Thing::Challenge(team.challenge), EdgeKind::TakenUpBy, Thing::Team(number)));
            if team.has_made {
                graph.nodes.push(node(Thing::Prototype(number), NodeKind::Prototype));
                steps.push((Thing::Team(number), EdgeKind::Made, Thing::Prototype(number)));
            }
        }
        graph.edges.extend(steps.into_iter().map(|(from, kind, to)| provenance::Edge {
            from: uuid(from),
            to: uuid(to),
            kind,
            at: None,
            reason: None,
        }));
        provenance::around(&graph, uuid(root)).nodes.into_iter().map(|node| thing(node.id)).collect()
    }

    /// Lets something happen.
    pub fn takes(&mut self, act: &Act) -> Outcome {
        self.does(act).map_err(|rejection| rejection.code())
    }

    fn does(&mut self, act: &Act) -> Result<(), Rejection> {
        match act {
            Act::Voice { restricted, .. } => {
                let sensitivity = if *restricted { Sensitivity::Restricted } else { Sensitivity::Open };
                self.statements.push(Statement {
                    state: StatementState::Submitted,
                    sensitivity,
                    voiced: true,
                    wordless: false,
                });
            }
            Act::Move { whom, verb, together: _ } => self.moved(whom, step_of(*verb))?,
            Act::SayAgain { who, .. } => {
                self.moved(&[*who], StatementMove::Resubmit)?;
                self.statements[*who].wordless = false;
            }
            Act::Reword { who, .. } => {
                may_be_reworded(self.statements[*who].state)?;
                self.have_words(&[*who])?;
            }
            // What is removed leaves its trace where it was.
            Act::Empty { who } => {
                self.have_words(&[*who])?;
                self.statements[*who].wordless = true;
            }
            Act::Merge { sources, .. } => {
                self.may_move(sources, StatementMove::Merge)?;
                self.have_words(sources)?;
                self.moved(sources, StatementMove::Merge)?;
                let of = sources.iter().map(|source| self.traits(*source)).collect::<Vec<_>>();
                let to = self.made(merged(&of).expect("it has sources").sensitivity);
                let kind = EdgeKind::MergedInto;
                self.ways.extend(sources.iter().map(|from| Way { from: *from, to, kind, undone: false }));
            }
            Act::Split { who, parts } => {
                self.may_move(&[*who], StatementMove::Split)?;
                self.have_words(&[*who])?;
                self.moved(&[*who], StatementMove::Split)?;
                for _ in parts {
                    let to = self.made(self.statements[*who].sensitivity);
                    self.ways.push(Way { from: *who, to, kind: EdgeKind::SplitInto, undone: false });
                }
            }
            Act::TakeApart { who } => {
                let merged = |way: &&Way| way.to == *who && way.kind == EdgeKind::MergedInto && !way.undone;
                let sources: Vec<usize> = self.ways.iter().filter(merged).map(|way| way.from).collect();
                let holds =
                    |one: &Challenge| one.state != ChallengeState::Withdrawn && one.holds.contains(who);
                let held = self.challenges.iter().any(holds);
                self.statements[*who].state = take_apart(self.statements[*who].state, sources.len(), held)?;
                sources.into_iter().for_each(|one| self.statements[one].state = StatementState::Accepted);
                self.ways.iter_mut().filter(|way| way.to == *who).for_each(|way| way.undone = true);
            }
            Act::Draft { holds } => {
                holds.iter().try_for_each(|who| adopt(self.statements[*who].state).map(|_| ()))?;
                self.have_words(holds)?;
                let (state, holds) = (ChallengeState::Draft, holds.clone());
                self.challenges.push(Challenge { state, was_opened: false, holds });
            }
            Act::Open { challenge } => {
                let state = ChallengeMove::Open.apply(self.challenges[*challenge].state)?;
                let holds = self.challenges[*challenge].holds.clone();
                let adopted = holds.iter().map(|who| adopt(self.statements[*who].state));
                let adopted = adopted.collect::<Result<Vec<_>, _>>()?;
                self.have_words(&holds)?;
                holds.iter().zip(adopted).for_each(|(who, state)| self.statements[*who].state = state);
                (self.challenges[*challenge].state, self.challenges[*challenge].was_opened) = (state, true);
            }
            Act::Withdraw { challenge } => {
                let on_it = |team: &&Team| team.challenge == *challenge && team.state != TeamState::Dissolved;
                let teams = u32::try_from(self.teams.iter().filter(on_it).count()).unwrap();
                self.challenges[*challenge].state = withdraw(self.challenges[*challenge].state, teams)?;
                for who in self.challenges[*challenge].holds.clone() {
                    let held = self.is_held(who, Some(*challenge));
                    self.statements[who].state = release(self.statements[who].state, held);
                }
            }
            Act::Gather { challenge, forms } => {
                let state = self.challenges[*challenge].state;
                if !takes_teams(state) {
                    return Err(Refusal::ChallengeNotOpen.into());
                }
                let team =
                    if *forms { TeamMove::Form.apply(TeamState::Forming)? } else { TeamState::Forming };
                self.challenges[*challenge].state = if *forms { take_up(state)? } else { state };
                self.teams.push(Team { challenge: *challenge, state: team, has_made: *forms });
            }
            Act::Dissolve { team } => {
                self.teams[*team].state = TeamMove::Dissolve.apply(self.teams[*team].state)?;
                let challenge = self.teams[*team].challenge;
                let on_it = |team: &Team| team.challenge == challenge && team.state == TeamState::Formed;
                if !self.teams.iter().any(on_it) {
                    self.challenges[challenge].state = give_back(self.challenges[challenge].state);
                }
            }
        }
        Ok(())
    }

    fn have_words(&self, whom: &[usize]) -> Result<(), Rejection> {
        whom.iter().try_for_each(|who| has_words(self.statements[*who].wordless))
    }

    fn may_move(
        &self,
        whom: &[usize],
        step: StatementMove,
    ) -> Result<BTreeMap<StatementId, StatementState>, Rejection> {
        let id = |who: usize| StatementId(uuid(Thing::Statement(who)));
        let before = whom.iter().map(|who| (id(*who), self.statements[*who].state));
        Ok(apply_to_all(step, before)?.into_iter().collect())
    }

    fn moved(&mut self, whom: &[usize], step: StatementMove) -> Result<(), Rejection> {
        let after = self.may_move(whom, step)?;
        let apart = |who: &usize| self.ways.iter().any(|way| way.to == *who && way.undone);
        if step == StatementMove::Reopen && whom.iter().any(apart) {
            return Err(Refusal::TakenApart.into());
        }
        for who in whom {
            self.statements[*who].state = after[&StatementId(uuid(Thing::Statement(*who)))];
        }
        Ok(())
    }

    fn made(&mut self, sensitivity: Sensitivity) -> usize {
        let state = StatementState::Accepted;
        self.statements.push(Statement { state, sensitivity, voiced: false, wordless: false });
        self.statements.len() - 1
    }

    fn traits(&self, who: usize) -> Traits {
        let sensitivity = self.statements[who].sensitivity;
        Traits {
            sensitivity,
            origin: Origin::Citizen,
            language: "fr".to_owned(),
            structure: None,
            item: None,
        }
    }

    /// Whether a challenge that holds its statements holds this one, beside one that lets it go.
    fn is_held(&self, who: usize, beside: Option<usize>) -> bool {
        let mut all = self.challenges.iter().enumerate();
        all.any(|(number, one)| {
            Some(number) != beside && one.state.holds_statements() && one.holds.contains(&who)
        })
    }
}
