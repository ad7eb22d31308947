//! What the end of an edition makes of its registrations, places and challenges.

use palabre_domain::audit::Deed;
use palabre_domain::registration::{self, RegistrationState};
use palabre_domain::values::EditionId;
use palabre_domain::{challenge as challenges, challenge::ChallengeState};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SubQueryStatement};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{challenge, pool, profile_pool, registration as rows};
use crate::{DbError, Tx};

/// What the end of an edition changed, each with what is written down of it.
pub type Ended = Vec<(Uuid, Deed)>;

/// Gives the registrations of an edition their last state, and its pools the places that this frees.
///
/// The edition is locked: nothing else is written in it meanwhile.
///
/// # Errors
/// The database's own.
pub async fn conclude_registrations(tx: &Tx, edition: EditionId) -> Result<Ended, DbError> {
    let of_the_edition = || rows::Entity::find().filter(rows::Column::EditionId.eq(edition.0));
    let came = RegistrationState::CheckedIn.as_str();
    let came = of_the_edition().filter(rows::Column::State.eq(came)).count(tx.conn()).await?;
    let mut ended = Vec::new();
    for state in RegistrationState::ALL {
        let Some(last) = registration::at_conclusion(*state, came > 0) else { continue };
        let ids: Vec<Uuid> = of_the_edition()
            .select_only()
            .column(rows::Column::Id)
            .filter(rows::Column::State.eq(state.as_str()))
            .order_by_asc(rows::Column::Id)
            .lock_exclusive()
            .into_tuple()
            .all(tx.conn())
            .await?;
        rows::Entity::update_many()
            .col_expr(rows::Column::State, Expr::value(last.as_str()))
            .col_expr(rows::Column::OfferExpiresAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
            .col_expr(rows::Column::WaitingSince, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
            .col_expr(rows::Column::Version, Expr::col(rows::Column::Version).add(1))
            .filter(rows::Column::EditionId.eq(edition.0))
            .filter(rows::Column::State.eq(state.as_str()))
            .exec(tx.conn())
            .await?;
        ended.extend(ids.into_iter().map(|id| (id, registration::deed_at_conclusion(last))));
    }
    recount(tx, edition).await?;
    Ok(ended)
}

/// Counts the places taken in each pool of an edition anew: whoever did not come holds none.
async fn recount(tx: &Tx, edition: EditionId) -> Result<(), DbError> {
    pool::Entity::find()
        .select_only()
        .column(pool::Column::Id)
        .filter(pool::Column::EditionId.eq(edition.0))
        .order_by_asc(pool::Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    let holding = RegistrationState::ALL.iter().filter(|state| state.holds_places());
    let holding: Vec<&str> = holding.map(|state| state.as_str()).collect();
    let profile_of_registration = Expr::col((profile_pool::Entity, profile_pool::Column::ProfileId))
        .equals((rows::Entity, rows::Column::ProfileId));
    let taken = Query::select()
        .expr(Expr::col((rows::Entity, rows::Column::Id)).count())
        .from(rows::Entity)
        .inner_join(profile_pool::Entity, profile_of_registration)
        .and_where(
            Expr::col((profile_pool::Entity, profile_pool::Column::PoolId))
                .equals((pool::Entity, pool::Column::Id)),
        )
        .and_where(Expr::col((rows::Entity, rows::Column::State)).is_in(holding))
        .to_owned();
    let taken = Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(taken)));
    pool::Entity::update_many()
        .col_expr(pool::Column::Taken, taken)
        .filter(pool::Column::EditionId.eq(edition.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Gives the challenges of an edition their last state.
///
/// # Errors
/// The database's own.
pub async fn conclude_challenges(tx: &Tx, edition: EditionId) -> Result<Ended, DbError> {
    let found: Vec<(Uuid, String)> = challenge::Entity::find()
        .select_only()
        .columns([challenge::Column::Id, challenge::Column::State])
        .filter(challenge::Column::EditionId.eq(edition.0))
        .order_by_asc(challenge::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(tx.conn())
        .await?;
    let mut ended = Vec::new();
    for state in ChallengeState::ALL {
        let Some(last) = challenges::at_conclusion(*state) else { continue };
        challenge::Entity::update_many()
            .col_expr(challenge::Column::State, Expr::value(last.as_str()))
            .col_expr(challenge::Column::Version, Expr::col(challenge::Column::Version).add(1))
            .filter(challenge::Column::EditionId.eq(edition.0))
            .filter(challenge::Column::State.eq(state.as_str()))
            .exec(tx.conn())
            .await?;
        let changed = found.iter().filter(|(_, before)| before == state.as_str());
        ended.extend(changed.map(|(id, _)| (*id, challenges::deed_at_conclusion(last))));
    }
    Ok(ended)
}
