//! What still has to be removed outside the tables after an erasure: the files of mails, the free pages of the database.

use palabre_domain::values::Instant;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::removal;
use crate::{DbError, Tx};

/// Something that was erased, and left traces.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Its row.
    pub id: Uuid,
    /// The fingerprint of an address to which mails may have gone.
    pub recipient: Option<Vec<u8>>,
}

/// Asks for what was just erased to be removed everywhere.
///
/// # Errors
/// The database's own.
pub async fn ask(tx: &Tx, recipient: Option<Vec<u8>>, now: Instant) -> Result<(), DbError> {
    let row = removal::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        recipient_hash: Set(recipient),
    };
    removal::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What is to be removed, oldest first, so much at most.
///
/// # Errors
/// The database's own.
pub async fn due(tx: &Tx, most: u64) -> Result<Vec<Removal>, DbError> {
    let rows = removal::Entity::find().order_by_asc(removal::Column::Id).limit(most).all(tx.conn()).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let removal::Model { id, created_at: _, recipient_hash } = row;
            Removal { id, recipient: recipient_hash }
        })
        .collect())
}

/// Forgets what was removed.
///
/// # Errors
/// The database's own.
pub async fn done(tx: &Tx, ids: &[Uuid]) -> Result<(), DbError> {
    removal::Entity::delete_many()
        .filter(removal::Column::Id.is_in(ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}
