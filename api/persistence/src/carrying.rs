//! What an edition left open, as it is carried into a later one of its event.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::{
    DerivationKind, LeftOpen, OriginKind, Sensitivity, StatementState, Voice,
};
use palabre_domain::values::{ChallengeId, EditionId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{challenge, challenge_statement, derivation, problem_statement, wording};
use crate::mapping::word;
use crate::wordings::{self, NewWording};
use crate::{DbError, Tx, search, siblings};

/// A challenge to carry, locked.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// Which.
    pub id: ChallengeId,
    /// The question.
    pub question: String,
    /// What one should know to take it up.
    pub context: Option<String>,
    /// Its state.
    pub state: ChallengeState,
}

/// A statement to carry, locked.
#[derive(Debug, Clone)]
pub struct ToCarry {
    /// What decides whether it may be carried.
    pub stands: LeftOpen,
    /// What it was carried to in the edition before.
    pub copy: Option<CarriedBefore>,
    /// The edition in which it was said.
    pub edition: EditionId,
    /// Who may read its words, and will where it begins anew.
    pub sensitivity: Sensitivity,
    /// Its words as they stand.
    words: String,
}

/// What a statement was carried to before.
#[derive(Debug, Clone, Copy)]
pub struct CarriedBefore {
    /// The statement there.
    pub id: StatementId,
    /// Its state.
    pub state: StatementState,
    /// Whether its words were removed.
    pub is_wordless: bool,
}

