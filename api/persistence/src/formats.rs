//! Formats of organizations. Those that come with the program have no row.

use palabre_domain::format::Blueprint;
use palabre_domain::policy::scopes::{FormatScope, OrganizationScope};
use palabre_domain::values::{FormatId, Instant, OrganizationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::format;
use crate::mapping::{Texts, deleted, json, saved, to_json};
use crate::{DbError, Tx};

/// A format.
#[derive(Debug, Clone)]
pub struct Format {
    /// Its id.
    pub id: FormatId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Whose it is; `None`: it comes with the program.
    pub organization: Option<OrganizationId>,
    /// Its short name, unique in the organization.
    pub slug: String,
    /// Its name, by language.
    pub name: Texts,
    /// What it says of an edition.
    pub blueprint: Blueprint,
}

fn record(row: format::Model) -> Result<Format, DbError> {
    let format::Model { id, version, created_at, organization_id, slug, name, blueprint } = row;
    Ok(Format {
        id: FormatId(id),
        version,
        created_at,
        organization: Some(OrganizationId(organization_id)),
        slug,
        name: json(name)?,
        blueprint: json(blueprint)?,
    })
}

/// Keeps a format of an organization.
///
/// # Errors
/// [`DbError::Unique`] where the organization has this slug.
pub async fn insert(tx: &Tx, organization: OrganizationId, new: &Format) -> Result<(), DbError> {
    let row = format::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        organization_id: Set(organization.0),
        slug: Set(new.slug.clone()),
        name: Set(to_json(&new.name)?),
        blueprint: Set(to_json(&new.blueprint)?),
    };
    format::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn of(organization: &OrganizationScope, id: FormatId) -> Select<format::Entity> {
    format::Entity::find_by_id(id.0).filter(format::Column::OrganizationId.eq(organization.organization_id.0))
}

/// A format of an organization.
///
/// # Errors
/// The database's own.
pub async fn find_of(
    tx: &Tx,
    organization: &OrganizationScope,
    id: FormatId,
) -> Result<Option<Format>, DbError> {
    of(organization, id).one(tx.conn()).await?.map(record).transpose()
}

/// The format of a scope, where it has a row.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &FormatScope) -> Result<Option<Format>, DbError> {
    match &scope.organization {
        Some(organization) => find_of(tx, organization, scope.format_id).await,
        None => Ok(None),
    }
}

/// The format of a scope, where it has a row, locked.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &FormatScope) -> Result<Option<Format>, DbError> {
    let Some(organization) = &scope.organization else { return Ok(None) };
    of(organization, scope.format_id).lock_exclusive().one(tx.conn()).await?.map(record).transpose()
}

/// The formats of an organization, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Format>, DbError> {
    let rows = format::Entity::find()
        .filter(format::Column::OrganizationId.eq(organization.0))
        .filter(format::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(format::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// How many formats an organization has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, organization: OrganizationId) -> Result<u64, DbError> {
    let own = format::Entity::find().filter(format::Column::OrganizationId.eq(organization.0));
    Ok(own.count(tx.conn()).await?)
}

/// Saves what may change, if the format still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, changed: &mut Format) -> Result<(), DbError> {
    let read_at = changed.version;
    changed.version += 1;
    let changing = format::ActiveModel {
        version: Set(changed.version),
        slug: Set(changed.slug.clone()),
        name: Set(to_json(&changed.name)?),
        blueprint: Set(to_json(&changed.blueprint)?),
        ..Default::default()
    };
    let result = format::Entity::update_many()
        .set(changing)
        .filter(format::Column::Id.eq(changed.id.0))
        .filter(format::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a format, if it still has the version it was read at; editions made from it keep what they have.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, gone: &Format) -> Result<(), DbError> {
    let result = format::Entity::delete_many()
        .filter(format::Column::Id.eq(gone.id.0))
        .filter(format::Column::Version.eq(gone.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
