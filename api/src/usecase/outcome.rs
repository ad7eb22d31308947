//! What became of a statement: the challenges that hold it, the teams on them, and what these made.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::{DerivationKind, StatementState};
use palabre_domain::provenance::NodeKind;
use palabre_domain::resonance;
use palabre_domain::values::{AccountId, ChallengeId, EditionId, StatementId, ThemeId};
use palabre_persistence::arc::{self, ArcChallenge, Link, Stretch};
use palabre_persistence::derivations::{self, Source};
use palabre_persistence::dispositions::NewStatement;
use palabre_persistence::statements::{self, Statement};
use palabre_persistence::{Tx, resonances, statement_readers, themes};
use uuid::Uuid;

use super::Failure;
use super::provenance::opening;
use super::sight::Sight;

/// A statement as a caller gets it, with what became of it.
#[derive(Debug, Clone)]
pub struct StatementView {
    /// The statement.
    pub statement: Statement,
    /// Who was named as a reader of it, for who moderates.
    pub readers: Option<Vec<AccountId>>,
    /// What it was made of, as far as the caller may know of it.
    pub derived_from: Vec<StatementId>,
    /// The challenges that hold it, as far as the caller reads them.
    pub challenges: Vec<ChallengeId>,
    /// What became of it, in the order of the arc.
    pub became: Vec<Became>,
    /// What it is about, by the ids of the themes.
    pub themes: Vec<ThemeId>,
    /// How many structures live it too, or what was merged into it; nothing is said of few.
    pub resonance: Option<u32>,
}

/// One thing that a statement led to. What the caller may not read is there, without a name: that something came of the
/// words is no secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Became {
    /// What it is.
    pub kind: NodeKind,
    /// What the caller may read of it.
    pub known: Option<Known>,
}

/// What is said of a thing to who may read it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// Its id.
    pub id: Uuid,
    /// Its question or its name.
    pub label: String,
    /// The word of its state, or of its stage.
    pub state: String,
}

impl StatementView {
    /// A statement that was just voiced, as its voice gets it: nothing became of it yet, and all of it is their own.
    pub(super) fn voiced(edition: EditionId, new: NewStatement, themes: Vec<ThemeId>) -> Self {
        let NewStatement {
            id,
            text,
            language,
            voice,
            name,
            origin,
            structure,
            sensitivity,
            author: _,
            voiced_on,
            item,
        } = new;
        let statement = Statement {
            id,
            version: 1,
            edition,
            reads_words: true,
            reads_reasons: true,
            first_text: Some(text.clone()),
            text: Some(text),
            public_text: None,
            language,
            voice,
            name,
            origin,
            structure,
            sensitivity,
            state: StatementState::Submitted,
            reason: None,
            voiced_on,
            item,
        };
        let (derived_from, challenges, became) = (Vec::new(), Vec::new(), Vec::new());
        Self { statement, readers: None, derived_from, challenges, became, themes, resonance: None }
    }
}

/// Statements with what became of them: a fixed number of SQL statements for any number of them.
pub(super) async fn views(
    tx: &Tx,
    edition: &EditionScope,
    sight: &Sight<'_>,
    statements: Vec<Statement>,
) -> Result<Vec<StatementView>, Failure> {
    let ids: Vec<Uuid> = statements.iter().map(|statement| statement.id.0).collect();
    let onward = derivations::onward(tx, &ids).await?;
    let reached: BTreeSet<Uuid> = onward.values().flatten().copied().collect();
    let sources = derivations::sources_of(tx, ids.iter().chain(&reached).copied()).await?;
    let made_of = ids.iter().filter_map(|id| sources.get(id)).flatten();
    let beside = made_of.map(|source| source.id.0).chain(reached.iter().copied());
    let beside: BTreeSet<Uuid> = beside.filter(|id| !ids.contains(id)).collect();
    let mut known = match beside.is_empty() {
        true => BTreeMap::new(),
        false => statements::of_line(tx, edition, beside, &sight.reader).await?,
    };
    known.extend(statements.iter().map(|statement| (statement.id.0, statement.clone())));
    let stretch = arc::from_statements(tx, edition, reached.into_iter().collect(), None).await?;
    let readers = match sight.reader.of_everything {
        true => Some(statement_readers::of_each(tx, ids.clone()).await?),
        false => None,
    };
    let paths = Paths { onward, sources, known, readers, ..Paths::of(&stretch, sight) };
    let mut about = themes::of_statements(tx, ids.iter().copied()).await?;
    let lived = resonances::counts(tx, &derivations::merged_into(tx, &ids).await?).await?;
    let view = |statement: Statement| {
        let themes = about.remove(&statement.id).unwrap_or_default();
        let resonance = lived.get(&statement.id).and_then(|structures| resonance::shown(*structures));
        StatementView { themes, resonance, ..paths.view(statement) }
    };
    Ok(statements.into_iter().map(view).collect())
}

/// One statement with what became of it.
pub(super) async fn view(
    tx: &Tx,
    edition: &EditionScope,
    sight: &Sight<'_>,
    statement: Statement,
) -> Result<StatementView, Failure> {
    views(tx, edition, sight, vec![statement]).await?.pop().ok_or_else(Failure::not_found)
}