/// In which editions of the event these statements are; what is not the event's is left out.
///
/// # Errors
/// The database's own.
pub async fn editions_of_statements(
    tx: &Tx,
    scope: &EditionScope,
    ids: &[StatementId],
) -> Result<BTreeMap<StatementId, EditionId>, DbError> {
    let found = problem_statement::Entity::find()
        .select_only()
        .columns([problem_statement::Column::Id, problem_statement::Column::EditionId])
        .filter(problem_statement::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(problem_statement::Column::EditionId.in_subquery(siblings::of_event(scope)))
        .into_tuple::<(Uuid, Uuid)>()
        .all(tx.conn())
        .await?;
    Ok(found.into_iter().map(|(id, edition)| (StatementId(id), EditionId(edition))).collect())
}

/// In which editions of the event these challenges are; what is not the event's is left out.
///
/// # Errors
/// The database's own.
pub async fn editions_of_challenges(
    tx: &Tx,
    scope: &EditionScope,
    ids: &[ChallengeId],
) -> Result<BTreeMap<ChallengeId, EditionId>, DbError> {
    let found = challenge::Entity::find()
        .select_only()
        .columns([challenge::Column::Id, challenge::Column::EditionId])
        .filter(challenge::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(challenge::Column::EditionId.in_subquery(siblings::of_event(scope)))
        .into_tuple::<(Uuid, Uuid)>()
        .all(tx.conn())
        .await?;
    Ok(found.into_iter().map(|(id, edition)| (ChallengeId(id), EditionId(edition))).collect())
}

/// Challenges that are known to be of the event, locked in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn lock_challenges(tx: &Tx, ids: &[ChallengeId]) -> Result<Vec<Unanswered>, DbError> {
    let rows = challenge::Entity::find()
        .filter(challenge::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(challenge::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let challenge::Model { id, question, context, state, .. } = row;
            Ok(Unanswered { id: ChallengeId(id), question, context, state: word(&state)? })
        })
        .collect()
}

/// Those of these challenges whose question is asked in the edition already, by one that was not withdrawn.
///
/// # Errors
/// The database's own.
pub async fn asked_already(
    tx: &Tx,
    scope: &EditionScope,
    asked: &[Unanswered],
) -> Result<Vec<ChallengeId>, DbError> {
    let found: BTreeSet<String> = challenge::Entity::find()
        .select_only()
        .column(challenge::Column::Question)
        .filter(challenge::Column::EditionId.eq(scope.edition_id.0))
        .filter(challenge::Column::State.ne(ChallengeState::Withdrawn.as_str()))
        .filter(challenge::Column::Question.is_in(asked.iter().map(|challenge| challenge.question.clone())))
        .into_tuple()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    Ok(asked.iter().filter(|one| found.contains(&one.question)).map(|one| one.id).collect())
}

/// What these challenges, which are locked, hold, in the order of ids.
///
/// # Errors
/// The database's own.
pub async fn held_by(
    tx: &Tx,
    challenges: &[Unanswered],
) -> Result<BTreeMap<ChallengeId, Vec<StatementId>>, DbError> {
    let rows = challenge_statement::Entity::find()
        .filter(challenge_statement::Column::ChallengeId.is_in(challenges.iter().map(|one| one.id.0)))
        .order_by_asc(challenge_statement::Column::StatementId)
        .all(tx.conn())
        .await?;
    let mut held: BTreeMap<ChallengeId, Vec<StatementId>> = BTreeMap::new();
    for row in rows {
        held.entry(row.challenge_id.into()).or_default().push(row.statement_id.into());
    }
    Ok(held)
}

/// Statements that are known to be of the event, locked in the order of their ids, with what decides whether they may be carried into this
/// edition: asked under the lock, so that of two who carry the same one the second sees what the first one did.
///
/// # Errors
/// The database's own.
pub async fn lock_statements(
    tx: &Tx,
    into: &EditionScope,
    ids: &BTreeSet<StatementId>,
) -> Result<BTreeMap<StatementId, ToCarry>, DbError> {
    let ids = || ids.iter().map(|id| id.0);
    let rows = problem_statement::Entity::find()
        .filter(problem_statement::Column::Id.is_in(ids()))
        .order_by_asc(problem_statement::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    let answering = ChallengeState::ALL
        .iter()
        .filter(|state| state.holds_statements() && **state != ChallengeState::Unanswered);
    let answered: BTreeSet<Uuid> = challenge_statement::Entity::find()
        .inner_join(challenge::Entity)
        .select_only()
        .column(challenge_statement::Column::StatementId)
        .filter(challenge_statement::Column::StatementId.is_in(ids()))
        .filter(challenge::Column::State.is_in(answering.map(|state| state.as_str())))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    let mut words = words(tx, ids()).await?;
    let copies = copies(tx, into, ids()).await?;
    rows.into_iter()
        .map(|row| {
            let (id, copy) = (StatementId(row.id), copies.get(&row.id).copied());
            let words = words.remove(&row.id).unwrap_or_default();
            let stands = LeftOpen {
                id,
                state: word(&row.state)?,
                is_answered: answered.contains(&row.id),
                is_wordless: words.is_empty(),
                is_carried: copy.is_some(),
            };
            let (edition, sensitivity) = (EditionId(row.edition_id), word(&row.sensitivity)?);
            Ok((id, ToCarry { stands, copy, edition, sensitivity, words }))
        })
        .collect()
}

/// The words of statements as they stand; empty ones where they were removed.
async fn words(tx: &Tx, ids: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, String>, DbError> {
    let rows = wording::Entity::find()
        .filter(wording::Column::StatementId.is_in(ids))
        .order_by_asc(wording::Column::Number)
        .all(tx.conn())
        .await?;
    // The later ones take the place of those before.
    Ok(rows.into_iter().map(|row| (row.statement_id, row.text)).collect())
}

/// What statements were carried to in an edition before, by the earlier ones.
async fn copies(
    tx: &Tx,
    into: &EditionScope,
    ids: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, CarriedBefore>, DbError> {
    let carried = derivation::Entity::find()
        .filter(derivation::Column::SourceId.is_in(ids))
        .filter(derivation::Column::Kind.eq(DerivationKind::CarriedFrom.as_str()))
        .all(tx.conn())
        .await?;
    let here = problem_statement::Entity::find()
        .filter(problem_statement::Column::EditionId.eq(into.edition_id.0))
        .filter(problem_statement::Column::Id.is_in(carried.iter().map(|step| step.target_id)))
        .all(tx.conn())
        .await?;
    let wordless = wordings::removed(tx, here.iter().map(|row| row.id)).await?;
    let mut copies = BTreeMap::new();
    for row in here {
        let is_wordless = wordless.contains(&row.id);
        let copy = CarriedBefore { id: StatementId(row.id), state: word(&row.state)?, is_wordless };
        let steps = carried.iter().filter(|step| step.target_id == row.id);
        copies.extend(steps.map(|step| (step.source_id, copy)));
    }
    Ok(copies)
}

/// Keeps a new statement in the edition for each of these, which are locked, under the id beside it: accepted and nobody's own, with the
/// words as they stand and all that protects them.
///
/// # Errors
/// [`DbError::Conflict`] where one of them is gone.
pub async fn carry(
    tx: &Tx,
    into: &EditionScope,
    each: &[(&ToCarry, StatementId)],
    on: &str,
) -> Result<(), DbError> {
    let rows = problem_statement::Entity::find()
        .filter(problem_statement::Column::Id.is_in(each.iter().map(|(earlier, _)| earlier.stands.id.0)))
        .all(tx.conn())
        .await?;
    let mut rows: BTreeMap<Uuid, problem_statement::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let (mut statements, mut words) = (Vec::new(), Vec::new());
    for (earlier, id) in each {
        let row = rows.remove(&earlier.stands.id.0).ok_or(DbError::Conflict)?;
        statements.push(begun_anew(row, *id, earlier.sensitivity, into, on));
        let first = NewWording { text: &earlier.words, reason: None, written_on: on };
        words.push(first.row(*id, 1));
    }
    if statements.is_empty() {
        return Ok(());
    }
    problem_statement::Entity::insert_many(statements).exec_without_returning(tx.conn()).await?;
    wording::Entity::insert_many(words).exec_without_returning(tx.conn()).await?;
    search::statements(tx, &each.iter().map(|(_, id)| id.0).collect::<Vec<_>>()).await
}

/// What of an earlier statement goes into the one that it is carried to: nothing that leads to who said it.
fn begun_anew(
    earlier: problem_statement::Model,
    id: StatementId,
    sensitivity: Sensitivity,
    into: &EditionScope,
    on: &str,
) -> problem_statement::ActiveModel {
    let problem_statement::Model {
        id: _,
        version: _,
        edition_id: _,
        language,
        voice: _,
        name: _,
        origin,
        structure,
        sensitivity: _,
        public_text,
        state: _,
        state_reason: _,
        author_account_id: _,
        author_registration_id: _,
        origin_kind: _,
        voiced_on: _,
        programme_item_id: _,
    } = earlier;
    problem_statement::ActiveModel {
        id: Set(id.0),
        version: Set(1),
        edition_id: Set(into.edition_id.0),
        language: Set(language),
        voice: Set(Voice::Pseudonymous.as_str().to_owned()),
        name: Set(None),
        origin: Set(origin),
        structure: Set(structure),
        sensitivity: Set(sensitivity.as_str().to_owned()),
        public_text: Set(public_text),
        state: Set(StatementState::Accepted.as_str().to_owned()),
        state_reason: Set(None),
        author_account_id: Set(None),
        author_registration_id: Set(None),
        origin_kind: Set(OriginKind::Derived.as_str().to_owned()),
        voiced_on: Set(on.to_owned()),
        // The item in which it was said is one of the earlier edition.
        programme_item_id: Set(None),
    }
}
