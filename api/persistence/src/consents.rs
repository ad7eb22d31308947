//! Consents: to one wording of one purpose; only added to.

use std::collections::HashMap;

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::registration::{ConsentGiven, PurposeAsked};
use palabre_domain::values::{EditionId, Instant, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::{consent, consent_purpose, registration};
use crate::{DbError, Tx, policies};

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
    /// The person, by their receipt.
    Receipt,
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
        Channel::Receipt => "receipt",
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

/// Withdraws what was consented to of a purpose, in whichever of its wordings.
///
/// # Errors
/// The database's own.
pub async fn withdraw(
    tx: &Tx,
    registration: RegistrationId,
    purpose: &str,
    now: Instant,
) -> Result<(), DbError> {
    let wordings = Query::select()
        .column(consent_purpose::Column::Id)
        .from(consent_purpose::Entity)
        .and_where(consent_purpose::Column::Purpose.eq(purpose))
        .to_owned();
    consent::Entity::update_many()
        .col_expr(consent::Column::WithdrawnAt, Expr::value(now))
        .filter(consent::Column::RegistrationId.eq(registration.0))
        .filter(consent::Column::WithdrawnAt.is_null())
        .filter(consent::Column::PurposeId.in_subquery(wordings))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Hides the names of all who are shown in an edition and did not consent to a purpose; the teams that show them have another
/// version.
///
/// # Errors
/// The database's own.
pub async fn hide_without(tx: &Tx, edition: &EditionScope, purpose: &str) -> Result<(), DbError> {
    let id = edition.edition_id;
    let wordings = Query::select()
        .column(consent_purpose::Column::Id)
        .from(consent_purpose::Entity)
        .and_where(consent_purpose::Column::EditionId.eq(id.0))
        .and_where(consent_purpose::Column::Purpose.eq(purpose))
        .to_owned();
    let consenting = Query::select()
        .column(consent::Column::RegistrationId)
        .from(consent::Entity)
        .and_where(consent::Column::EditionId.eq(id.0))
        .and_where(consent::Column::WithdrawnAt.is_null())
        .and_where(consent::Column::PurposeId.in_subquery(wordings))
        .to_owned();
    let hidden = registration::Entity::update_many()
        .col_expr(registration::Column::Visible, Expr::value(false))
        .col_expr(registration::Column::Version, Expr::col(registration::Column::Version).add(1))
        .filter(registration::Column::EditionId.eq(id.0))
        .filter(registration::Column::Visible.eq(true))
        .filter(registration::Column::Id.not_in_subquery(consenting))
        .exec(tx.conn())
        .await?;
    if hidden.rows_affected > 0 {
        policies::raise_teams(tx, edition).await?;
    }
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
