//! The words of statements: the first ones, which nothing changes, and those that followed.

use std::collections::BTreeSet;

use palabre_domain::values::StatementId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{problem_statement, wording};
use crate::statements::last;
use crate::{DbError, Tx, idempotency, search};

/// Words to keep.
pub struct NewWording<'a> {
    /// The words.
    pub text: &'a str,
    /// Why the ones before were changed.
    pub reason: Option<&'a str>,
    /// The date on which they were written.
    pub written_on: &'a str,
}

impl NewWording<'_> {
    /// As a row of a statement's words, under a number.
    pub(crate) fn row(&self, statement: StatementId, number: i32) -> wording::ActiveModel {
        let Self { text, reason, written_on } = *self;
        wording::ActiveModel {
            // Not ordered by time: it may hang on an anonymous statement.
            id: Set(Uuid::new_v4()),
            statement_id: Set(statement.0),
            number: Set(number),
            text: Set(text.to_owned()),
            reason: Set(reason.map(str::to_owned)),
            written_on: Set(written_on.to_owned()),
        }
    }
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
    wording::Entity::insert(new.row(statement, number)).exec_without_returning(tx.conn()).await?;
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
    add(tx, statement, number, new).await?;
    search::statements(tx, &[statement.0]).await
}

/// Words of a statement.
#[derive(Debug, Clone)]
pub struct Wording {
    /// The place among its words; 1 are the first.
    pub number: i32,
    /// The words; none where they were removed.
    pub text: Option<String>,
    /// Why they took the place of those before, or were removed.
    pub reason: Option<String>,
    /// The date on which they were written.
    pub written_on: String,
}

/// All the words of a statement, from the first on; whoever asks has made sure that they may be read.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, statement: StatementId) -> Result<Vec<Wording>, DbError> {
    let rows = wording::Entity::find()
        .filter(wording::Column::StatementId.eq(statement.0))
        .order_by_asc(wording::Column::Number)
        .all(tx.conn())
        .await?;
    let wording = |row: wording::Model| {
        let wording::Model { id: _, statement_id: _, number, text, reason, written_on } = row;
        Wording { number, text: there(text), reason, written_on }
    };
    Ok(rows.into_iter().map(wording).collect())
}

/// Of these statements, those whose words as they stand were removed.
///
/// # Errors
/// The database's own.
pub(crate) async fn removed(tx: &Tx, of: impl Iterator<Item = Uuid>) -> Result<BTreeSet<Uuid>, DbError> {
    let removed = wording::Entity::find()
        .select_only()
        .column(wording::Column::StatementId)
        .filter(wording::Column::StatementId.is_in(of))
        .filter(wording::Column::Text.eq(""))
        .filter(last())
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(removed.into_iter().collect())
}

/// Words, where they were not removed: nobody voices nothing.
pub(crate) fn there(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Removes the words of a statement, which is locked, and the name and structure beside them. Those that were removed before keep their
/// reason.
///
/// # Errors
/// The database's own.
pub async fn remove(tx: &Tx, statement: StatementId, reason: &str) -> Result<(), DbError> {
    wording::Entity::update_many()
        .col_expr(wording::Column::Text, Expr::value(""))
        .col_expr(wording::Column::Reason, Expr::value(reason))
        .filter(wording::Column::StatementId.eq(statement.0))
        .filter(wording::Column::Text.ne(""))
        .exec(tx.conn())
        .await?;
    problem_statement::Entity::update_many()
        .col_expr(problem_statement::Column::Name, Expr::value(None::<String>))
        .col_expr(problem_statement::Column::Structure, Expr::value(None::<String>))
        .col_expr(problem_statement::Column::PublicText, Expr::value(None::<String>))
        .filter(problem_statement::Column::Id.eq(statement.0))
        .exec(tx.conn())
        .await?;
    search::forget(tx, statement.0).await?;
    idempotency::withhold_naming(tx, statement.0.to_string()).await
}
