//! Who waits for places, and how far the places reach.

use std::collections::HashMap;

use palabre_domain::edition::Writing;
use palabre_domain::pool::PoolCount;
use palabre_domain::registration::{RegistrationState, given};
use palabre_domain::values::{EditionId, Instant, PoolId, ProfileId, RegistrationId};
use palabre_domain::waiting::WaitingProfile;
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::entity::{edition, pool, profile, profile_pool, registration};
use crate::{DbError, Tx, pools};

/// How many ids one statement names at most: SQLite takes a limited number of parameters.
const AT_ONCE: usize = 500;

/// The places of an edition, and those who wait for them.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Every pool, as it is counted.
    pub pools: Vec<PoolCount>,
    /// Every profile with which somebody waits, by the first of them.
    pub waiting: Vec<WaitingProfile>,
}

const WAITLISTED: &str = RegistrationState::Waitlisted.as_str();

/// How an edition stands; three statements, and no lock.
///
/// # Errors
/// The database's own.
pub async fn standing(tx: &Tx, edition: EditionId) -> Result<Standing, DbError> {
    let counts = pools::all(tx, edition).await?.iter().map(pools::Pool::count).collect();
    Ok(Standing { pools: counts, waiting: waiting(tx, edition).await? })
}

/// The profiles with which somebody waits in an edition, by the first of them.
///
/// # Errors
/// The database's own.
pub async fn waiting(tx: &Tx, edition: EditionId) -> Result<Vec<WaitingProfile>, DbError> {
    // One look into the index for each profile: a minimum of UUIDs is not known to every PostgreSQL, and counting through
    // all who wait takes longer the longer they wait.
    let first = Query::select()
        .column((registration::Entity, registration::Column::WaitingKey))
        .from(registration::Entity)
        .and_where(registration::Column::EditionId.eq(edition.0))
        .and_where(
            Expr::col((registration::Entity, registration::Column::ProfileId))
                .equals((profile::Entity, profile::Column::Id)),
        )
        .and_where(registration::Column::State.eq(WAITLISTED))
        .order_by((registration::Entity, registration::Column::WaitingKey), Order::Asc)
        .limit(1)
        .to_owned();
    let heads = Query::select()
        .expr_as(Expr::col((profile::Entity, profile::Column::Id)), "profile")
        .expr_as(Expr::SubQuery(None, Box::new(first.into())), "first")
        .from(profile::Entity)
        .and_where(profile::Column::EditionId.eq(edition.0))
        .to_owned();
    let mut waiting = Vec::new();
    for row in tx.conn().query_all(&heads).await? {
        let profile = ProfileId(row.try_get("", "profile")?);
        if let Some(first) = row.try_get("", "first")? {
            waiting.push(WaitingProfile { profile, pools: Vec::new(), first });
        }
    }
    if waiting.is_empty() {
        return Ok(waiting);
    }
    let mut draws: HashMap<Uuid, Vec<PoolId>> = HashMap::new();
    let links = profile_pool::Entity::find()
        .filter(profile_pool::Column::ProfileId.is_in(waiting.iter().map(|head| head.profile.0)))
        .order_by_asc(profile_pool::Column::PoolId)
        .all(tx.conn())
        .await?;
    for link in links {
        draws.entry(link.profile_id).or_default().push(PoolId(link.pool_id));
    }
    for head in &mut waiting {
        head.pools = draws.remove(&head.profile.0).unwrap_or_default();
    }
    Ok(waiting)
}

/// The first who wait with a profile, so many at most: their waiting keys, in order, and who they are.
///
/// # Errors
/// The database's own.
pub async fn first(
    tx: &Tx,
    edition: EditionId,
    profile: ProfileId,
    most: Option<u32>,
) -> Result<Vec<(Uuid, RegistrationId)>, DbError> {
    let rows = registration::Entity::find()
        .select_only()
        .columns([registration::Column::WaitingKey, registration::Column::Id])
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::ProfileId.eq(profile.0))
        .filter(registration::Column::State.eq(WAITLISTED))
        .order_by_asc(registration::Column::WaitingKey)
        .limit(most.map(u64::from))
        .into_tuple::<(Uuid, Uuid)>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|(key, id)| (key, RegistrationId(id))).collect())
}

/// Gives places to those who waited, for good or until an instant; they were taken before.
///
/// # Errors
/// [`DbError::Conflict`] where one of them does not wait any more.
pub async fn give(tx: &Tx, placed: &[RegistrationId], until: Option<Instant>) -> Result<(), DbError> {
    let state = given(until);
    for some in placed.chunks(AT_ONCE) {
        let result = registration::Entity::update_many()
            .col_expr(registration::Column::State, Expr::value(state.as_str()))
            .col_expr(registration::Column::OfferExpiresAt, Expr::value(until))
            .col_expr(registration::Column::WaitingSince, Expr::value(None::<Instant>))
            .col_expr(registration::Column::Version, Expr::col(registration::Column::Version).add(1))
            .filter(registration::Column::Id.is_in(some.iter().map(|id| id.0)))
            .filter(registration::Column::State.eq(WAITLISTED))
            .exec(tx.conn())
            .await?;
        if usize::try_from(result.rows_affected) != Ok(some.len()) {
            return Err(DbError::Conflict);
        }
    }
    Ok(())
}

/// The editions in which somebody waits while some pool has a place: not always one that they could take.
///
/// # Errors
/// The database's own.
pub async fn editions_with_places(tx: &Tx) -> Result<Vec<EditionId>, DbError> {
    let states = Writing::Arc.admitted_in().iter().map(|state| state.as_str());
    let free = Condition::any()
        .add(pool::Column::Size.is_null())
        .add(Expr::col(pool::Column::Taken).lt(Expr::col(pool::Column::Size)));
    let free = pool::Entity::find().select_only().column(pool::Column::EditionId).filter(free);
    let waited_in = registration::Entity::find()
        .select_only()
        .column(registration::Column::EditionId)
        .filter(registration::Column::State.eq(WAITLISTED));
    let ids = edition::Entity::find()
        .select_only()
        .column(edition::Column::Id)
        .filter(edition::Column::State.is_in(states))
        .filter(edition::Column::Id.in_subquery(free.into_query()))
        .filter(edition::Column::Id.in_subquery(waited_in.into_query()))
        .order_by_asc(edition::Column::Id)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(EditionId).collect())
}
