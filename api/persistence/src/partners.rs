//! Partners of editions.

use std::collections::HashMap;

use palabre_domain::partner::{PartnerKind, PartnerState};
use palabre_domain::policy::scopes::PartnerScope;
use palabre_domain::values::{EditionId, Instant, PartnerId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::partner;
use crate::mapping::{deleted, saved, word};
use crate::{DbError, Tx};

/// A partner of an edition, by its name.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Counts its changes.
    pub version: i64,
    /// When it was named.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// Its name.
    pub name: String,
    /// What it does for the edition.
    pub kind: PartnerKind,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

fn record(row: partner::Model) -> Result<Partner, DbError> {
    let partner::Model {
        id,
        version,
        created_at,
        edition_id,
        organization_id: _,
        name,
        kind,
        programme,
        mention,
        url,
        state: _,
    } = row;
    Ok(Partner {
        id: PartnerId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        name: name.ok_or_else(|| DbError::Unreadable("a partner without a name".to_owned()))?,
        kind: word(&kind)?,
        programme,
        mention,
        url,
    })
}

/// Names a partner; one that is only a name needs not be asked.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Partner) -> Result<(), DbError> {
    let row = partner::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        organization_id: Set(None),
        name: Set(Some(new.name.clone())),
        kind: Set(new.kind.as_str().to_owned()),
        programme: Set(new.programme.clone()),
        mention: Set(new.mention.clone()),
        url: Set(new.url.clone()),
        state: Set(PartnerState::Accepted.as_str().to_owned()),
    };
    partner::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many partners an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(partner::Entity::find().filter(partner::Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The partner of a scope; where it is going to be changed, under the lock of its edition.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &PartnerScope) -> Result<Option<Partner>, DbError> {
    let row = partner::Entity::find_by_id(scope.partner_id.0)
        .filter(partner::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The partners of an edition, in the order in which they were named.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Partner>, DbError> {
    let rows = partner::Entity::find()
        .filter(partner::Column::EditionId.eq(edition.0))
        .filter(partner::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(partner::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The partners of several editions, by edition.
///
/// # Errors
/// The database's own.
pub async fn of_editions(tx: &Tx, editions: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<Partner>>, DbError> {
    let rows = partner::Entity::find()
        .filter(partner::Column::EditionId.is_in(editions))
        .order_by_asc(partner::Column::Id)
        .all(tx.conn())
        .await?;
    let mut by_edition = HashMap::<Uuid, Vec<Partner>>::new();
    for row in rows {
        let partner = record(row)?;
        by_edition.entry(partner.edition.0).or_default().push(partner);
    }
    Ok(by_edition)
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, partner: &mut Partner) -> Result<(), DbError> {
    let read_at = partner.version;
    partner.version += 1;
    let changing = partner::ActiveModel {
        version: Set(partner.version),
        name: Set(Some(partner.name.clone())),
        kind: Set(partner.kind.as_str().to_owned()),
        programme: Set(partner.programme.clone()),
        mention: Set(partner.mention.clone()),
        url: Set(partner.url.clone()),
        ..Default::default()
    };
    let result = partner::Entity::update_many()
        .set(changing)
        .filter(partner::Column::Id.eq(partner.id.0))
        .filter(partner::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a partner, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, partner: &Partner) -> Result<(), DbError> {
    let result = partner::Entity::delete_many()
        .filter(partner::Column::Id.eq(partner.id.0))
        .filter(partner::Column::Version.eq(partner.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
