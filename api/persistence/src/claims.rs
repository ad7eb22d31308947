//! Claiming: what was made with an address becomes its holder's once they prove it.

use palabre_domain::values::{AccountId, EditionId, OrganizationId, RegistrationId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;

use crate::entity::{edition, event, person, registration};
use crate::{DbError, Tx};

/// A registration that got its holder.
#[derive(Debug, Clone, Copy)]
pub struct Claimed {
    /// Which.
    pub registration: RegistrationId,
    /// In which edition.
    pub edition: EditionId,
    /// Of which organization.
    pub organization: OrganizationId,
}

/// Gives an account all registrations of its address that nobody holds, and makes it that of the persons whom organizations
/// know by it.
///
/// # Errors
/// The database's own.
pub async fn claim(tx: &Tx, account: AccountId, email_folded: &str) -> Result<Vec<Claimed>, DbError> {
    let rows = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Edition.def())
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .select_only()
        .column(registration::Column::Id)
        .column(registration::Column::EditionId)
        .column(event::Column::OrganizationId)
        .filter(registration::Column::EmailFolded.eq(email_folded))
        .filter(registration::Column::AccountId.is_null())
        .order_by_asc(registration::Column::Id)
        .into_tuple::<(Uuid, Uuid, Uuid)>()
        .all(tx.conn())
        .await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for (id, edition, organization) in rows {
        let changed = registration::Entity::update_many()
            .col_expr(registration::Column::AccountId, Expr::value(account.0))
            .col_expr(registration::Column::Version, Expr::col(registration::Column::Version).add(1))
            .filter(registration::Column::Id.eq(id))
            // Its address may have been changed, or erased, at this very moment.
            .filter(registration::Column::EmailFolded.eq(email_folded))
            .filter(registration::Column::AccountId.is_null())
            .exec(tx.conn())
            .await?;
        if changed.rows_affected == 1 {
            let (registration, edition) = (RegistrationId(id), EditionId(edition));
            claimed.push(Claimed { registration, edition, organization: OrganizationId(organization) });
        }
    }
    person::Entity::update_many()
        .col_expr(person::Column::AccountId, Expr::value(account.0))
        .filter(person::Column::EmailFolded.eq(email_folded))
        .filter(person::Column::AccountId.is_null())
        .exec(tx.conn())
        .await?;
    Ok(claimed)
}
