//! Who was there in a programme item: nothing but the link, which goes with its registration.

use palabre_domain::policy::scopes::ProgrammeItemScope;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{Instant, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use serde_json::Value;
use uuid::Uuid;

use crate::entity::attendance::{self, Column, Entity};
use crate::entity::{programme_item, registration};
use crate::mapping::word;
use crate::{DbError, Tx};

/// A registration as somebody who was there.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Its state.
    pub state: RegistrationState,
    /// Whether it was erased.
    pub is_erased: bool,
}

/// A registration of the edition, locked against being cancelled or erased, and against being noted twice at once.
///
/// # Errors
/// The database's own.
pub async fn lock_visitor(
    tx: &Tx,
    scope: &ProgrammeItemScope,
    id: RegistrationId,
) -> Result<Option<Visitor>, DbError> {
    let row = registration::Entity::find_by_id(id.0)
        .filter(registration::Column::EditionId.eq(scope.edition.edition_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(|row| Ok(Visitor { state: word(&row.state)?, is_erased: row.erased_at.is_some() })).transpose()
}

/// Notes that somebody, who is locked, was there; says whether that was new.
///
/// # Errors
/// The database's own.
pub async fn add(tx: &Tx, scope: &ProgrammeItemScope, registration: RegistrationId) -> Result<bool, DbError> {
    let key = (scope.programme_item_id.0, registration.0);
    if Entity::find_by_id(key).one(tx.conn()).await?.is_some() {
        return Ok(false);
    }
    let row = attendance::ActiveModel {
        programme_item_id: Set(key.0),
        registration_id: Set(key.1),
        edition_id: Set(scope.edition.edition_id.0),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(true)
}

/// Notes that somebody was not there after all; says whether they had been noted.
///
/// # Errors
/// The database's own.
pub async fn remove(
    tx: &Tx,
    scope: &ProgrammeItemScope,
    registration: RegistrationId,
) -> Result<bool, DbError> {
    let gone = Entity::delete_by_id((scope.programme_item_id.0, registration.0)).exec(tx.conn()).await?;
    Ok(gone.rows_affected > 0)
}

/// An item that somebody came to.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Attended {
    /// With which registration.
    pub registration_id: Uuid,
    /// Which item.
    pub programme_item_id: Uuid,
    /// Its title, by language.
    pub title: Value,
    /// When it began.
    pub starts_at: Option<Instant>,
}

/// What these registrations came to.
///
/// # Errors
/// The database's own.
pub(crate) async fn of_registrations(tx: &Tx, registrations: &[Uuid]) -> Result<Vec<Attended>, DbError> {
    let rows = Entity::find()
        .join(JoinType::InnerJoin, attendance::Relation::ProgrammeItem.def())
        .select_only()
        .columns([Column::RegistrationId, Column::ProgrammeItemId])
        .columns([programme_item::Column::Title, programme_item::Column::StartsAt])
        .filter(Column::RegistrationId.is_in(registrations.iter().copied()))
        .order_by_asc(Column::ProgrammeItemId)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

/// Forgets what a registration, which is being erased, came to.
///
/// # Errors
/// The database's own.
pub(crate) async fn forget(tx: &Tx, registration: RegistrationId) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::RegistrationId.eq(registration.0)).exec(tx.conn()).await?;
    Ok(())
}