/// What hangs on each challenge, as the caller gets it.
#[derive(Default)]
struct Paths {
    held_by: BTreeMap<StatementId, Vec<ChallengeId>>,
    readable: BTreeMap<ChallengeId, bool>,
    /// The challenge itself if it ever opened, its teams, the prototypes of these and those that answer it; with the
    /// id behind each, since a prototype may come by two ways.
    led_to: BTreeMap<ChallengeId, BTreeMap<Uuid, Became>>,
    /// What came of each statement by merging, splitting and carrying, itself included.
    onward: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// What each of these was made of.
    sources: BTreeMap<Uuid, Vec<Source>>,
    /// The statements beside them that the caller may know of.
    known: BTreeMap<Uuid, Statement>,
    /// Who was named as a reader of each, where the caller moderates.
    readers: Option<BTreeMap<Uuid, Vec<AccountId>>>,
}

impl Paths {
    fn of(stretch: &Stretch, sight: &Sight<'_>) -> Self {
        let Stretch { links, challenges, teams, prototypes, answers, others: _ } = stretch;
        let mut paths = Self::default();
        for Link { statement, challenge, adopted_on: _ } in links {
            paths.held_by.entry(*statement).or_default().push(*challenge);
        }
        for challenge in challenges {
            let ArcChallenge { id, edition: _, question, state, was_opened } = challenge;
            let readable = sight.challenge(challenge, stretch);
            paths.readable.insert(*id, readable);
            if *was_opened {
                let known = (id.0, question.as_str(), state.as_str());
                paths.add(*id, NodeKind::Challenge, known, readable);
            }
        }
        let mut challenge_of = BTreeMap::new();
        for team in teams {
            let Some(challenge) = team.challenge else { continue };
            challenge_of.insert(team.id, challenge);
            let known = (team.id.0, team.name.as_str(), team.state.as_str());
            paths.add(challenge, NodeKind::Team, known, sight.team(team, stretch));
        }
        for prototype in prototypes {
            let answered =
                answers.iter().filter(|(id, _)| *id == prototype.id).map(|(_, challenge)| *challenge);
            let known = (prototype.id.0, prototype.name.as_str(), prototype.stage.as_str());
            for challenge in answered.chain(challenge_of.get(&prototype.team).copied()) {
                paths.add(challenge, NodeKind::Prototype, known, sight.prototype(prototype, stretch));
            }
        }
        paths
    }

    fn add(
        &mut self,
        challenge: ChallengeId,
        kind: NodeKind,
        (id, label, state): (Uuid, &str, &str),
        readable: bool,
    ) {
        let known = Known { id, label: label.to_owned(), state: state.to_owned() };
        let became = Became { kind, known: readable.then_some(known) };
        self.led_to.entry(challenge).or_default().insert(id, became);
    }

    fn view(&self, mut statement: Statement) -> StatementView {
        let holding = self.held_by.get(&statement.id).map(Vec::as_slice).unwrap_or_default();
        let readable = |id: &&ChallengeId| self.readable.get(id).copied().unwrap_or_default();
        let challenges = holding.iter().filter(readable).copied().collect();
        let own = BTreeSet::from([statement.id.0]);
        let line = self.onward.get(&statement.id.0).unwrap_or(&own);
        let held = line.iter().filter_map(|id| self.held_by.get(&StatementId(*id))).flatten();
        let came: BTreeMap<&Uuid, &Became> =
            held.filter_map(|challenge| self.led_to.get(challenge)).flatten().collect();
        let mut became: Vec<Became> = came.into_values().cloned().collect();
        became.extend(line.iter().filter(|id| **id != statement.id.0).map(|id| self.derived(*id)));
        if line.iter().any(|id| self.hides_why(&statement, *id)) {
            statement.reason = None;
        }
        let sources = self.sources.get(&statement.id.0).map(Vec::as_slice).unwrap_or_default();
        let told = sources.iter().map(|source| source.id).filter(|id| self.known.contains_key(&id.0));
        let derived_from = told.collect();
        // By kind; the unknown ones first, so that their place among time-ordered ids tells nothing.
        became.sort();
        let named = |readers: &BTreeMap<Uuid, Vec<AccountId>>| readers.get(&statement.id.0).cloned();
        let readers = self.readers.as_ref().map(|readers| named(readers).unwrap_or_default());
        let (themes, resonance) = (Vec::new(), None);
        StatementView { statement, readers, derived_from, challenges, became, themes, resonance }
    }

    /// Whether the one was made of the other, and is not for the caller to know: why it was made speaks of both.
    fn hides_why(&self, of: &Statement, made: Uuid) -> bool {
        let is_source = |source: &Source| {
            source.id == of.id && !source.undone && source.kind != DerivationKind::CarriedFrom
        };
        let reads_why = |made: &Statement| made.reads_reasons;
        self.sources.get(&made).is_some_and(|sources| sources.iter().any(is_source))
            && !self.known.get(&made).is_some_and(reads_why)
    }

    /// A statement that was made of the one that is looked at.
    fn derived(&self, id: Uuid) -> Became {
        let known = self.known.get(&id).map(|statement| Known {
            id,
            label: statement.label().as_deref().map(opening).unwrap_or_default(),
            state: statement.state.as_str().to_owned(),
        });
        Became { kind: NodeKind::ProblemStatement, known }
    }
}
