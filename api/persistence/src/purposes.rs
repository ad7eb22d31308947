//! Consent purposes of editions, in all their wordings.

use std::collections::HashSet;

use palabre_domain::values::{EditionId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::editions::Edition;
use crate::entity::{consent, consent_purpose, edition};
use crate::mapping::{Texts, json, saved, to_json};
use crate::{DbError, Tx};

/// What an edition asks consent for, in one wording.
#[derive(Debug, Clone)]
pub struct Purpose {
    /// The purpose, by slug.
    pub purpose: String,
    /// Which of its wordings.
    pub version: u32,
    /// The text, by language.
    pub text: Texts,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// A purpose as it is kept.
#[derive(Debug, Clone)]
pub struct KeptPurpose {
    /// The row: what consents point to.
    pub id: Uuid,
    /// The purpose and its words.
    pub wording: Purpose,
    /// Whether it is asked today, or only was.
    pub is_asked: bool,
}

fn record(row: consent_purpose::Model) -> Result<KeptPurpose, DbError> {
    let consent_purpose::Model {
        id,
        created_at: _,
        edition_id: _,
        purpose,
        wording_version,
        text,
        required,
        position: _,
        retired_at,
    } = row;
    let version = u32::try_from(wording_version)
        .map_err(|_| DbError::Unreadable(format!("{wording_version} is no version")))?;
    let wording = Purpose { purpose, version, text: json(text)?, required };
    Ok(KeptPurpose { id, wording, is_asked: retired_at.is_none() })
}

/// What an edition asks consent for today, in the order in which it asks.
///
/// # Errors
/// The database's own.
pub async fn asked(tx: &Tx, edition: EditionId) -> Result<Vec<KeptPurpose>, DbError> {
    let rows = consent_purpose::Entity::find()
        .filter(consent_purpose::Column::EditionId.eq(edition.0))
        .filter(consent_purpose::Column::RetiredAt.is_null())
        .order_by_asc(consent_purpose::Column::Position)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Every wording that an edition asks or ever asked consent to.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<KeptPurpose>, DbError> {
    let rows = consent_purpose::Entity::find()
        .filter(consent_purpose::Column::EditionId.eq(edition.0))
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Whether an edition asks for any consent today.
///
/// # Errors
/// The database's own.
pub async fn any_asked(tx: &Tx, edition: EditionId) -> Result<bool, DbError> {
    let count = consent_purpose::Entity::find()
        .filter(consent_purpose::Column::EditionId.eq(edition.0))
        .filter(consent_purpose::Column::RetiredAt.is_null())
        .count(tx.conn())
        .await?;
    Ok(count > 0)
}

/// The rows of an edition's purposes that anybody ever consented to.
///
/// # Errors
/// The database's own.
pub async fn consented(tx: &Tx, edition: EditionId) -> Result<HashSet<Uuid>, DbError> {
    let rows = consent::Entity::find()
        .select_only()
        .column(consent::Column::PurposeId)
        .distinct()
        .filter(consent::Column::EditionId.eq(edition.0))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Replaces the purposes of an edition that is locked; they have a version of their own, and what is no longer asked
/// stays, because consents point to it.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else replaced them first.
pub async fn replace(
    tx: &Tx,
    edition: &mut Edition,
    known: &[KeptPurpose],
    wanted: &[Purpose],
    now: Instant,
) -> Result<(), DbError> {
    let read_at = edition.purposes_version;
    edition.purposes_version += 1;
    let result = edition::Entity::update_many()
        .col_expr(edition::Column::PurposesVersion, Expr::value(edition.purposes_version))
        .filter(edition::Column::Id.eq(edition.id.0))
        .filter(edition::Column::PurposesVersion.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)?;
    consent_purpose::Entity::update_many()
        .col_expr(consent_purpose::Column::RetiredAt, Expr::value(now))
        .filter(consent_purpose::Column::EditionId.eq(edition.id.0))
        .filter(consent_purpose::Column::RetiredAt.is_null())
        .exec(tx.conn())
        .await?;
    for (wording, position) in wanted.iter().zip(0..) {
        let same = |kept: &&KeptPurpose| {
            kept.wording.purpose == wording.purpose && kept.wording.version == wording.version
        };
        put(tx, edition.id, wording, known.iter().find(same), position, now).await?;
    }
    Ok(())
}

async fn put(
    tx: &Tx,
    edition: EditionId,
    wording: &Purpose,
    kept: Option<&KeptPurpose>,
    position: i32,
    now: Instant,
) -> Result<(), DbError> {
    let Purpose { purpose, version, text, required } = wording;
    let asked = consent_purpose::ActiveModel {
        text: Set(to_json(text)?),
        required: Set(*required),
        position: Set(position),
        retired_at: Set(None),
        ..Default::default()
    };
    if let Some(kept) = kept {
        let result = consent_purpose::Entity::update_many()
            .set(asked)
            .filter(consent_purpose::Column::Id.eq(kept.id))
            .exec(tx.conn())
            .await;
        return saved(result);
    }
    let row = consent_purpose::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        edition_id: Set(edition.0),
        purpose: Set(purpose.clone()),
        wording_version: Set(i32::try_from(*version).unwrap_or(i32::MAX)),
        ..asked
    };
    consent_purpose::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}
