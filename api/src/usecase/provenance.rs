//! Provenance: from the first words to the prototype, both ways.

use std::collections::BTreeSet;

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::policy::table::{GetChallengeProvenance, GetPrototypeProvenance, GetStatementProvenance};
use palabre_domain::policy::{Action, Grant};
use palabre_domain::problem_statement::DerivationKind;
use palabre_domain::provenance::{self, Edge, EdgeKind, Node, NodeKind, Step};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{ChallengeId, utc_text};
use palabre_persistence::arc::{ArcChallenge, ArcPrototype, ArcTeam, Link, Stretch};
use palabre_persistence::provenance::{self as lines, Derivation, Line, Root};
use palabre_persistence::statements::Statement;
use uuid::Uuid;

pub use palabre_domain::provenance::Graph;

use super::sight::Sight;
use super::{App, Ask, Failure, Page};

/// The most things of a kind on one line, pages or not: each page walks all of it. Twice as many parameters are what one statement of SQL
/// takes on SQLite (32,766).
const MOST: usize = 15_000;

/// The most letters of a statement's first words that stand as its label.
const LABEL: usize = 200;

/// Where the next page of a walk begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// A number drawn for this walk, so that what is hidden is called the same on all its pages, and otherwise in every other walk.
    pub walk: Uuid,
    /// The last step of the page before.
    pub step: Step,
}

/// A page of a walk.
#[derive(Debug)]
pub struct Walked {
    /// Its steps, and the things they join.
    pub graph: Graph,
    /// Where the next page begins, where one follows.
    pub next: Option<Way>,
}

impl App {
    /// What led to a statement, and what came of it.
    ///
    /// # Errors
    /// `too_large`.
    pub async fn get_statement_provenance(
        &self,
        ask: &Ask<GetStatementProvenance>,
        page: &Page<Way>,
    ) -> Result<Walked, Failure> {
        let scope = ask.grant.scope();
        self.walk(&ask.grant, &scope.edition, Root::Statement(scope.statement_id), page).await
    }

    /// What led to a challenge, and what came of it.
    ///
    /// # Errors
    /// `too_large`.
    pub async fn get_challenge_provenance(
        &self,
        ask: &Ask<GetChallengeProvenance>,
        page: &Page<Way>,
    ) -> Result<Walked, Failure> {
        let scope = ask.grant.scope();
        self.walk(&ask.grant, &scope.edition, Root::Challenge(scope.challenge_id), page).await
    }

    /// What led to a prototype.
    ///
    /// # Errors
    /// `too_large`.
    pub async fn get_prototype_provenance(
        &self,
        ask: &Ask<GetPrototypeProvenance>,
        page: &Page<Way>,
    ) -> Result<Walked, Failure> {
        let scope = ask.grant.scope();
        let root = Root::Prototype(scope.prototype_id, scope.team.team_id);
        self.walk(&ask.grant, &scope.team.edition, root, page).await
    }

    async fn walk<A: Action>(
        &self,
        grant: &Grant<A>,
        edition: &EditionScope,
        root: Root,
        page: &Page<Way>,
    ) -> Result<Walked, Failure> {
        let walk = page.after.map_or_else(Uuid::new_v4, |way| way.walk);
        let most = usize::try_from(page.limit).unwrap_or(usize::MAX);
        self.read(async |tx| {
            let sight = Sight::of(tx, grant, edition).await?;
            let line = lines::line(tx, edition, root, &sight.reader, MOST).await?;
            let line = provenance::around(&graph(line.ok_or(Refusal::TooLarge)?, &sight, root), root.id());
            let shown = provenance::redact(line, |hidden| self.called(walk, hidden));
            let (graph, next) = provenance::page(shown, page.after.map(|way| way.step), most);
            Ok(Walked { graph, next: next.map(|step| Way { walk, step }) })
        })
        .await
    }

