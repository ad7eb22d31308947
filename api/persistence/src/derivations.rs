//! How statements came out of others, as it is written and followed.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::challenge::ChallengeState;
use palabre_domain::problem_statement::DerivationKind;
use palabre_domain::values::{AccountId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{challenge, challenge_statement, derivation};
use crate::mapping::word;
use crate::{DbError, Tx};

/// A statement came out of another one.
#[derive(Debug, Clone)]
pub struct NewDerivation {
    /// What was there before.
    pub source: StatementId,
    /// What came of it.
    pub target: StatementId,
    /// How.
    pub kind: DerivationKind,
    /// The date.
    pub on: String,
    /// Who made it.
    pub by: Option<AccountId>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// How a statement came out of another one, as it is told.
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
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// What a statement came out of.
#[derive(Debug, Clone)]
pub struct Source {
    /// What was there before.
    pub id: StatementId,
    /// How.
    pub kind: DerivationKind,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Which way one goes along derivations.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    /// To what came of a statement.
    Onward,
    /// To what it came out of.
    Back,
}

/// How many derivations one statement of SQL writes, or is asked for, at most.
const AT_ONCE: usize = 500;

/// Keeps derivations. A target is always newer than its sources, so that no circle can come about.
///
/// # Errors
/// The database's own.
pub async fn keep(tx: &Tx, new: Vec<NewDerivation>) -> Result<(), DbError> {
    let row = |new: NewDerivation| derivation::ActiveModel {
        // Not ordered by time: it may hang on an anonymous statement.
        id: Set(Uuid::new_v4()),
        source_id: Set(new.source.0),
        target_id: Set(new.target.0),
        kind: Set(new.kind.as_str().to_owned()),
        made_on: Set(new.on),
        made_by: Set(new.by.map(Into::into)),
        reason: Set(new.reason),
        undone_on: Set(None),
    };
    let rows: Vec<derivation::ActiveModel> = new.into_iter().map(row).collect();
    for some in rows.chunks(AT_ONCE) {
        derivation::Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// What these statements came out of, by statement.
///
/// # Errors
/// The database's own.
pub async fn sources_of(
    tx: &Tx,
    targets: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Source>>, DbError> {
    let rows = derivation::Entity::find()
        .filter(derivation::Column::TargetId.is_in(targets))
        .order_by_asc(derivation::Column::SourceId)
        .all(tx.conn())
        .await?;
    let mut sources: BTreeMap<Uuid, Vec<Source>> = BTreeMap::new();
    for row in rows {
        let (id, undone) = (StatementId(row.source_id), row.undone_on.is_some());
        sources.entry(row.target_id).or_default().push(Source { id, kind: word(&row.kind)?, undone });
    }
    Ok(sources)
}

/// Notes that a merged statement was taken apart.
///
/// # Errors
/// The database's own.
pub async fn undo(tx: &Tx, target: StatementId, on: &str) -> Result<(), DbError> {
    derivation::Entity::update_many()
        .col_expr(derivation::Column::UndoneOn, Expr::value(on))
        .filter(derivation::Column::TargetId.eq(target.0))
        .filter(derivation::Column::Kind.eq(DerivationKind::MergedInto.as_str()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Whether a challenge that was not withdrawn holds a statement, which is locked: drafts too.
///
/// # Errors
/// The database's own.
pub async fn is_held(tx: &Tx, statement: StatementId) -> Result<bool, DbError> {
    let count = challenge_statement::Entity::find()
        .inner_join(challenge::Entity)
        .filter(challenge_statement::Column::StatementId.eq(statement.0))
        .filter(challenge::Column::State.ne(ChallengeState::Withdrawn.as_str()))
        .count(tx.conn())
        .await?;
    Ok(count > 0)
}

/// Everything that one meets on the way from these statements, themselves included, what was taken back too.
///
/// One statement of SQL for each step: it costs what the line is long, and not what the event is large. Where it has met more than `most`,
/// and that is said, it goes no further.
///
/// # Errors
/// The database's own.
pub(crate) async fn met(
    tx: &Tx,
    from: impl IntoIterator<Item = Uuid>,
    way: Way,
    most: Option<usize>,
) -> Result<BTreeSet<Uuid>, DbError> {
    use derivation::Column::{SourceId, TargetId};
    let (here, there) = match way {
        Way::Onward => (SourceId, TargetId),
        Way::Back => (TargetId, SourceId),
    };
    let mut met: BTreeSet<Uuid> = from.into_iter().collect();
    let mut open: Vec<Uuid> = met.iter().copied().collect();
    while !open.is_empty() && most.is_none_or(|most| met.len() <= most) {
        let found = derivation::Entity::find()
            .select_only()
            .column(there)
            .distinct()
            .filter(here.is_in(open))
            .limit(most.map(one_more_than))
            .into_tuple::<Uuid>()
            .all(tx.conn())
            .await?;
        open = found.into_iter().filter(|id| met.insert(*id)).collect();
    }
    Ok(met)
}

/// By which it shows that there are more.
pub(crate) fn one_more_than(most: usize) -> u64 {
    u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1)
}

/// How each of these statements came out of others of them, what was taken back too.
///
/// # Errors
/// The database's own.
pub(crate) async fn between(tx: &Tx, ids: &BTreeSet<Uuid>) -> Result<Vec<Derivation>, DbError> {
    let rows = derivation::Entity::find()
        .filter(derivation::Column::SourceId.is_in(ids.iter().copied()))
        .filter(derivation::Column::TargetId.is_in(ids.iter().copied()))
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

/// What these statements were carried to, from edition to edition: the same words again. Not themselves.
///
/// # Errors
/// The database's own.
pub(crate) async fn copies(tx: &Tx, of: &[Uuid]) -> Result<BTreeSet<Uuid>, DbError> {
    let (mut copies, mut open) = (BTreeSet::new(), of.to_vec());
    while !open.is_empty() {
        let found = derivation::Entity::find()
            .select_only()
            .column(derivation::Column::TargetId)
            .filter(derivation::Column::SourceId.is_in(open))
            .filter(derivation::Column::Kind.eq(DerivationKind::CarriedFrom.as_str()))
            .into_tuple::<Uuid>()
            .all(tx.conn())
            .await?;
        open = found.into_iter().filter(|id| copies.insert(*id)).collect();
    }
    Ok(copies)
}

/// What came of each of these statements, step by step to the end, themselves included; what was taken back leads nowhere.
///
/// One statement of SQL for each step of the longest way.
///
/// # Errors
/// The database's own.
pub async fn onward(tx: &Tx, from: &[Uuid]) -> Result<BTreeMap<Uuid, BTreeSet<Uuid>>, DbError> {
    let mut steps: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let mut seen: BTreeSet<Uuid> = from.iter().copied().collect();
    let mut open: Vec<Uuid> = from.to_vec();
    while !open.is_empty() {
        let found = derivation::Entity::find()
            .select_only()
            .columns([derivation::Column::SourceId, derivation::Column::TargetId])
            .filter(derivation::Column::SourceId.is_in(open))
            .filter(derivation::Column::UndoneOn.is_null())
            .into_tuple::<(Uuid, Uuid)>()
            .all(tx.conn())
            .await?;
        open = Vec::new();
        for (source, target) in found {
            steps.entry(source).or_default().push(target);
            if seen.insert(target) {
                open.push(target);
            }
        }
    }
    Ok(walked(from, &steps))
}

/// What was merged into each of these statements, step by step to the first ones, themselves included; what was taken back is not.
///
/// One statement of SQL for each step of the longest way.
///
/// # Errors
/// The database's own.
pub async fn merged_into(tx: &Tx, these: &[Uuid]) -> Result<BTreeMap<Uuid, BTreeSet<Uuid>>, DbError> {
    let mut steps: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let mut seen: BTreeSet<Uuid> = these.iter().copied().collect();
    let mut open: Vec<Uuid> = these.to_vec();
    while !open.is_empty() {
        let mut sources = Vec::new();
        for (target, found) in sources_of(tx, open).await? {
            let merged = found.iter().filter(|one| one.kind == DerivationKind::MergedInto && !one.undone);
            let merged: Vec<Uuid> = merged.map(|source| source.id.0).collect();
            sources.extend(merged.iter().copied().filter(|source| seen.insert(*source)));
            steps.insert(target, merged);
        }
        open = sources;
    }
    Ok(walked(these, &steps))
}

/// What is reached from each of these by any number of steps, itself included.
fn walked(from: &[Uuid], steps: &BTreeMap<Uuid, Vec<Uuid>>) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
    let walk = |start: &Uuid| {
        let mut reached = BTreeSet::from([*start]);
        let mut open = vec![*start];
        while let Some(here) = open.pop() {
            open.extend(steps.get(&here).into_iter().flatten().filter(|there| reached.insert(**there)));
        }
        (*start, reached)
    };
    from.iter().map(walk).collect()
}
