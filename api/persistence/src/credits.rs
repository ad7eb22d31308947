//! Credits of editions.

use palabre_domain::policy::scopes::CreditScope;
use palabre_domain::values::{CreditId, EditionId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::credit;
use crate::mapping::{deleted, saved};
use crate::{DbError, Tx};

/// Somebody, or an institution, and what they did for an edition.
#[derive(Debug, Clone)]
pub struct Credit {
    /// Its id.
    pub id: CreditId,
    /// Counts its changes.
    pub version: i64,
    /// When it was written down.
    pub created_at: Instant,
    /// For which edition.
    pub edition: EditionId,
    /// Who.
    pub name: String,
    /// What for.
    pub credited_for: String,
    /// Their own page.
    pub url: Option<String>,
}

fn record(row: credit::Model) -> Credit {
    let credit::Model { id, version, created_at, edition_id, name, credited_for, url } = row;
    Credit { id: CreditId(id), version, created_at, edition: EditionId(edition_id), name, credited_for, url }
}

/// Writes a credit down.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Credit) -> Result<(), DbError> {
    let row = credit::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        name: Set(new.name.clone()),
        credited_for: Set(new.credited_for.clone()),
        url: Set(new.url.clone()),
    };
    credit::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many credits an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(credit::Entity::find().filter(credit::Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The credit of a scope; where it is going to be changed, under the lock of its edition.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &CreditScope) -> Result<Option<Credit>, DbError> {
    let row = credit::Entity::find_by_id(scope.credit_id.0)
        .filter(credit::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    Ok(row.map(record))
}

/// The credits of an edition, in the order in which they were written down.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Credit>, DbError> {
    let rows = credit::Entity::find()
        .filter(credit::Column::EditionId.eq(edition.0))
        .filter(credit::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(credit::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, credit: &mut Credit) -> Result<(), DbError> {
    let read_at = credit.version;
    credit.version += 1;
    let changing = credit::ActiveModel {
        version: Set(credit.version),
        name: Set(credit.name.clone()),
        credited_for: Set(credit.credited_for.clone()),
        url: Set(credit.url.clone()),
        ..Default::default()
    };
    let result = credit::Entity::update_many()
        .set(changing)
        .filter(credit::Column::Id.eq(credit.id.0))
        .filter(credit::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a credit, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, credit: &Credit) -> Result<(), DbError> {
    let result = credit::Entity::delete_many()
        .filter(credit::Column::Id.eq(credit.id.0))
        .filter(credit::Column::Version.eq(credit.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