    /// What a thing that is hidden is called in a walk: of its id nobody learns anything without the server's secret.
    fn called(&self, walk: Uuid, hidden: Uuid) -> Uuid {
        let fingerprint = self.keys().fingerprint("hidden in a walk", &[walk.as_bytes(), hidden.as_bytes()]);
        let bytes = fingerprint.first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// The line as a graph, each node beside whether the caller reads it.
fn graph(line: Line, sight: &Sight<'_>, root: Root) -> Graph {
    let Line { ids, statements, derivations, stretch, unprompted } = line;
    let Stretch { links, challenges, teams, prototypes, answers, others: _ } = &stretch;
    // A draft has adopted nothing: it is on nobody's line but its own.
    let drafts: BTreeSet<ChallengeId> = challenges
        .iter()
        .filter(|challenge| !challenge.was_opened && challenge.id.0 != root.id())
        .map(|challenge| challenge.id)
        .collect();
    let mut graph = Graph::default();
    graph.nodes.extend(ids.iter().map(|id| statement_node(*id, statements.get(id))));
    graph.nodes.extend(
        challenges
            .iter()
            .filter(|challenge| !drafts.contains(&challenge.id))
            .map(|challenge| challenge_node(challenge, unprompted.contains(&challenge.id), &stretch, sight)),
    );
    graph.nodes.extend(teams.iter().map(|team| team_node(team, &stretch, sight)));
    graph.nodes.extend(prototypes.iter().map(|prototype| prototype_node(prototype, &stretch, sight)));
    let tells_why = |id: &Uuid| statements.get(id).is_some_and(|statement| statement.reads_reasons);
    graph.edges.extend(derivations.into_iter().map(|step| derivation_edge(step, tells_why)));
    graph.edges.extend(links.iter().map(link_edge));
    graph.edges.extend(teams.iter().filter_map(taken_up_edge));
    for prototype in prototypes {
        let at = Some(utc_text(prototype.created_at));
        let made = (prototype.team.0, prototype.id.0);
        graph.edges.push(edge(made, EdgeKind::Made, at.clone(), None));
        let of_team = teams.iter().find(|team| team.id == prototype.team).and_then(|team| team.challenge);
        let beside = |(id, challenge): &&(_, ChallengeId)| *id == prototype.id && Some(*challenge) != of_team;
        for (_, challenge) in answers.iter().filter(beside) {
            let answered = (challenge.0, prototype.id.0);
            graph.edges.push(edge(answered, EdgeKind::AnsweredBy, at.clone(), None));
        }
    }
    graph
}

fn statement_node(id: Uuid, statement: Option<&Statement>) -> Node {
    let label = statement.and_then(Statement::first_label).as_deref().map(opening);
    Node {
        id,
        kind: NodeKind::ProblemStatement,
        label,
        state: statement.map(|statement| statement.state.as_str().to_owned()),
        unprompted: false,
        readable: statement.is_some(),
    }
}

fn challenge_node(challenge: &ArcChallenge, unprompted: bool, stretch: &Stretch, sight: &Sight<'_>) -> Node {
    Node {
        id: challenge.id.0,
        kind: NodeKind::Challenge,
        label: Some(challenge.question.clone()),
        state: Some(challenge.state.as_str().to_owned()),
        unprompted,
        readable: sight.challenge(challenge, stretch),
    }
}

fn team_node(team: &ArcTeam, stretch: &Stretch, sight: &Sight<'_>) -> Node {
    Node {
        id: team.id.0,
        kind: NodeKind::Team,
        label: Some(team.name.clone()),
        state: Some(team.state.as_str().to_owned()),
        unprompted: false,
        readable: sight.team(team, stretch),
    }
}

fn prototype_node(prototype: &ArcPrototype, stretch: &Stretch, sight: &Sight<'_>) -> Node {
    Node {
        id: prototype.id.0,
        kind: NodeKind::Prototype,
        label: Some(prototype.name.clone()),
        state: Some(prototype.stage.clone()),
        unprompted: false,
        readable: sight.prototype(prototype, stretch),
    }
}

fn edge((from, to): (Uuid, Uuid), kind: EdgeKind, at: Option<String>, reason: Option<String>) -> Edge {
    Edge { from, to, kind, at, reason }
}

fn derivation_edge(step: Derivation, tells_why: impl Fn(&Uuid) -> bool) -> Edge {
    let Derivation { source, target, kind, on, reason } = step;
    let kind = match kind {
        DerivationKind::MergedInto => EdgeKind::MergedInto,
        DerivationKind::SplitInto => EdgeKind::SplitInto,
        DerivationKind::CarriedFrom => EdgeKind::CarriedFrom,
    };
    let reason = reason.filter(|_| tells_why(&source) && tells_why(&target));
    edge((source, target), kind, Some(on), reason)
}

fn link_edge(link: &Link) -> Edge {
    let Link { statement, challenge, adopted_on } = link;
    edge((statement.0, challenge.0), EdgeKind::AdoptedBy, adopted_on.clone(), None)
}

fn taken_up_edge(team: &ArcTeam) -> Option<Edge> {
    let ends = (team.challenge?.0, team.id.0);
    Some(edge(ends, EdgeKind::TakenUpBy, Some(utc_text(team.created_at)), None))
}

/// The beginning of a text, which a person knows it by.
pub(super) fn opening(text: &str) -> String {
    match text.char_indices().nth(LABEL) {
        None => text.to_owned(),
        Some((end, _)) => {
            let mut opening = text.get(..end).unwrap_or_default().trim_end().to_owned();
            opening.push('…');
            opening
        }
    }
}
