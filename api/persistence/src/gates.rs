//! The gate of an edition: its state and what else decides whether something may be written, under a shared lock.

use palabre_domain::door::Door;
use palabre_domain::edition::EditionState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::stage::Stages;
use palabre_domain::values::EditionId;
use palabre_domain::window::Window;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::editions::door;
use crate::entity::{edition, window};
use crate::mapping::{json_or_null, word};
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
    /// The stages of its prototypes.
    pub stages: Stages,
    /// How its door is kept.
    pub door: Door,
}

/// How the door of an edition is kept.
///
/// # Errors
/// The database's own.
pub async fn door_of(tx: &Tx, edition: EditionId) -> Result<Option<Door>, DbError> {
    edition::Entity::find_by_id(edition.0).one(tx.conn()).await?.as_ref().map(door).transpose()
}

/// Locks an edition against its transitions (shared: writers do not wait for each other) and reads what decides;
/// none where the edition is gone.
///
/// # Errors
/// The database's own.
pub async fn enter(tx: &Tx, scope: &EditionScope) -> Result<Option<Gate>, DbError> {
    let row = edition::Entity::find_by_id(scope.edition_id.0).lock_shared().one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let windows = window::Entity::find()
        .filter(window::Column::EditionId.eq(scope.edition_id.0))
        .order_by_asc(window::Column::Position)
        .all(tx.conn())
        .await?;
    let windows = windows
        .into_iter()
        .map(|row| Ok(Window { kind: word(&row.kind)?, opens_at: row.opens_at, closes_at: row.closes_at }))
        .collect::<Result<_, DbError>>()?;
    let door = door(&row)?;
    let stages = json_or_null(row.stages)?.unwrap_or_default();
    Ok(Some(Gate { state: word(&row.state)?, windows, time_zone: row.time_zone, stages, door }))
}
