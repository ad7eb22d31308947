//! Idempotency records: what was answered to a request that may come again.

use palabre_domain::values::{AccountId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::entity::idempotency_record as record_of;
use crate::mapping::{json, to_json};
use crate::{Backend, DbError, Tx};

/// A claim of a key.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// The fingerprint of caller, method, path and key.
    pub scope: &'a [u8],
    /// The fingerprint of the body.
    pub fingerprint: &'a [u8],
    /// The caller, whose erasure takes the record along.
    pub account: Option<AccountId>,
    /// Now.
    pub at: Instant,
}

/// A recorded answer.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The fingerprint of the body that it answered.
    pub fingerprint: Vec<u8>,
    /// The status.
    pub status: u16,
    /// The headers that belong to the answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// How a claim ended.
#[derive(Debug)]
pub enum Claim {
    /// The key is this transaction's: do the thing, and [`record`] the answer.
    Fresh,
    /// The thing was done before.
    Done(Recorded),
    /// It was done before, and what was answered is not told again; with the fingerprint of the body.
    Withheld(Vec<u8>),
}

/// Claims a key: inserts a record without an answer, or gives the answer that is there.
///
/// A record older than `oldest` counts for nothing. Another transaction that holds the key is waited for by the unique key itself.
///
/// # Errors
/// [`DbError::LockTimeout`] where the other one takes too long (PostgreSQL).
pub async fn claim(tx: &Tx, new: NewRecord<'_>, oldest: Instant) -> Result<Claim, DbError> {
    record_of::Entity::delete_many()
        .filter(record_of::Column::ScopeHash.eq(new.scope))
        .filter(record_of::Column::CreatedAt.lt(oldest))
        .exec(tx.conn())
        .await?;
    let row = record_of::ActiveModel {
        scope_hash: Set(new.scope.to_vec()),
        created_at: Set(new.at),
        fingerprint: Set(new.fingerprint.to_vec()),
        account_id: Set(new.account.map(|account| account.0)),
        status: Set(None),
        headers: Set(None),
        body: Set(None),
    };
    let on_conflict = OnConflict::column(record_of::Column::ScopeHash).do_nothing().to_owned();
    let inserted =
        record_of::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(tx.conn()).await?;
    if inserted == 1 {
        return Ok(Claim::Fresh);
    }
    let row = record_of::Entity::find_by_id(new.scope.to_vec()).one(tx.conn()).await?;
    // Gone again between the two statements (its day was over): run again.
    let Some(row) = row else { return Err(DbError::Conflict) };
    let record_of::Model { scope_hash: _, created_at: _, fingerprint, account_id: _, status, headers, body } =
        row;
    match (status.map(u16::try_from), headers, body) {
        (Some(Ok(status)), Some(headers), Some(body)) => {
            Ok(Claim::Done(Recorded { fingerprint, status, headers: json(headers)?, body }))
        }
        (None, None, None) => Ok(Claim::Withheld(fingerprint)),
        _ => Err(DbError::Unreadable("an idempotency record without an answer".to_owned())),
    }
}

/// Puts the answer into the record that this transaction claimed.
///
/// # Errors
/// The database's own.
pub async fn record(
    tx: &Tx,
    scope: &[u8],
    status: u16,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<(), DbError> {
    record_of::Entity::update_many()
        .col_expr(record_of::Column::Status, Expr::value(i16::try_from(status).unwrap_or(i16::MAX)))
        .col_expr(record_of::Column::Headers, Expr::value(to_json(&headers)?))
        .col_expr(record_of::Column::Body, Expr::value(body.to_vec()))
        .filter(record_of::Column::ScopeHash.eq(scope))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Deletes the records older than this.
///
/// # Errors
/// The database's own.
pub async fn forget_before(tx: &Tx, oldest: Instant) -> Result<(), DbError> {
    record_of::Entity::delete_many().filter(record_of::Column::CreatedAt.lt(oldest)).exec(tx.conn()).await?;
    Ok(())
}

/// How many words one statement looks for at most.
const AT_ONCE: usize = 100;

/// Deletes the records whose answer holds one of these words, an id or an address: an answer is kept as it was sent, with
/// all that it told of whoever is erased now.
///
/// # Errors
/// The database's own.
pub async fn forget_naming(tx: &Tx, words: &[String]) -> Result<(), DbError> {
    for some in words.chunks(AT_ONCE) {
        record_of::Entity::delete_many().filter(naming(tx, some)).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Empties the records whose answer holds this word, the id of a statement whose words are protected from now on: that a thing was
/// done is kept, so that it is not done twice, and what was told of it is not.
///
/// # Errors
/// The database's own.
pub async fn withhold_naming(tx: &Tx, word: String) -> Result<(), DbError> {
    record_of::Entity::update_many()
        .col_expr(record_of::Column::Status, Expr::value(None::<i16>))
        .col_expr(record_of::Column::Headers, Expr::value(None::<serde_json::Value>))
        .col_expr(record_of::Column::Body, Expr::value(None::<Vec<u8>>))
        .filter(naming(tx, &[word]))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// That an answer holds one of these words.
fn naming(tx: &Tx, words: &[String]) -> Condition {
    let (in_body, in_headers) = match tx.backend() {
        Backend::Sqlite => ("instr(body, ?) > 0", "instr(CAST(headers AS TEXT), ?) > 0"),
        Backend::Postgres => ("position($1 in body) > 0", "position($1 in headers::text) > 0"),
    };
    words.iter().fold(Condition::any(), |named, word| {
        named
            .add(Expr::cust_with_values(in_body, [word.as_bytes().to_vec()]))
            .add(Expr::cust_with_values(in_headers, [word.clone()]))
    })
}
