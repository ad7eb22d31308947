//! What people need to take part: apart from their registrations, because fewer read it, and for less long.

use palabre_domain::retention::Period;
use palabre_domain::values::{EditionId, Instant, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _};

use crate::entity::{access_need, edition};
use crate::mapping::word_or_null;
use crate::{DbError, Tx, removals};

/// Keeps what somebody needs who registers.
///
/// # Errors
/// The database's own.
pub async fn insert(
    tx: &Tx,
    edition: EditionId,
    of: RegistrationId,
    text: &str,
    now: Instant,
) -> Result<(), DbError> {
    let row = access_need::ActiveModel {
        registration_id: Set(of.0),
        edition_id: Set(edition.0),
        created_at: Set(now),
        text: Set(text.to_owned()),
    };
    access_need::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What somebody said they need; none where they said nothing, or where it was erased.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, of: RegistrationId) -> Result<Option<String>, DbError> {
    Ok(access_need::Entity::find_by_id(of.0).one(tx.conn()).await?.map(|row| row.text))
}

/// The editions of which any are kept, in the order of their ids, with what they say of when they are over.
///
/// # Errors
/// The database's own.
pub async fn kept(tx: &Tx) -> Result<Vec<(EditionId, Period)>, DbError> {
    let with_needs = access_need::Entity::find().select_only().column(access_need::Column::EditionId);
    let rows = edition::Entity::find()
        .filter(edition::Column::Id.in_subquery(with_needs.into_query()))
        .order_by_asc(edition::Column::Id)
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let period = Period {
                starts_on: word_or_null(row.starts_on.as_deref())?,
                ends_on: word_or_null(row.ends_on.as_deref())?,
                days: row.days,
                time_zone: word_or_null(row.time_zone.as_deref())?,
                closed_at: row.concluded_at,
            };
            Ok((EditionId(row.id), period))
        })
        .collect()
}

/// Erases those of an edition that were said until then, and asks for their traces to be removed; says how many there were.
///
/// # Errors
/// The database's own.
pub async fn erase_made_until(
    tx: &Tx,
    edition: EditionId,
    last: Instant,
    now: Instant,
) -> Result<u64, DbError> {
    let erased = access_need::Entity::delete_many()
        .filter(access_need::Column::EditionId.eq(edition.0))
        .filter(access_need::Column::CreatedAt.lte(last))
        .exec(tx.conn())
        .await?
        .rows_affected;
    if erased > 0 {
        removals::ask(tx, None, now).await?;
    }
    Ok(erased)
}
