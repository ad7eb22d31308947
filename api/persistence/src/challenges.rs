//! Challenges, and the statements they hold.

use std::collections::BTreeMap;

use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::scopes::{ChallengeScope, EditionScope};
use palabre_domain::problem_statement::Reader;
use palabre_domain::search::Sought;
use palabre_domain::team::{self as team_rules, TeamState};
use palabre_domain::values::{ChallengeId, ClusterId, EditionId, Instant, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::beginning::begins;
use crate::entity::challenge::{self, Column, Entity};
use crate::entity::{challenge_statement as link, problem_statement, team};
use crate::mapping::{saved, word};
use crate::reading::shown_to;
use crate::search::{self, Findable, Kind};
use crate::{DbError, Tx};

/// A challenge.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// Its id.
    pub id: ChallengeId,
    /// Counts its changes.
    pub version: i64,
    /// When it was drafted.
    pub created_at: Instant,
    /// When it was opened, if it ever was: then anyone reads it.
    pub opened_at: Option<Instant>,
    /// In which edition.
    pub edition: EditionId,
    /// The question.
    pub question: String,
    /// What one should know to take it up.
    pub context: Option<String>,
    /// Where it stands.
    pub state: ChallengeState,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// The cluster it was made of, where it was.
    pub cluster: Option<ClusterId>,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct ChallengeFilter {
    /// This state only.
    pub state: Option<ChallengeState>,
    /// Those in whose question or context this is found.
    pub q: Option<Sought>,
}

fn record(row: challenge::Model) -> Result<Challenge, DbError> {
    let challenge::Model {
        id,
        version,
        created_at,
        opened_at,
        edition_id,
        question,
        context,
        state,
        state_reason,
        cluster_id,
    } = row;
    Ok(Challenge {
        id: ChallengeId(id),
        version,
        created_at,
        opened_at,
        edition: EditionId(edition_id),
        question,
        context,
        state: word(&state)?,
        reason: state_reason,
        cluster: cluster_id.map(ClusterId),
    })
}

/// A challenge as it is found; whoever changes its question or context takes it in anew.
fn findable(challenge: &Challenge) -> Findable<'_> {
    let own = [Some(challenge.question.as_str()), challenge.context.as_deref()].into_iter().flatten();
    Findable::of(Kind::Challenge, challenge.edition.0, challenge.id.0, own)
}

/// Keeps a new challenge and what it holds; it adopts nothing yet.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Challenge, statements: &[StatementId]) -> Result<(), DbError> {
    let row = challenge::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        opened_at: Set(new.opened_at),
        edition_id: Set(new.edition.0),
        question: Set(new.question.clone()),
        context: Set(new.context.clone()),
        state: Set(new.state.as_str().to_owned()),
        state_reason: Set(new.reason.clone()),
        cluster_id: Set(new.cluster.map(Into::into)),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    search::add(tx, &findable(new)).await?;
    take(tx, new, statements, None).await
}

