//! The words of statements: the first ones, which nothing changes, and those that followed.

use palabre_domain::values::{StatementId, fold};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::wording;
use crate::{DbError, Tx};

/// Words to keep.
pub struct NewWording<'a> {
    /// The words.
    pub text: &'a str,
    /// Why the ones before were changed.
    pub reason: Option<&'a str>,
    /// The date on which they were written.
    pub written_on: &'a str,
}

/// Keeps words under a number.
///
/// # Errors
/// [`DbError::Unique`] where there are words under this number.
pub(crate) async fn add(
    tx: &Tx,
    statement: StatementId,
    number: i32,
    new: NewWording<'_>,
) -> Result<(), DbError> {
    let row = wording::ActiveModel {
        // Not ordered by time: one day it may hang on an anonymous statement.
        id: Set(Uuid::new_v4()),
        statement_id: Set(statement.0),
        number: Set(number),
        text: Set(new.text.to_owned()),
        text_folded: Set(fold(new.text)),
        reason: Set(new.reason.map(str::to_owned)),
        written_on: Set(new.written_on.to_owned()),
    };
    wording::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Keeps words after those that a statement, which is locked, has.
///
/// # Errors
/// The database's own.
pub async fn follow(tx: &Tx, statement: StatementId, new: NewWording<'_>) -> Result<(), DbError> {
    let last = wording::Entity::find()
        .select_only()
        .column_as(wording::Column::Number.max(), "last")
        .filter(wording::Column::StatementId.eq(statement.0))
        .into_tuple::<Option<i32>>()
        .one(tx.conn())
        .await?;
    let number = last.flatten().unwrap_or(0).saturating_add(1);
    add(tx, statement, number, new).await
}
