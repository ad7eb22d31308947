//! Profiles: what people register as, and the pools that each draws from.

use std::collections::HashMap;

use palabre_domain::policy::scopes::ProfileScope;
use palabre_domain::pool::Knowledge;
use palabre_domain::values::{EditionId, Instant, PoolId, ProfileId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::{pool, profile, profile_pool, registration};
use crate::mapping::{Texts, deleted, json, saved, to_json, word};
use crate::registrations::live;
use crate::{DbError, Tx};

/// A profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// Its short name, unique in the edition.
    pub slug: String,
    /// Its name, by language.
    pub name: Texts,
    /// The kind of knowledge it brings.
    pub knowledge: Knowledge,
    /// The pools it draws from, in the order of their ids.
    pub pools: Vec<DrawnPool>,
}

/// A pool that a profile draws from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPool {
    /// The pool.
    pub id: PoolId,
    /// Its slug.
    pub slug: String,
}

impl Profile {
    /// The ids of its pools, in their order: the order in which places are taken.
    #[must_use]
    pub fn pool_ids(&self) -> Vec<PoolId> {
        self.pools.iter().map(|pool| pool.id).collect()
    }
}

fn record(row: profile::Model, pools: Vec<DrawnPool>) -> Result<Profile, DbError> {
    let profile::Model { id, version, created_at, edition_id, slug, name, knowledge } = row;
    Ok(Profile {
        id: ProfileId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        slug,
        name: json(name)?,
        knowledge: word(&knowledge)?,
        pools,
    })
}

/// The pools of several profiles, by profile.
async fn drawn(tx: &Tx, profiles: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<DrawnPool>>, DbError> {
    let rows = profile_pool::Entity::find()
        .find_also_related(pool::Entity)
        .filter(profile_pool::Column::ProfileId.is_in(profiles))
        .order_by_asc(profile_pool::Column::PoolId)
        .all(tx.conn())
        .await?;
    let mut pools: HashMap<Uuid, Vec<DrawnPool>> = HashMap::new();
    for (link, pool) in rows {
        let pool = pool.ok_or_else(|| DbError::Unreadable("a profile without its pool".to_owned()))?;
        pools.entry(link.profile_id).or_default().push(DrawnPool { id: PoolId(pool.id), slug: pool.slug });
    }
    Ok(pools)
}

async fn many(tx: &Tx, select: Select<profile::Entity>) -> Result<Vec<Profile>, DbError> {
    let rows = select.all(tx.conn()).await?;
    let mut pools = drawn(tx, rows.iter().map(|row| row.id).collect()).await?;
    rows.into_iter()
        .map(|row| {
            let pools = pools.remove(&row.id).unwrap_or_default();
            record(row, pools)
        })
        .collect()
}

async fn one(tx: &Tx, select: Select<profile::Entity>) -> Result<Option<Profile>, DbError> {
    Ok(many(tx, select).await?.pop())
}

/// The pools that a profile draws from, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn pools_of(tx: &Tx, id: ProfileId) -> Result<Vec<PoolId>, DbError> {
    let links = profile_pool::Entity::find()
        .filter(profile_pool::Column::ProfileId.eq(id.0))
        .order_by_asc(profile_pool::Column::PoolId)
        .all(tx.conn())
        .await?;
    Ok(links.into_iter().map(|link| PoolId(link.pool_id)).collect())
}

/// Makes a profile.
///
/// # Errors
/// [`DbError::Unique`] where the slug is taken.
pub async fn insert(tx: &Tx, new: &Profile) -> Result<(), DbError> {
    let row = profile::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        slug: Set(new.slug.clone()),
        name: Set(to_json(&new.name)?),
        knowledge: Set(new.knowledge.as_str().to_owned()),
    };
    profile::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    draw_from(tx, new).await
}

async fn draw_from(tx: &Tx, of: &Profile) -> Result<(), DbError> {
    if of.pools.is_empty() {
        return Ok(());
    }
    let link =
        |pool: &DrawnPool| profile_pool::ActiveModel { profile_id: Set(of.id.0), pool_id: Set(pool.id.0) };
    let links = of.pools.iter().map(link);
    profile_pool::Entity::insert_many(links).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn in_scope(scope: &ProfileScope) -> Select<profile::Entity> {
    profile::Entity::find_by_id(scope.profile_id.0)
        .filter(profile::Column::EditionId.eq(scope.edition.edition_id.0))
}

/// The profile of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &ProfileScope) -> Result<Option<Profile>, DbError> {
    one(tx, in_scope(scope)).await
}

