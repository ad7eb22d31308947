//! The programme of an edition: its items, and how many came to each.

use std::collections::BTreeMap;

use palabre_domain::policy::scopes::ProgrammeItemScope;
use palabre_domain::programme::{Hours, PlannedHours, ProgrammeItemKind};
use palabre_domain::values::{EditionId, Instant, Moment, ProgrammeItemId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::programme_item::{self, Column, Entity};
use crate::entity::{attendance, problem_statement};
use crate::mapping::{Texts, deleted, json, json_or_null, saved, to_json, to_json_or_null, word};
use crate::windows::moment;
use crate::{DbError, Tx};

/// An item of a programme.
#[derive(Debug, Clone)]
pub struct ProgrammeItem {
    /// Its id.
    pub id: ProgrammeItemId,
    /// Counts its changes; who came is none.
    pub version: i64,
    /// When it was written down.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// Its kind.
    pub kind: ProgrammeItemKind,
    /// Its title, by language.
    pub title: Texts,
    /// When it takes place.
    pub hours: Hours,
    /// When it is planned, for as long as the first day is not known from which that is counted.
    pub planned: Option<PlannedHours>,
    /// Where.
    pub place: Option<String>,
    /// Who hosts it.
    pub hosts: Vec<String>,
}

/// An item, and how many came, where the reader may know.
#[derive(Debug, Clone)]
pub struct ProgrammeItemView {
    /// The item.
    pub item: ProgrammeItem,
    /// How many came.
    pub attendance: Option<u64>,
}

fn record(row: programme_item::Model) -> Result<ProgrammeItem, DbError> {
    let programme_item::Model {
        id,
        version,
        created_at,
        edition_id,
        kind,
        title,
        starts_local,
        starts_zone,
        starts_at,
        ends_local,
        ends_zone,
        ends_at,
        planned,
        place,
        hosts,
    } = row;
    Ok(ProgrammeItem {
        id: ProgrammeItemId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        kind: word(&kind)?,
        title: json(title)?,
        hours: Hours {
            starts: moment(starts_local, starts_zone, starts_at)?,
            ends: moment(ends_local, ends_zone, ends_at)?,
        },
        planned: json_or_null(planned)?,
        place,
        hosts: json(hosts)?,
    })
}

/// The columns that change with an item.
fn changing(item: &ProgrammeItem) -> Result<programme_item::ActiveModel, DbError> {
    let local = |moment: Option<Moment>| moment.map(|moment| moment.local.to_string());
    let zone = |moment: Option<Moment>| moment.map(|moment| moment.time_zone.name().to_owned());
    let Hours { starts, ends } = item.hours;
    Ok(programme_item::ActiveModel {
        version: Set(item.version),
        kind: Set(item.kind.as_str().to_owned()),
        title: Set(to_json(&item.title)?),
        starts_local: Set(local(starts)),
        starts_zone: Set(zone(starts)),
        starts_at: Set(starts.map(|moment| moment.instant)),
        ends_local: Set(local(ends)),
        ends_zone: Set(zone(ends)),
        ends_at: Set(ends.map(|moment| moment.instant)),
        planned: Set(to_json_or_null(item.planned.as_ref())?),
        place: Set(item.place.clone()),
        hosts: Set(to_json(&item.hosts)?),
        ..Default::default()
    })
}

/// Writes items down, in one statement.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &[ProgrammeItem]) -> Result<(), DbError> {
    if new.is_empty() {
        return Ok(());
    }
    let row = |item: &ProgrammeItem| {
        Ok(programme_item::ActiveModel {
            id: Set(item.id.0),
            created_at: Set(item.created_at),
            edition_id: Set(item.edition.0),
            ..changing(item)?
        })
    };
    let rows: Vec<programme_item::ActiveModel> = new.iter().map(row).collect::<Result<_, DbError>>()?;
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many items a programme has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The item of a scope; where it is going to be changed, under the lock of its edition.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &ProgrammeItemScope) -> Result<Option<ProgrammeItem>, DbError> {
    let row = Entity::find_by_id(scope.programme_item_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// Whether an edition has this item; under the lock of the edition it keeps it.
///
/// # Errors
/// The database's own.
pub async fn is_in(tx: &Tx, edition: EditionId, item: ProgrammeItemId) -> Result<bool, DbError> {
    let there = Entity::find_by_id(item.0).filter(Column::EditionId.eq(edition.0));
    Ok(there.count(tx.conn()).await? > 0)
}

/// The items of a programme, in the order in which they were written down.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<ProgrammeItem>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// All items of a programme.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<ProgrammeItem>, DbError> {
    list(tx, edition, None, u64::from(u32::MAX)).await
}

/// The items of a programme that wait for a first day.
///
/// # Errors
/// The database's own.
pub async fn waiting(tx: &Tx, edition: EditionId) -> Result<Vec<ProgrammeItem>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::Planned.is_not_null())
        .order_by_asc(Column::Id)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Items with how many came to each, in one statement whatever their number; without, for a reader who may not know.
///
/// # Errors
/// The database's own.
pub async fn views(
    tx: &Tx,
    items: Vec<ProgrammeItem>,
    counts_are_read: bool,
) -> Result<Vec<ProgrammeItemView>, DbError> {
    if !counts_are_read {
        return Ok(items.into_iter().map(|item| ProgrammeItemView { item, attendance: None }).collect());
    }
    let counted: BTreeMap<Uuid, i64> = attendance::Entity::find()
        .select_only()
        .column(attendance::Column::ProgrammeItemId)
        .column_as(attendance::Column::RegistrationId.count(), "number")
        .filter(attendance::Column::ProgrammeItemId.is_in(items.iter().map(|item| item.id.0)))
        .group_by(attendance::Column::ProgrammeItemId)
        .into_tuple::<(Uuid, i64)>()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    let view = |item: ProgrammeItem| {
        let number = counted.get(&item.id.0).copied().unwrap_or_default();
        ProgrammeItemView { item, attendance: Some(number.unsigned_abs()) }
    };
    Ok(items.into_iter().map(view).collect())
}

/// How many came to an item, of those who are not erased: whether anonymity holds there is asked of this number.
///
/// # Errors
/// The database's own.
pub async fn attendance_of(tx: &Tx, item: ProgrammeItemId) -> Result<u64, DbError> {
    let theirs = attendance::Entity::find().filter(attendance::Column::ProgrammeItemId.eq(item.0));
    Ok(theirs.count(tx.conn()).await?)
}

/// Whether anybody came to an item, or a statement was voiced in it; under the lock of the edition.
///
/// # Errors
/// The database's own.
pub async fn is_in_use(tx: &Tx, item: ProgrammeItemId) -> Result<bool, DbError> {
    let voiced = problem_statement::Entity::find()
        .filter(problem_statement::Column::ProgrammeItemId.eq(item.0))
        .count(tx.conn())
        .await?;
    Ok(voiced > 0 || attendance_of(tx, item).await? > 0)
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, item: &mut ProgrammeItem) -> Result<(), DbError> {
    let read_at = item.version;
    item.version += 1;
    let result = Entity::update_many()
        .set(changing(item)?)
        .filter(Column::Id.eq(item.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes an item, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, item: &ProgrammeItem) -> Result<(), DbError> {
    let result = Entity::delete_many()
        .filter(Column::Id.eq(item.id.0))
        .filter(Column::Version.eq(item.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
