//! Where a page begins, in a list that is in the order of ids.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

use crate::{Backend, Tx};

/// That a row comes after the page before; `are_listed`: further conditions have its id among those that another table lists, from
/// there on.
///
/// SQLite goes along such a list, until the page is full. Told here once more where the page begins, it would go through
/// everything that the edition has, and look each up in the list. PostgreSQL weighs one way against the other, and
/// goes through the rows from their first one on where it is not told.
pub(crate) fn begins<C: ColumnTrait>(tx: &Tx, id: C, after: Option<Uuid>, are_listed: bool) -> Condition {
    match tx.backend() {
        Backend::Sqlite if are_listed => Condition::all(),
        Backend::Sqlite | Backend::Postgres => Condition::all().add(id.gt(after.unwrap_or_default())),
    }
}
