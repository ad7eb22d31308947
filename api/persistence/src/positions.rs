//! Where somebody stands in the list, and the places that were given meanwhile.

use palabre_domain::position::Placement;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{EditionId, Instant, PoolId};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{placement, registration};
use crate::mapping::json;
use crate::{DbError, Tx};

/// How many wait in an edition; with a key, only those whose key is smaller.
///
/// # Errors
/// The database's own.
pub async fn waiting(tx: &Tx, edition: EditionId, before: Option<Uuid>) -> Result<u64, DbError> {
    let mut waiting = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::State.eq(RegistrationState::Waitlisted.as_str()));
    if let Some(key) = before {
        waiting = waiting.filter(registration::Column::WaitingKey.lt(key));
    }
    Ok(waiting.count(tx.conn()).await?)
}

/// The newest places, so many at most, that were given since an instant to who is behind a key; oldest first.
///
/// # Errors
/// The database's own.
pub async fn given_behind(
    tx: &Tx,
    edition: EditionId,
    (key, since): (Uuid, Instant),
    most: u64,
) -> Result<Vec<Placement>, DbError> {
    let rows = placement::Entity::find()
        .filter(placement::Column::EditionId.eq(edition.0))
        .filter(placement::Column::WaitingKey.gt(key))
        .filter(placement::Column::At.gte(since))
        .order_by_desc(placement::Column::Id)
        .limit(most)
        .all(tx.conn())
        .await?;
    let record = |row: placement::Model| {
        let placement::Model { id: _, at, edition_id: _, registration_id: _, waiting_key, full_pools } = row;
        let full_pools: Vec<Uuid> = json(full_pools)?;
        let full_pools = full_pools.into_iter().map(PoolId).collect();
        Ok(Placement { at, key: waiting_key, full_pools })
    };
    rows.into_iter().rev().map(record).collect()
}
