//! From rows to records: how a column is read, and how a save is held to the version it was read at.

use palabre_domain::values::{FromText, fold};
use sea_orm::sea_query::LikeExpr;
use sea_orm::{DbErr, DeleteResult, UpdateResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::DbError;

pub use palabre_domain::values::Texts;

/// Reads a word of a closed set; the `CHECK` of the column holds the same set.
pub(crate) fn word<T: FromText>(text: &str) -> Result<T, DbError> {
    T::from_text(text).map_err(|_| DbError::Unreadable(format!("{text:?} is no {}", T::SHAPE.name)))
}

/// Reads a word that may be absent.
pub(crate) fn word_or_null<T: FromText>(text: Option<&str>) -> Result<Option<T>, DbError> {
    text.map(word).transpose()
}

/// Reads a JSON column.
pub(crate) fn json<T: DeserializeOwned>(value: Value) -> Result<T, DbError> {
    serde_json::from_value(value).map_err(|error| DbError::Unreadable(error.to_string()))
}

/// Reads a JSON column that may be empty.
pub(crate) fn json_or_null<T: DeserializeOwned>(value: Option<Value>) -> Result<Option<T>, DbError> {
    value.map(json).transpose()
}

/// Writes a JSON column.
pub(crate) fn to_json(value: &impl Serialize) -> Result<Value, DbError> {
    serde_json::to_value(value).map_err(|error| DbError::Unreadable(error.to_string()))
}

/// Writes a JSON column that may be empty.
pub(crate) fn to_json_or_null(value: Option<&impl Serialize>) -> Result<Option<Value>, DbError> {
    value.map(to_json).transpose()
}

/// What a folded column is searched by: it holds the words somewhere, whatever signs are in them.
pub(crate) fn containing(words: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for sign in fold(words).chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('!')
}

/// An update by id **and** version changed its one row; if not, somebody else did first, and the block runs again.
pub(crate) fn saved(result: Result<UpdateResult, DbErr>) -> Result<(), DbError> {
    if result?.rows_affected == 1 { Ok(()) } else { Err(DbError::Conflict) }
}

/// The same for a deletion.
pub(crate) fn deleted(result: Result<DeleteResult, DbErr>) -> Result<(), DbError> {
    if result?.rows_affected == 1 { Ok(()) } else { Err(DbError::Conflict) }
}
