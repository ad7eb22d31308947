//! Offers whose time is over.

use palabre_domain::edition::Writing;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{EditionId, Instant};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entity::{edition, registration};
use crate::registrations::{EVERYTHING, Registration, many};
use crate::{DbError, Tx};

/// The editions in which the time of some offer is over; a look into one index where there is none.
///
/// # Errors
/// The database's own.
pub async fn editions_with_expired(tx: &Tx, now: Instant) -> Result<Vec<EditionId>, DbError> {
    let states = Writing::Arc.admitted_in().iter().map(|state| state.as_str());
    let open = edition::Entity::find()
        .select_only()
        .column(edition::Column::Id)
        .filter(edition::Column::State.is_in(states));
    let ids = registration::Entity::find()
        .select_only()
        .column(registration::Column::EditionId)
        .distinct()
        .filter(registration::Column::OfferExpiresAt.lte(now))
        .filter(registration::Column::EditionId.in_subquery(open.into_query()))
        .order_by_asc(registration::Column::EditionId)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(EditionId).collect())
}

/// The registrations of an edition whose offer is over, locked, in the order in which their time ended; so many at most. After the
/// pools, which they give back.
///
/// # Errors
/// The database's own.
pub async fn lock_expired(
    tx: &Tx,
    edition: EditionId,
    now: Instant,
    most: u64,
) -> Result<Vec<Registration>, DbError> {
    let expired = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::State.eq(RegistrationState::Offered.as_str()))
        .filter(registration::Column::OfferExpiresAt.lte(now))
        .order_by_asc(registration::Column::OfferExpiresAt)
        .order_by_asc(registration::Column::WaitingKey)
        .limit(most)
        .lock_exclusive();
    many(tx, expired, EVERYTHING).await
}
