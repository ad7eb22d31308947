//! Pools of places, and the one way to take from them.

use palabre_domain::policy::scopes::PoolScope;
use palabre_domain::pool::PoolCount;
use palabre_domain::values::{EditionId, Instant, PoolId, Slug};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{pool, profile, profile_pool};
use crate::mapping::{Texts, deleted, json, saved, to_json};
use crate::{DbError, Tx};

/// A pool.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Its id.
    pub id: PoolId,
    /// Counts its changes; places taken and given back are none.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// Its short name, unique in the edition.
    pub slug: String,
    /// Its name, by language.
    pub name: Texts,
    /// Its places; `None` is unlimited.
    pub size: Option<u32>,
    /// Those taken.
    pub taken: u32,
}

impl Pool {
    /// The pool as it is counted.
    #[must_use]
    pub fn count(&self) -> PoolCount {
        PoolCount { id: self.id, size: self.size, taken: self.taken }
    }
}

fn unsigned(number: i32) -> Result<u32, DbError> {
    u32::try_from(number).map_err(|error| DbError::Unreadable(error.to_string()))
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn record(row: pool::Model) -> Result<Pool, DbError> {
    let pool::Model { id, version, created_at, edition_id, slug, name, size, taken } = row;
    Ok(Pool {
        id: PoolId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        slug,
        name: json(name)?,
        size: size.map(unsigned).transpose()?,
        taken: unsigned(taken)?,
    })
}

/// Makes a pool.
///
/// # Errors
/// [`DbError::Unique`] where the slug is taken.
pub async fn insert(tx: &Tx, new: &Pool) -> Result<(), DbError> {
    let row = pool::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        slug: Set(new.slug.clone()),
        name: Set(to_json(&new.name)?),
        size: Set(new.size.map(signed)),
        taken: Set(signed(new.taken)),
    };
    pool::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The pool of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &PoolScope) -> Result<Option<Pool>, DbError> {
    let row = pool::Entity::find_by_id(scope.pool_id.0)
        .filter(pool::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The pools of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Pool>, DbError> {
    let rows = pool::Entity::find()
        .filter(pool::Column::EditionId.eq(edition.0))
        .filter(pool::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(pool::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// How many pools an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    let of_edition = pool::Entity::find().filter(pool::Column::EditionId.eq(edition.0));
    Ok(of_edition.count(tx.conn()).await?)
}

/// All pools of an edition, as they stand.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<Pool>, DbError> {
    list(tx, edition, None, u64::from(u32::MAX)).await
}

/// All pools of an edition, locked in the order of their ids: what frees places may give on others than it gave back.
///
/// # Errors
/// The database's own.
pub async fn lock_all(tx: &Tx, edition: EditionId) -> Result<Vec<Pool>, DbError> {
    let rows = pool::Entity::find()
        .filter(pool::Column::EditionId.eq(edition.0))
        .order_by_asc(pool::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The pools of an edition with these slugs, kept from going until the end of the transaction; those that are not there are
/// left out.
///
/// # Errors
/// The database's own.
pub async fn hold_by_slug(tx: &Tx, edition: EditionId, slugs: &[Slug]) -> Result<Vec<Pool>, DbError> {
    let rows = pool::Entity::find()
        .filter(pool::Column::EditionId.eq(edition.0))
        .filter(pool::Column::Slug.is_in(slugs.iter().map(Slug::as_str)))
        .order_by_asc(pool::Column::Id)
        .lock_shared()
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Takes so many places in one pool, or none: the condition in the update is the guard of all places.
///
/// # Errors
/// The database's own.
pub async fn take(tx: &Tx, id: PoolId, places: u32) -> Result<bool, DbError> {
    let taken = || Expr::col(pool::Column::Taken).add(signed(places));
    let result = pool::Entity::update_many()
        .col_expr(pool::Column::Taken, taken())
        .filter(pool::Column::Id.eq(id.0))
        .filter(
            Condition::any()
                .add(pool::Column::Size.is_null())
                .add(taken().lte(Expr::col(pool::Column::Size))),
        )
        .exec(tx.conn())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Takes a place in each of these pools, which stand in the order of their ids, or in none of them.
///
/// # Errors
/// The database's own.
pub async fn take_each(tx: &Tx, pools: &[PoolId]) -> Result<bool, DbError> {
    for (at, pool) in pools.iter().enumerate() {
        if !take(tx, *pool, 1).await? {
            give_back(tx, &pools[..at]).await?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives a place back to each of these pools.
///
/// # Errors
/// The database's own.
pub async fn give_back(tx: &Tx, pools: &[PoolId]) -> Result<(), DbError> {
    for pool in pools {
        pool::Entity::update_many()
            .col_expr(pool::Column::Taken, Expr::col(pool::Column::Taken).sub(1))
            .filter(pool::Column::Id.eq(pool.0))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Saves what may change of a pool, if it still has the version it was read at, and no more places are taken than it
/// will have; profiles show the slugs of their pools, so their versions follow another slug.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else was first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, changed: &mut Pool, slug_changed: bool) -> Result<(), DbError> {
    let read_at = changed.version;
    changed.version += 1;
    let mut update = pool::Entity::update_many()
        .col_expr(pool::Column::Version, Expr::value(changed.version))
        .col_expr(pool::Column::Slug, Expr::value(changed.slug.clone()))
        .col_expr(pool::Column::Name, Expr::value(to_json(&changed.name)?))
        .col_expr(pool::Column::Size, Expr::value(changed.size.map(signed)))
        .filter(pool::Column::Id.eq(changed.id.0))
        .filter(pool::Column::Version.eq(read_at));
    if let Some(size) = changed.size {
        update = update.filter(pool::Column::Taken.lte(signed(size)));
    }
    saved(update.exec(tx.conn()).await)?;
    if slug_changed {
        let drawing = Query::select()
            .column(profile_pool::Column::ProfileId)
            .from(profile_pool::Entity)
            .and_where(profile_pool::Column::PoolId.eq(changed.id.0))
            .to_owned();
        profile::Entity::update_many()
            .col_expr(profile::Column::Version, Expr::col(profile::Column::Version).add(1))
            .filter(profile::Column::Id.in_subquery(drawing))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Whether a profile draws from a pool.
///
/// # Errors
/// The database's own.
pub async fn is_drawn_from(tx: &Tx, id: PoolId) -> Result<bool, DbError> {
    let drawn = profile_pool::Entity::find().filter(profile_pool::Column::PoolId.eq(id.0));
    Ok(drawn.count(tx.conn()).await? > 0)
}

/// Deletes a pool that no profile draws from, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, pool: &Pool) -> Result<(), DbError> {
    let result = pool::Entity::delete_many()
        .filter(pool::Column::Id.eq(pool.id.0))
        .filter(pool::Column::Version.eq(pool.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
