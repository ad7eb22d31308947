//! The staff of editions.

use palabre_domain::staff::StaffState;
use palabre_domain::values::{AccountId, EditionId, StaffId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::staff;
use crate::mapping::saved;
use crate::{DbError, Tx};

/// Gives an invited entry its account and its rights; says in which edition, or that it is no longer invited.
///
/// # Errors
/// The database's own.
pub async fn activate(tx: &Tx, id: StaffId, account: AccountId) -> Result<Option<EditionId>, DbError> {
    let row = staff::Entity::find_by_id(id.0)
        .filter(staff::Column::State.eq(StaffState::Invited.as_str()))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let result = staff::Entity::update_many()
        .col_expr(staff::Column::State, Expr::value(StaffState::Active.as_str()))
        .col_expr(staff::Column::AccountId, Expr::value(account.0))
        .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
        .filter(staff::Column::Id.eq(row.id))
        .filter(staff::Column::Version.eq(row.version))
        .exec(tx.conn())
        .await;
    saved(result)?;
    Ok(Some(row.edition_id.into()))
}
