//! Editions.

use palabre_domain::edition::EditionState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::window::Window;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{edition, window};
use crate::mapping::word;
use crate::{DbError, Tx};

/// What decides whether something may be written in an edition now.
#[derive(Debug, Clone)]
pub struct Gate {
    /// The state, under the lock.
    pub state: EditionState,
    /// Its windows.
    pub windows: Vec<Window>,
    /// Its time zone, where one is set.
    pub time_zone: Option<String>,
}

/// Locks an edition against its transitions (shared: writers do not wait for each other) and reads what decides.
///
/// # Errors
/// The database's own; a scope whose edition is gone is a conflict: the block runs again and does not find it.
pub async fn enter(tx: &Tx, scope: &EditionScope) -> Result<Gate, DbError> {
    let row = edition::Entity::find_by_id(scope.edition_id.0).lock_shared().one(tx.conn()).await?;
    let row = row.ok_or(DbError::Conflict)?;
    let windows = window::Entity::find()
        .filter(window::Column::EditionId.eq(scope.edition_id.0))
        .order_by_asc(window::Column::Position)
        .all(tx.conn())
        .await?;
    let windows = windows
        .into_iter()
        .map(|row| Ok(Window { kind: word(&row.kind)?, opens_at: row.opens_at, closes_at: row.closes_at }))
        .collect::<Result<_, DbError>>()?;
    Ok(Gate { state: word(&row.state)?, windows, time_zone: row.time_zone })
}
