//! Consents: to one wording of one purpose; only added to.

use std::collections::HashMap;

use palabre_domain::registration::{ConsentGiven, PurposeAsked};
use palabre_domain::values::{EditionId, Instant, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::{consent, consent_purpose};
use crate::{DbError, Tx};

fn version(wording: i32) -> Result<u32, DbError> {
    u32::try_from(wording).map_err(|error| DbError::Unreadable(error.to_string()))
}

/// The purposes that an edition asks consent for now, each with the row of its wording, in their order.
///
/// # Errors
/// The database's own.
pub async fn asked(tx: &Tx, edition: EditionId) -> Result<Vec<(Uuid, PurposeAsked)>, DbError> {
    let rows = consent_purpose::Entity::find()
        .filter(consent_purpose::Column::EditionId.eq(edition.0))
        .filter(consent_purpose::Column::RetiredAt.is_null())
        .order_by_asc(consent_purpose::Column::Position)
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let consent_purpose::Model { id, purpose, wording_version, required, .. } = row;
            Ok((id, PurposeAsked { purpose, version: version(wording_version)?, required }))
        })
        .collect()
}

/// By what way a consent came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// The person, or somebody for them, on a page.
    Web,
    /// Staff, on the person's word.
    Desk,
}

/// Keeps consents to these wordings.
///
/// # Errors
/// The database's own.
pub async fn give(
    tx: &Tx,
    edition: EditionId,
    registration: RegistrationId,
    wordings: &[Uuid],
    channel: Channel,
    now: Instant,
) -> Result<(), DbError> {
    if wordings.is_empty() {
        return Ok(());
    }
    let channel = match channel {
        Channel::Web => "web",
        Channel::Desk => "desk",
    };
    let rows = wordings.iter().map(|wording| consent::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        registration_id: Set(registration.0),
        edition_id: Set(edition.0),
        purpose_id: Set(*wording),
        given_at: Set(now),
        withdrawn_at: Set(None),
        channel: Set(channel.to_owned()),
    });
    consent::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The consents given with several registrations and not withdrawn, by registration, in the order given.
///
/// # Errors
/// The database's own.
pub(crate) async fn given(
    tx: &Tx,
    registrations: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<ConsentGiven>>, DbError> {
    let rows = consent::Entity::find()
        .find_also_related(consent_purpose::Entity)
        .filter(consent::Column::RegistrationId.is_in(registrations))
        .filter(consent::Column::WithdrawnAt.is_null())
        .order_by_asc(consent::Column::Id)
        .all(tx.conn())
        .await?;
    let mut given: HashMap<Uuid, Vec<ConsentGiven>> = HashMap::new();
    for (row, wording) in rows {
        let wording = wording.ok_or_else(|| DbError::Unreadable("a consent to nothing".to_owned()))?;
        let consent = ConsentGiven { purpose: wording.purpose, version: version(wording.wording_version)? };
        given.entry(row.registration_id).or_default().push(consent);
    }
    Ok(given)
}
