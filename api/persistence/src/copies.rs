//! Copies: the same words in later editions, which an earlier statement was carried to. What must not be read, or leads to somebody who
//! left, goes from there too.

use std::collections::BTreeSet;

use palabre_domain::values::{EditionId, StatementId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::problem_statement::{self, Column, Entity};
use crate::{DbError, Tx, derivations, idempotency, wordings};

/// The copies of a statement, locked with it in the order of their ids, each with its edition.
///
/// # Errors
/// [`DbError::Conflict`] where it was carried on meanwhile.
pub async fn lock(tx: &Tx, of: StatementId) -> Result<Vec<(StatementId, EditionId)>, DbError> {
    let copies = derivations::copies(tx, &[of.0]).await?;
    let rows = Entity::find()
        .filter(Column::Id.is_in(copies.iter().copied().chain([of.0])))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    // Who carries one of them on has to come by its lock.
    if derivations::copies(tx, &[of.0]).await? != copies {
        return Err(DbError::Conflict);
    }
    let copy = |row: problem_statement::Model| (StatementId(row.id), EditionId(row.edition_id));
    Ok(rows.into_iter().map(copy).filter(|(id, _)| *id != of).collect())
}

/// Removes the words of copies, which are locked, as those of the statement are removed.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &Tx, copies: &[(StatementId, EditionId)], reason: &str) -> Result<(), DbError> {
    if copies.is_empty() {
        return Ok(());
    }
    for (copy, _) in copies {
        wordings::remove(tx, *copy, reason).await?;
    }
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::StateReason, Expr::value(reason))
        .filter(Column::Id.is_in(copies.iter().map(|(copy, _)| copy.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes the structure from all that was made of statements whose voice was shown by name, and has left: beside a name it leads to a
/// person. Where others of the same structure were merged with it, theirs goes too.
///
/// # Errors
/// The database's own.
pub(crate) async fn silence(tx: &Tx, named: &[Uuid]) -> Result<(), DbError> {
    let mut copies: BTreeSet<Uuid> = derivations::onward(tx, named).await?.into_values().flatten().collect();
    copies.retain(|id| !named.contains(id));
    if copies.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::Structure, Expr::value(None::<String>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(copies.iter().copied()))
        .exec(tx.conn())
        .await?;
    idempotency::forget_naming(tx, &copies.iter().map(Uuid::to_string).collect::<Vec<_>>()).await
}
