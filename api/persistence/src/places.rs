//! The places of an edition, as anyone may count them.

use palabre_domain::edition::EditionState;
use palabre_domain::values::EditionId;
use palabre_domain::window::{Window, WindowKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{edition, window};
use crate::mapping::word;
use crate::{DbError, Tx};

/// The state of an edition and its windows for registering, read without a lock; none where it is gone.
///
/// # Errors
/// The database's own.
pub async fn door(tx: &Tx, id: EditionId) -> Result<Option<(EditionState, Vec<Window>)>, DbError> {
    let state = edition::Entity::find_by_id(id.0)
        .select_only()
        .column(edition::Column::State)
        .into_tuple::<String>()
        .one(tx.conn())
        .await?;
    let Some(state) = state else { return Ok(None) };
    let rows = window::Entity::find()
        .filter(window::Column::EditionId.eq(id.0))
        .filter(window::Column::Kind.eq(WindowKind::Registration.as_str()))
        .order_by_asc(window::Column::Position)
        .all(tx.conn())
        .await?;
    let windows = rows
        .into_iter()
        .map(|row| Ok(Window { kind: word(&row.kind)?, opens_at: row.opens_at, closes_at: row.closes_at }))
        .collect::<Result<_, DbError>>()?;
    Ok(Some((word(&state)?, windows)))
}
