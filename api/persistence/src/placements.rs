//! Places that were given past somebody who waits longer: what these are told.

use palabre_domain::values::{EditionId, Instant, PoolId, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::entity::placement;
use crate::mapping::to_json;
use crate::{DbError, Tx};

/// A place that was given past somebody.
#[derive(Debug, Clone)]
pub struct NewPlacement {
    /// When.
    pub at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// To whom.
    pub registration: RegistrationId,
    /// Their key in the order.
    pub waiting_key: Uuid,
    /// The pools that were full just before.
    pub full_pools: Vec<PoolId>,
}

/// How many placements one statement writes at most: SQLite takes a limited number of parameters.
const AT_ONCE: usize = 500;

/// Keeps placements, in their order.
///
/// # Errors
/// The database's own.
pub async fn keep(tx: &Tx, placements: Vec<NewPlacement>) -> Result<(), DbError> {
    let rows = placements.into_iter().map(|new| {
        let NewPlacement { at, edition, registration, waiting_key, full_pools } = new;
        let full_pools: Vec<Uuid> = full_pools.iter().map(|pool| pool.0).collect();
        Ok(placement::ActiveModel {
            id: Set(Uuid::now_v7()),
            at: Set(at),
            edition_id: Set(edition.0),
            registration_id: Set(registration.0),
            waiting_key: Set(waiting_key),
            full_pools: Set(to_json(&full_pools)?),
        })
    });
    let rows = rows.collect::<Result<Vec<_>, DbError>>()?;
    for some in rows.chunks(AT_ONCE) {
        placement::Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
