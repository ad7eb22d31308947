//! What the walk along the provenance of one thing needs, loaded layer by layer: a fixed number of statements,
//! however long the line is.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::{DerivationKind, Reader};
use palabre_domain::values::{ChallengeId, PrototypeId, StatementId, TeamId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::arc::{self, Stretch};
use crate::entity::{derivation, edition, problem_statement};
use crate::mapping::word;
use crate::statements::{self, Statement};
use crate::{DbError, Tx};

/// Where a walk begins.
#[derive(Debug, Clone, Copy)]
pub enum Root {
    /// At what somebody voiced.
    Statement(StatementId),
    /// At a challenge.
    Challenge(ChallengeId),
    /// At a prototype, made by that team.
    Prototype(PrototypeId, TeamId),
}

impl Root {
    /// The id of the thing.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Statement(id) => id.0,
            Self::Challenge(id) => id.0,
            Self::Prototype(id, _) => id.0,
        }
    }
}

/// A statement came out of another one.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// What was there before.
    pub source: Uuid,
    /// What came of it.
    pub target: Uuid,
    /// How.
    pub kind: DerivationKind,
    /// The date.
    pub on: String,
    /// Why.
    pub reason: Option<String>,
}

/// Everything on the line of one thing, and perhaps a little beside it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The ids of all its statements.
    pub ids: BTreeSet<Uuid>,
    /// Those of them that the reader may know of, as they get them.
    pub statements: BTreeMap<Uuid, Statement>,
    /// How statements came out of others.
    pub derivations: Vec<Derivation>,
    /// From statements to prototypes.
    pub stretch: Stretch,
    /// The challenges that no statement led to.
    pub unprompted: Vec<ChallengeId>,
}

/// Loads the line of a thing; `None` where one of its layers has more than `most` things.
///
/// # Errors
/// The database's own.
pub async fn line(
    tx: &Tx,
    scope: &EditionScope,
    root: Root,
    reader: &Reader,
    most: usize,
) -> Result<Option<Line>, DbError> {
    let one_more = Some(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1));
    let derivations = derivations(tx, scope).await?;
    let mut ids = BTreeSet::new();
    let mut stretch = match root {
        Root::Statement(id) => {
            ids.extend(reached(&derivations, [id.0], |step| (step.source, step.target)));
            arc::from_statements(tx, scope, ids.iter().copied().collect(), one_more).await?
        }
        Root::Challenge(id) => arc::from_challenges(tx, scope, vec![id.0], one_more).await?,
        Root::Prototype(id, team) => arc::to_prototype(tx, scope, id, team, one_more).await?,
    };
    match root {
        Root::Statement(id) => ids.extend(reached(&derivations, [id.0], |step| (step.target, step.source))),
        Root::Challenge(_) | Root::Prototype(..) => {
            let challenges = stretch.challenges.iter().map(|challenge| challenge.id.0).collect();
            stretch.links = arc::held_by(tx, scope, challenges, one_more).await?;
            let held = stretch.links.iter().map(|link| link.statement.0);
            ids.extend(reached(&derivations, held, |step| (step.target, step.source)));
        }
    }
    let Stretch { links, challenges, teams, prototypes, answers } = &stretch;
    let layers = [ids.len(), links.len(), challenges.len(), teams.len(), prototypes.len(), answers.len()];
    if layers.iter().any(|layer| *layer > most) {
        return Ok(None);
    }
    let statements = statements::of_line(tx, scope, ids.iter().copied(), reader).await?;
    let unprompted = arc::unprompted(tx, challenges).await?;
    Ok(Some(Line { ids, statements, derivations, stretch, unprompted }))
}

/// Every derivation of an event: what is carried on comes from its earlier editions.
async fn derivations(tx: &Tx, scope: &EditionScope) -> Result<Vec<Derivation>, DbError> {
    let editions = Query::select()
        .column(edition::Column::Id)
        .from(edition::Entity)
        .and_where(edition::Column::EventId.eq(scope.event_id.0))
        .to_owned();
    let sources = Query::select()
        .column(problem_statement::Column::Id)
        .from(problem_statement::Entity)
        .and_where(problem_statement::Column::EditionId.in_subquery(editions))
        .to_owned();
    let rows = derivation::Entity::find()
        .filter(derivation::Column::SourceId.in_subquery(sources))
        .order_by_asc(derivation::Column::Id)
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let derivation::Model {
                id: _,
                source_id,
                target_id,
                kind,
                made_on,
                made_by: _,
                reason,
                undone_on: _,
            } = row;
            let kind = word(&kind)?;
            Ok(Derivation { source: source_id, target: target_id, kind, on: made_on, reason })
        })
        .collect()
}

/// Everything that steps (here, there) lead to from where they begin, the beginnings included.
fn reached(
    derivations: &[Derivation],
    from: impl IntoIterator<Item = Uuid>,
    step: fn(&Derivation) -> (Uuid, Uuid),
) -> BTreeSet<Uuid> {
    let mut onward: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for (here, there) in derivations.iter().map(step) {
        onward.entry(here).or_default().push(there);
    }
    let mut open: Vec<Uuid> = from.into_iter().collect();
    let mut reached: BTreeSet<Uuid> = open.iter().copied().collect();
    while let Some(here) = open.pop() {
        let next = onward.get(&here).into_iter().flatten().filter(|there| reached.insert(**there));
        open.extend(next);
    }
    reached
}
