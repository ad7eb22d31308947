//! Copies: the same words in later editions, which an earlier statement was carried to. What must not be read, or leads to somebody who
//! left, goes from there too.

use palabre_domain::problem_statement::{Protection, Sensitivity};
use palabre_domain::values::{EditionId, StatementId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::derivations::Way;
use crate::entity::problem_statement::{self, Column, Entity};
use crate::mapping::word;
use crate::{DbError, Tx, derivations, dispositions, idempotency, wordings};

/// The same words in a later edition.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The statement there.
    pub id: StatementId,
    /// The edition.
    pub edition: EditionId,
    /// Who may read the words there.
    pub sensitivity: Sensitivity,
    /// What anyone may read there in their place.
    pub public_text: Option<String>,
    /// Whether they were removed there before.
    pub is_wordless: bool,
}

/// The copies of a statement, locked with it in the order of their ids.
///
/// # Errors
/// [`DbError::Conflict`] where it was carried on meanwhile.
pub async fn lock(tx: &Tx, of: StatementId) -> Result<Vec<Carried>, DbError> {
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
    let wordless = wordings::removed(tx, rows.iter().map(|row| row.id)).await?;
    let copy = |row: problem_statement::Model| {
        Ok(Carried {
            id: StatementId(row.id),
            edition: EditionId(row.edition_id),
            sensitivity: word(&row.sensitivity)?,
            is_wordless: wordless.contains(&row.id),
            public_text: row.public_text,
        })
    };
    rows.into_iter().filter(|row| row.id != of.0).map(copy).collect()
}

/// Removes the words of copies, which are locked, as those of the statement are removed.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &Tx, copies: &[Carried], reason: &str) -> Result<(), DbError> {
    if copies.is_empty() {
        return Ok(());
    }
    for copy in copies {
        wordings::remove(tx, copy.id, reason).await?;
    }
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::StateReason, Expr::value(reason))
        .filter(Column::Id.is_in(copies.iter().map(|copy| copy.id.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Protects the words of copies, which are locked, where the protection of the statement is changed: with no words for everybody in their
/// place. Gives those that this changed.
///
/// # Errors
/// The database's own.
pub async fn protect(
    tx: &Tx,
    copies: Vec<Carried>,
    from: Protection<'_>,
    to: Protection<'_>,
) -> Result<Vec<Carried>, DbError> {
    let mut changed = Vec::new();
    for copy in copies {
        let there = Protection { sensitivity: copy.sensitivity, public_text: copy.public_text.as_deref() };
        if let Some(sensitivity) = there.followed(from, to) {
            dispositions::classify(tx, copy.id, sensitivity, None).await?;
            changed.push(Carried { sensitivity, public_text: None, ..copy });
        }
    }
    if changed.is_empty() {
        return Ok(changed);
    }
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(changed.iter().map(|copy| copy.id.0)))
        .exec(tx.conn())
        .await?;
    Ok(changed)
}

/// Takes the structure from all that was ever made of statements whose voice was shown by name, and has left: beside a name it leads to a
/// person. Where others of the same structure were merged with it, theirs goes too; from a merge that was taken apart as well.
///
/// # Errors
/// The database's own.
pub(crate) async fn silence(tx: &Tx, named: &[Uuid]) -> Result<(), DbError> {
    let mut copies = derivations::met(tx, named.iter().copied(), Way::Onward, None).await?;
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
