//! The staff of editions.

use palabre_domain::policy::scopes::StaffScope;
use palabre_domain::staff::{StaffRole, StaffState, Term};
use palabre_domain::values::{AccountId, EditionId, Email, Instant, StaffId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{account, staff};
use crate::mapping::{saved, word};
use crate::{DbError, Tx};

/// An entry of an edition's staff.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// Counts its changes.
    pub version: i64,
    /// When somebody was asked.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// The address that was asked, as it was written.
    pub email: String,
    /// The account that accepted.
    pub account: Option<AccountId>,
    /// The account's name.
    pub name: Option<String>,
    /// What they do.
    pub role: StaffRole,
    /// Where the entry stands, apart from time: one whose term is over is still `active` here.
    pub state: StaffState,
    /// When it gives its rights.
    pub term: Term,
}

/// The entries that give their rights at a moment: the one place that says so to the database, as
/// [`Term::includes`] does to Rust.
pub(crate) fn active_at(now: Instant) -> Expr {
    let column = |column: staff::Column| Expr::col((staff::Entity, column));
    let (starts, ends) = (staff::Column::StartsAt, staff::Column::EndsAt);
    column(staff::Column::State)
        .eq(StaffState::Active.as_str())
        .and(column(starts).is_null().or(column(starts).lte(now)))
        .and(column(ends).is_null().or(column(ends).gt(now)))
}

fn record((row, account): (staff::Model, Option<account::Model>)) -> Result<Staff, DbError> {
    let staff::Model {
        id,
        version,
        created_at,
        edition_id,
        email,
        email_folded: _,
        account_id,
        role,
        state,
        starts_at,
        ends_at,
    } = row;
    Ok(Staff {
        id: StaffId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        email,
        account: account_id.map(AccountId),
        name: account.map(|account| account.name),
        role: word(&role)?,
        state: word(&state)?,
        term: Term { from: starts_at, until: ends_at },
    })
}

/// Keeps a new entry, invited.
///
/// # Errors
/// [`DbError::Unique`] where the address has this role in the edition.
pub async fn insert(
    tx: &Tx,
    edition: EditionId,
    email: &Email,
    role: StaffRole,
    term: Term,
    now: Instant,
) -> Result<Staff, DbError> {
    let new = Staff {
        id: StaffId(Uuid::now_v7()),
        version: 1,
        created_at: now,
        edition,
        email: email.as_str().to_owned(),
        account: None,
        name: None,
        role,
        state: StaffState::Invited,
        term,
    };
    let row = staff::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        email: Set(new.email.clone()),
        email_folded: Set(email.folded()),
        account_id: Set(None),
        role: Set(new.role.as_str().to_owned()),
        state: Set(new.state.as_str().to_owned()),
        starts_at: Set(new.term.from),
        ends_at: Set(new.term.until),
    };
    staff::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(new)
}

/// Marks as ended what ended by itself: the same address may be asked for the same role again.
///
/// # Errors
/// The database's own.
pub async fn end_what_is_over(
    tx: &Tx,
    edition: EditionId,
    email: &Email,
    role: StaffRole,
    now: Instant,
) -> Result<(), DbError> {
    staff::Entity::update_many()
        .col_expr(staff::Column::State, Expr::value(StaffState::Ended.as_str()))
        .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
        .filter(staff::Column::EditionId.eq(edition.0))
        .filter(staff::Column::EmailFolded.eq(email.folded()))
        .filter(staff::Column::Role.eq(role.as_str()))
        .filter(staff::Column::State.eq(StaffState::Active.as_str()))
        .filter(staff::Column::EndsAt.lte(now))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The entry of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &StaffScope) -> Result<Option<Staff>, DbError> {
    let row = staff::Entity::find_by_id(scope.staff_id.0)
        .find_also_related(account::Entity)
        .filter(staff::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The entry of a scope, locked.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &StaffScope) -> Result<Option<Staff>, DbError> {
    // Locked by itself: an outer join can't be.
    staff::Entity::find_by_id(scope.staff_id.0)
        .filter(staff::Column::EditionId.eq(scope.edition.edition_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    find(tx, scope).await
}

/// The staff of an edition, in the order in which they were asked.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Staff>, DbError> {
    let rows = staff::Entity::find()
        .find_also_related(account::Entity)
        .filter(staff::Column::EditionId.eq(edition.0))
        .filter(staff::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(staff::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Saves role, state and term, if the entry still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the address has this role.
pub async fn save(tx: &Tx, entry: &mut Staff) -> Result<(), DbError> {
    let read_at = entry.version;
    entry.version += 1;
    let changing = staff::ActiveModel {
        version: Set(entry.version),
        role: Set(entry.role.as_str().to_owned()),
        state: Set(entry.state.as_str().to_owned()),
        starts_at: Set(entry.term.from),
        ends_at: Set(entry.term.until),
        ..Default::default()
    };
    let result = staff::Entity::update_many()
        .set(changing)
        .filter(staff::Column::Id.eq(entry.id.0))
        .filter(staff::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Gives an invited entry its account and its rights; says in which edition, or that it is no longer invited.
///
/// # Errors
/// The database's own.
pub async fn activate(tx: &Tx, id: StaffId, account: AccountId) -> Result<Option<EditionId>, DbError> {
    let row = staff::Entity::find_by_id(id.0)
        .filter(staff::Column::State.eq(StaffState::Invited.as_str()))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let result = staff::Entity::update_many()
        .col_expr(staff::Column::State, Expr::value(StaffState::Active.as_str()))
        .col_expr(staff::Column::AccountId, Expr::value(account.0))
        .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
        .filter(staff::Column::Id.eq(row.id))
        .filter(staff::Column::Version.eq(row.version))
        .exec(tx.conn())
        .await;
    saved(result)?;
    Ok(Some(row.edition_id.into()))
}

/// Ends an entry that is still invited: its invitation was taken back.
///
/// # Errors
/// The database's own.
pub async fn end_invited(tx: &Tx, id: StaffId) -> Result<(), DbError> {
    staff::Entity::update_many()
        .col_expr(staff::Column::State, Expr::value(StaffState::Ended.as_str()))
        .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
        .filter(staff::Column::Id.eq(id.0))
        .filter(staff::Column::State.eq(StaffState::Invited.as_str()))
        .exec(tx.conn())
        .await?;
    Ok(())
}
