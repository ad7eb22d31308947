//! Deleting a draft, with all that was set up for it.

use sea_orm::sea_query::{IntoColumnRef, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::editions::Edition;
use crate::entity::{
    challenge, challenge_statement, composition_policy, consent_purpose, edition, invitation, partner, pool,
    profile, profile_pool, programme_item, search_word, staff, theme, window,
};
use crate::mapping::deleted;
use crate::{DbError, Tx};

macro_rules! delete_all {
    ($tx:expr; $($entity:ident where $condition:expr;)+) => {$(
        $entity::Entity::delete_many().filter($condition).exec($tx.conn()).await?;
    )+};
}

/// Deletes a draft that is locked, and what hangs on it: nobody has registered for it, nothing was voiced.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, edition: &Edition) -> Result<(), DbError> {
    let id = edition.id.0;
    fn ids<E: EntityTrait>(entity: E, column: impl IntoColumnRef) -> SelectStatement {
        Query::select().column(column).from(entity).to_owned()
    }
    let staff_of_it =
        ids(staff::Entity, staff::Column::Id).and_where(staff::Column::EditionId.eq(id)).to_owned();
    let profiles =
        ids(profile::Entity, profile::Column::Id).and_where(profile::Column::EditionId.eq(id)).to_owned();
    let challenges = ids(challenge::Entity, challenge::Column::Id)
        .and_where(challenge::Column::EditionId.eq(id))
        .to_owned();
    delete_all! { tx;
        window where window::Column::EditionId.eq(id);
        consent_purpose where consent_purpose::Column::EditionId.eq(id);
        composition_policy where composition_policy::Column::EditionId.eq(id);
        programme_item where programme_item::Column::EditionId.eq(id);
        partner where partner::Column::EditionId.eq(id);
        invitation where invitation::Column::StaffId.in_subquery(staff_of_it);
        staff where staff::Column::EditionId.eq(id);
        profile_pool where profile_pool::Column::ProfileId.in_subquery(profiles);
        profile where profile::Column::EditionId.eq(id);
        pool where pool::Column::EditionId.eq(id);
        theme where theme::Column::EditionId.eq(id);
        challenge_statement where challenge_statement::Column::ChallengeId.in_subquery(challenges);
        search_word where search_word::Column::EditionId.eq(id);
        challenge where challenge::Column::EditionId.eq(id);
    }
    let result = edition::Entity::delete_many()
        .filter(edition::Column::Id.eq(id))
        .filter(edition::Column::Version.eq(edition.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
