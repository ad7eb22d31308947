//! Mails that wait to be delivered: rows of the transaction that causes them.

use palabre_domain::values::Instant;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::mail;
use crate::{DbError, Tx};

/// A mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its row.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// The language of its words.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Puts a mail into the queue.
///
/// # Errors
/// The database's own.
pub async fn enqueue(tx: &Tx, mail: &Mail, now: Instant) -> Result<(), DbError> {
    let mail = mail.clone();
    let row = mail::ActiveModel {
        id: Set(mail.id),
        created_at: Set(now),
        recipient: Set(mail.recipient),
        language: Set(mail.language),
        subject: Set(mail.subject),
        text: Set(mail.text),
        html: Set(None),
        attempts: Set(0),
        not_before: Set(now),
        registration_id: Set(None),
        recipient_hash: Set(None),
        calendar: Set(None),
    };
    mail::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The mails that wait, oldest first.
///
/// # Errors
/// The database's own.
pub async fn waiting(tx: &Tx, limit: u64) -> Result<Vec<Mail>, DbError> {
    let rows = mail::Entity::find().order_by_asc(mail::Column::Id).limit(limit).all(tx.conn()).await?;
    Ok(rows
        .into_iter()
        .map(|row| Mail {
            id: row.id,
            recipient: row.recipient,
            language: row.language,
            subject: row.subject,
            text: row.text,
        })
        .collect())
}

/// Takes a mail that was delivered out of the queue.
///
/// # Errors
/// The database's own.
pub async fn delete(tx: &Tx, id: Uuid) -> Result<(), DbError> {
    mail::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}