/// The profile of a scope, locked: nobody registers with it meanwhile.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &ProfileScope) -> Result<Option<Profile>, DbError> {
    one(tx, in_scope(scope).lock_exclusive()).await
}

/// The profile of an edition with this slug, whose pools stay what they are until the end of the transaction.
///
/// # Errors
/// The database's own.
pub async fn hold_by_slug(tx: &Tx, edition: EditionId, slug: &str) -> Result<Option<Profile>, DbError> {
    let select = profile::Entity::find()
        .filter(profile::Column::EditionId.eq(edition.0))
        .filter(profile::Column::Slug.eq(slug))
        .lock_shared();
    one(tx, select).await
}

/// The profiles of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Profile>, DbError> {
    let select = profile::Entity::find()
        .filter(profile::Column::EditionId.eq(edition.0))
        .filter(profile::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(profile::Column::Id)
        .limit(limit);
    many(tx, select).await
}

/// How many profiles an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    let of_edition = profile::Entity::find().filter(profile::Column::EditionId.eq(edition.0));
    Ok(of_edition.count(tx.conn()).await?)
}

/// All profiles of an edition.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<Profile>, DbError> {
    list(tx, edition, None, u64::from(u32::MAX)).await
}

/// Saves what may change of a profile, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, profile: &mut Profile) -> Result<(), DbError> {
    let read_at = profile.version;
    profile.version += 1;
    let result = profile::Entity::update_many()
        .col_expr(profile::Column::Version, Expr::value(profile.version))
        .col_expr(profile::Column::Slug, Expr::value(profile.slug.clone()))
        .col_expr(profile::Column::Name, Expr::value(to_json(&profile.name)?))
        .col_expr(profile::Column::Knowledge, Expr::value(profile.knowledge.as_str()))
        .filter(profile::Column::Id.eq(profile.id.0))
        .filter(profile::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Replaces the pools that a profile draws from; only while no live registration has it.
///
/// # Errors
/// The database's own.
pub async fn save_pools(tx: &Tx, profile: &Profile) -> Result<(), DbError> {
    profile_pool::Entity::delete_many()
        .filter(profile_pool::Column::ProfileId.eq(profile.id.0))
        .exec(tx.conn())
        .await?;
    draw_from(tx, profile).await
}

/// Raises the versions of a profile's registrations, which show its slug.
///
/// # Errors
/// The database's own.
pub async fn slug_was_changed(tx: &Tx, id: ProfileId) -> Result<(), DbError> {
    registration::Entity::update_many()
        .col_expr(registration::Column::Version, Expr::col(registration::Column::Version).add(1))
        .filter(registration::Column::ProfileId.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Whether a registration was ever made with a profile.
///
/// # Errors
/// The database's own.
pub async fn has_registrations(tx: &Tx, id: ProfileId) -> Result<bool, DbError> {
    let made = registration::Entity::find().filter(registration::Column::ProfileId.eq(id.0));
    Ok(made.count(tx.conn()).await? > 0)
}

/// Whether a live registration has a profile.
///
/// # Errors
/// The database's own.
pub async fn has_live_registrations(tx: &Tx, id: ProfileId) -> Result<bool, DbError> {
    let having = registration::Entity::find()
        .filter(registration::Column::ProfileId.eq(id.0))
        .filter(registration::Column::State.is_in(live()));
    Ok(having.count(tx.conn()).await? > 0)
}

/// Deletes a profile without registrations, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, profile: &Profile) -> Result<(), DbError> {
    profile_pool::Entity::delete_many()
        .filter(profile_pool::Column::ProfileId.eq(profile.id.0))
        .exec(tx.conn())
        .await?;
    let result = profile::Entity::delete_many()
        .filter(profile::Column::Id.eq(profile.id.0))
        .filter(profile::Column::Version.eq(profile.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