/// Lets a challenge hold statements that it does not hold yet; `adopted_on` says since when, where it is open.
///
/// # Errors
/// The database's own.
pub async fn take(
    tx: &Tx,
    challenge: &Challenge,
    statements: &[StatementId],
    adopted_on: Option<&str>,
) -> Result<(), DbError> {
    if statements.is_empty() {
        return Ok(());
    }
    let links = statements.iter().map(|statement| link::ActiveModel {
        challenge_id: Set(challenge.id.0),
        statement_id: Set(statement.0),
        adopted_on: Set(adopted_on.map(str::to_owned)),
    });
    link::Entity::insert_many(links).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Lets a challenge hold these statements no more.
///
/// # Errors
/// The database's own.
pub async fn let_go(tx: &Tx, challenge: &Challenge, statements: &[StatementId]) -> Result<(), DbError> {
    link::Entity::delete_many()
        .filter(link::Column::ChallengeId.eq(challenge.id.0))
        .filter(link::Column::StatementId.is_in(statements.iter().map(|statement| statement.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The challenge of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &ChallengeScope) -> Result<Option<Challenge>, DbError> {
    let row = Entity::find_by_id(scope.challenge_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The challenge of a scope, locked: before its teams and its statements.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &ChallengeScope) -> Result<Option<Challenge>, DbError> {
    let row = Entity::find_by_id(scope.challenge_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// Saves where a challenge stands and what it asks, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, challenge: &mut Challenge) -> Result<(), DbError> {
    let read_at = challenge.version;
    challenge.version += 1;
    let result = Entity::update_many()
        .col_expr(Column::Version, Expr::value(challenge.version))
        .col_expr(Column::State, Expr::value(challenge.state.as_str()))
        .col_expr(Column::StateReason, Expr::value(challenge.reason.clone()))
        .col_expr(Column::OpenedAt, Expr::value(challenge.opened_at))
        .col_expr(Column::Question, Expr::value(challenge.question.clone()))
        .col_expr(Column::Context, Expr::value(challenge.context.clone()))
        .col_expr(Column::ClusterId, Expr::value(challenge.cluster.map(|cluster| cluster.0)))
        .filter(Column::Id.eq(challenge.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Lets a challenge be found by its words as they are now.
///
/// # Errors
/// The database's own.
pub async fn make_findable(tx: &Tx, challenge: &Challenge) -> Result<(), DbError> {
    search::replace(tx, &[findable(challenge)]).await
}

/// The challenges of an edition, oldest first; `opened_only` leaves out those that never opened.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: &EditionScope,
    opened_only: bool,
    filter: &ChallengeFilter,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Challenge>, DbError> {
    let ChallengeFilter { state, q } = filter;
    let found = |sought| search::found(Kind::Challenge, edition.edition_id, Column::Id, sought, after);
    let narrowed = Condition::all()
        .add_option(opened_only.then(|| Column::OpenedAt.is_not_null()))
        .add_option(state.map(|state| Column::State.eq(state.as_str())))
        .add_option(q.as_ref().map(found));
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(begins(tx, Column::Id, after, q.is_some()))
        .filter(narrowed)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The statements that these challenges hold, as far as this reader may know of them, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn statements_of(
    tx: &Tx,
    challenges: &[Challenge],
    reader: &Reader,
) -> Result<BTreeMap<ChallengeId, Vec<StatementId>>, DbError> {
    let rows = link::Entity::find()
        .inner_join(problem_statement::Entity)
        .filter(link::Column::ChallengeId.is_in(challenges.iter().map(|challenge| challenge.id.0)))
        .filter(shown_to(reader))
        .order_by_asc(link::Column::StatementId)
        .all(tx.conn())
        .await?;
    let mut held: BTreeMap<ChallengeId, Vec<StatementId>> = BTreeMap::new();
    for row in rows {
        held.entry(row.challenge_id.into()).or_default().push(row.statement_id.into());
    }
    Ok(held)
}

/// Everything that a challenge holds, whoever asks.
///
/// # Errors
/// The database's own.
pub async fn held(tx: &Tx, challenge: &Challenge) -> Result<Vec<StatementId>, DbError> {
    let rows = link::Entity::find()
        .filter(link::Column::ChallengeId.eq(challenge.id.0))
        .order_by_asc(link::Column::StatementId)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| StatementId(row.statement_id)).collect())
}

/// Notes the date on which a challenge adopted what it holds.
///
/// # Errors
/// The database's own.
pub async fn adopt_on(tx: &Tx, challenge: &Challenge, date: &str) -> Result<(), DbError> {
    link::Entity::update_many()
        .col_expr(link::Column::AdoptedOn, Expr::value(date))
        .filter(link::Column::ChallengeId.eq(challenge.id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Of these statements, those that another challenge holds, opened and not withdrawn. Asked once they are locked: who
/// adopts or lets go of them has to come by that lock.
///
/// # Errors
/// The database's own.
pub async fn held_elsewhere(
    tx: &Tx,
    challenge: &Challenge,
    statements: &[StatementId],
) -> Result<Vec<StatementId>, DbError> {
    let holding = ChallengeState::ALL.iter().filter(|state| state.holds_statements());
    let ids = link::Entity::find()
        .inner_join(Entity)
        .select_only()
        .column(link::Column::StatementId)
        .distinct()
        .filter(link::Column::StatementId.is_in(statements.iter().map(|statement| statement.0)))
        .filter(link::Column::ChallengeId.ne(challenge.id.0))
        .filter(Column::State.is_in(holding.map(|state| state.as_str())))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(StatementId).collect())
}

/// How many teams that are not dissolved are on a challenge; read under its lock, which they take to get on it.
///
/// # Errors
/// The database's own.
pub async fn teams_on(tx: &Tx, challenge: &Challenge) -> Result<u32, DbError> {
    let live = TeamState::ALL.iter().filter(|state| team_rules::is_live(**state));
    let count = team::Entity::find()
        .filter(team::Column::ChallengeId.eq(challenge.id.0))
        .filter(team::Column::State.is_in(live.map(|state| state.as_str())))
        .count(tx.conn())
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
