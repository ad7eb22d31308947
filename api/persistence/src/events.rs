//! Events: hackathons that come back.

use palabre_domain::policy::scopes::EventScope;
use palabre_domain::values::{EventId, Instant, OrganizationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{edition, event};
use crate::mapping::{Texts, deleted, json, json_or_null, saved, to_json, to_json_or_null};
use crate::{DbError, Tx};

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Its organization.
    pub organization: OrganizationId,
    /// Its short name, unique in the organization.
    pub slug: String,
    /// Its name.
    pub name: Texts,
    /// What it is.
    pub description: Option<Texts>,
}

fn record(row: event::Model) -> Result<Event, DbError> {
    let event::Model { id, version, created_at, organization_id, slug, name, description } = row;
    Ok(Event {
        id: EventId(id),
        version,
        created_at,
        organization: OrganizationId(organization_id),
        slug,
        name: json(name)?,
        description: json_or_null(description)?,
    })
}

/// Makes an event.
///
/// # Errors
/// [`DbError::Unique`] where the organization has this slug.
pub async fn insert(tx: &Tx, new: &Event) -> Result<(), DbError> {
    let row = event::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        organization_id: Set(new.organization.0),
        slug: Set(new.slug.clone()),
        name: Set(to_json(&new.name)?),
        description: Set(to_json_or_null(new.description.as_ref())?),
    };
    event::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The event of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &EventScope) -> Result<Option<Event>, DbError> {
    let row = event::Entity::find_by_id(scope.event_id.0)
        .filter(event::Column::OrganizationId.eq(scope.organization.organization_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The event of a scope, locked: between its organization and its editions in the order of locks.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &EventScope) -> Result<Option<Event>, DbError> {
    let row = event::Entity::find_by_id(scope.event_id.0)
        .filter(event::Column::OrganizationId.eq(scope.organization.organization_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The events of an organization, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Event>, DbError> {
    let rows = event::Entity::find()
        .filter(event::Column::OrganizationId.eq(organization.0))
        .filter(event::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(event::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, event: &mut Event) -> Result<(), DbError> {
    let read_at = event.version;
    event.version += 1;
    let changing = event::ActiveModel {
        version: Set(event.version),
        slug: Set(event.slug.clone()),
        name: Set(to_json(&event.name)?),
        description: Set(to_json_or_null(event.description.as_ref())?),
        ..Default::default()
    };
    let result = event::Entity::update_many()
        .set(changing)
        .filter(event::Column::Id.eq(event.id.0))
        .filter(event::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Whether an event has editions, which keep it from being deleted.
///
/// # Errors
/// The database's own.
pub async fn has_editions(tx: &Tx, id: EventId) -> Result<bool, DbError> {
    let count = edition::Entity::find().filter(edition::Column::EventId.eq(id.0)).count(tx.conn()).await?;
    Ok(count > 0)
}

/// Deletes an event without editions, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, event: &Event) -> Result<(), DbError> {
    let result = event::Entity::delete_many()
        .filter(event::Column::Id.eq(event.id.0))
        .filter(event::Column::Version.eq(event.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
