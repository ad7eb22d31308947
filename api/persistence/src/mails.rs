//! Mails that wait to be delivered: rows of the transaction that causes them.

use palabre_domain::values::Instant;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::mail;
use crate::{DbError, Tx};

/// A mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its row.
    pub id: Uuid,
    /// When it was written.
    pub created_at: Instant,
    /// To whom.
    pub recipient: String,
    /// A fingerprint of the address; empty in mails of an earlier version.
    pub recipient_hash: Vec<u8>,
    /// The language of its words.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// How often somebody began to send it.
    pub attempts: i32,
}

/// Puts a mail into the queue.
///
/// # Errors
/// The database's own.
pub async fn enqueue(tx: &Tx, mail: &Mail) -> Result<(), DbError> {
    let mail = mail.clone();
    let row = mail::ActiveModel {
        id: Set(mail.id),
        created_at: Set(mail.created_at),
        recipient: Set(mail.recipient),
        language: Set(mail.language),
        subject: Set(mail.subject),
        text: Set(mail.text),
        html: Set(None),
        attempts: Set(mail.attempts),
        not_before: Set(mail.created_at),
        registration_id: Set(None),
        recipient_hash: Set(Some(mail.recipient_hash)),
    };
    mail::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The mails that are due, oldest first.
///
/// # Errors
/// The database's own.
pub async fn due(tx: &Tx, now: Instant, limit: u64) -> Result<Vec<Mail>, DbError> {
    let rows = mail::Entity::find()
        .filter(mail::Column::NotBefore.lte(now))
        .order_by_asc(mail::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Mail {
            id: row.id,
            created_at: row.created_at,
            recipient: row.recipient,
            recipient_hash: row.recipient_hash.unwrap_or_default(),
            language: row.language,
            subject: row.subject,
            text: row.text,
            attempts: row.attempts,
        })
        .collect())
}

/// Claims a mail that is due until an instant: nobody else sends it before that. Says whether it was still there to be claimed.
///
/// # Errors
/// The database's own.
pub async fn claim(tx: &Tx, id: Uuid, now: Instant, until: Instant) -> Result<bool, DbError> {
    let result = mail::Entity::update_many()
        .col_expr(mail::Column::NotBefore, Expr::value(until))
        .col_expr(mail::Column::Attempts, Expr::col(mail::Column::Attempts).add(1))
        .filter(mail::Column::Id.eq(id))
        .filter(mail::Column::NotBefore.lte(now))
        .exec(tx.conn())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Leaves a mail in the queue until an instant.
///
/// # Errors
/// The database's own.
pub async fn postpone(tx: &Tx, id: Uuid, until: Instant) -> Result<(), DbError> {
    mail::Entity::update_many()
        .col_expr(mail::Column::NotBefore, Expr::value(until))
        .filter(mail::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes a mail that was delivered out of the queue.
///
/// # Errors
/// The database's own.
pub async fn delete(tx: &Tx, id: Uuid) -> Result<(), DbError> {
    mail::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}
