//! Mails that wait to be delivered: rows of the transaction that causes them.

use palabre_domain::values::{Instant, RegistrationId};
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
    /// The same as a page; none in mails of an earlier version.
    pub html: Option<String>,
    /// A calendar that goes with it.
    pub calendar: Option<String>,
    /// The registration that it is about; with that it is erased.
    pub about: Option<RegistrationId>,
    /// How often somebody began to send it.
    pub attempts: i32,
}

/// How many mails one statement writes at most: SQLite takes a limited number of parameters.
const AT_ONCE: usize = 500;

/// Puts mails into the queue, in their order.
///
/// # Errors
/// The database's own.
pub async fn enqueue(tx: &Tx, mails: Vec<Mail>) -> Result<(), DbError> {
    let rows: Vec<mail::ActiveModel> = mails.into_iter().map(row).collect();
    for some in rows.chunks(AT_ONCE) {
        mail::Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

fn row(mail: Mail) -> mail::ActiveModel {
    mail::ActiveModel {
        id: Set(mail.id),
        created_at: Set(mail.created_at),
        recipient: Set(mail.recipient),
        language: Set(mail.language),
        subject: Set(mail.subject),
        text: Set(mail.text),
        html: Set(mail.html),
        calendar: Set(mail.calendar),
        attempts: Set(mail.attempts),
        not_before: Set(mail.created_at),
        registration_id: Set(mail.about.map(Into::into)),
        recipient_hash: Set(Some(mail.recipient_hash)),
    }
}

/// The mails that are due: those somebody waits for (sign-in codes, invitations) before those about registrations, of which hundreds may
/// come at once; oldest first.
///
/// # Errors
/// The database's own.
pub async fn due(tx: &Tx, now: Instant, limit: u64) -> Result<Vec<Mail>, DbError> {
    let rows = mail::Entity::find()
        .filter(mail::Column::NotBefore.lte(now))
        .order_by_asc(Expr::col(mail::Column::RegistrationId).is_not_null())
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
            html: row.html,
            calendar: row.calendar,
            about: row.registration_id.map(RegistrationId),
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
