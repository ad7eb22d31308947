//! What is kept for a time only: registrations of editions that say for how long.

use palabre_domain::retention::Period;
use palabre_domain::values::{EditionId, Instant, RegistrationId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{access_need, edition, registration};
use crate::mapping::{Texts, json, word};
use crate::{DbError, Tx};

/// An edition that keeps its registrations for a time, and has any.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// The edition.
    pub edition: EditionId,
    /// Its slug.
    pub slug: String,
    /// Its title, by language.
    pub title: Texts,
    /// What it says of when it is over.
    pub period: Period,
    /// For how many days after that its registrations are kept.
    pub days: u16,
}

/// The editions that keep registrations for a time, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn keeping(tx: &Tx) -> Result<Vec<Keeping>, DbError> {
    let registered = registration::Entity::find()
        .select_only()
        .column(registration::Column::EditionId)
        .filter(registration::Column::ErasedAt.is_null());
    let rows = edition::Entity::find()
        .filter(edition::Column::RetentionDays.is_not_null())
        .filter(edition::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(registered)))
        .order_by_asc(edition::Column::Id)
        .all(tx.conn())
        .await?;
    rows.into_iter().filter_map(|row| record(row).transpose()).collect()
}

fn record(row: edition::Model) -> Result<Option<Keeping>, DbError> {
    let Some(days) = row.retention_days else { return Ok(None) };
    let days = u16::try_from(days).map_err(|error| DbError::Unreadable(error.to_string()))?;
    let period = Period {
        starts_on: row.starts_on.as_deref().map(word).transpose()?,
        ends_on: row.ends_on.as_deref().map(word).transpose()?,
        days: row.days,
        time_zone: row.time_zone.as_deref().map(word).transpose()?,
        closed_at: row.concluded_at,
    };
    let edition = EditionId(row.id);
    Ok(Some(Keeping { edition, slug: row.slug, title: json(row.title)?, period, days }))
}

/// The registrations of an edition that are not erased, and were made until then.
fn made_until(edition: EditionId, last: Instant) -> Condition {
    Condition::all()
        .add(registration::Column::EditionId.eq(edition.0))
        .add(registration::Column::ErasedAt.is_null())
        .add(registration::Column::CreatedAt.lte(last))
}

/// How many registrations of an edition were made until then, and how many of these say what they need.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId, last: Instant) -> Result<(u64, u64), DbError> {
    let theirs = registration::Entity::find().filter(made_until(edition, last));
    let count = theirs.clone().count(tx.conn()).await?;
    let theirs = theirs.select_only().column(registration::Column::Id);
    let needs = access_need::Entity::find()
        .filter(access_need::Column::EditionId.eq(edition.0))
        .filter(access_need::Column::RegistrationId.in_subquery(sea_orm::QueryTrait::into_query(theirs)))
        .count(tx.conn())
        .await?;
    Ok((count, needs))
}

/// Some registrations of an edition that were made until then, the first ones first.
///
/// # Errors
/// The database's own.
pub async fn some(
    tx: &Tx,
    edition: EditionId,
    last: Instant,
    most: u64,
) -> Result<Vec<RegistrationId>, DbError> {
    let ids = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(made_until(edition, last))
        .order_by_asc(registration::Column::Id)
        .limit(most)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(RegistrationId).collect())
}
