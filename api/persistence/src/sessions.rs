//! Sessions and their refresh tokens.

use palabre_domain::policy::SignedIn;
use palabre_domain::values::{AccountId, Instant, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{refresh_token, session};
use crate::{DbError, Tx};

/// One sign-in of an account.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: Instant,
    /// When its tokens were last renewed.
    pub last_used_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// A refresh token as it is kept: by its fingerprint.
#[derive(Debug, Clone)]
pub struct RefreshToken {
    /// Its row.
    pub id: Uuid,
    /// The session it renews.
    pub session: SignedIn,
    /// Whether it was used, and so is good for nothing but detecting a thief.
    pub spent: bool,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// Whether a session lives and is this account's.
///
/// # Errors
/// The database's own.
pub async fn is_live(tx: &Tx, who: SignedIn, now: Instant) -> Result<bool, DbError> {
    let count = session::Entity::find_by_id(who.session.0)
        .filter(session::Column::AccountId.eq(who.account.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .count(tx.conn())
        .await?;
    Ok(count == 1)
}

/// Begins a session.
///
/// # Errors
/// The database's own.
pub async fn begin(tx: &Tx, who: SignedIn, now: Instant, expires_at: Instant) -> Result<(), DbError> {
    let row = session::ActiveModel {
        id: Set(who.session.0),
        created_at: Set(now),
        account_id: Set(who.account.0),
        last_used_at: Set(now),
        expires_at: Set(expires_at),
    };
    session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Notes that a session was renewed, and until when it lives now.
///
/// # Errors
/// The database's own.
pub async fn renew(tx: &Tx, id: SessionId, now: Instant, expires_at: Instant) -> Result<(), DbError> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(now))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .filter(session::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Ends a session of this account, with all its tokens; says whether there was one.
///
/// # Errors
/// The database's own.
pub async fn end(tx: &Tx, who: SignedIn) -> Result<bool, DbError> {
    let mine = session::Entity::find_by_id(who.session.0)
        .filter(session::Column::AccountId.eq(who.account.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    if mine.is_none() {
        return Ok(false);
    }
    end_ids(tx, vec![who.session.0]).await?;
    Ok(true)
}

/// Ends all sessions of an account but one.
///
/// # Errors
/// The database's own.
pub async fn end_others(tx: &Tx, account: AccountId, keep: Option<SessionId>) -> Result<(), DbError> {
    let ids: Vec<Uuid> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::Id.ne(keep.map_or(Uuid::nil(), |keep| keep.0)))
        .into_tuple()
        .all(tx.conn())
        .await?;
    end_ids(tx, ids).await
}

async fn end_ids(tx: &Tx, ids: Vec<Uuid>) -> Result<(), DbError> {
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.is_in(ids.clone()))
        .exec(tx.conn())
        .await?;
    session::Entity::delete_many().filter(session::Column::Id.is_in(ids)).exec(tx.conn()).await?;
    Ok(())
}

/// The live sessions of an account, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    account: AccountId,
    now: Instant,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Session>, DbError> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(session::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// A live session of an account.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, who: SignedIn, now: Instant) -> Result<Option<Session>, DbError> {
    let row = session::Entity::find_by_id(who.session.0)
        .filter(session::Column::AccountId.eq(who.account.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .one(tx.conn())
        .await?;
    Ok(row.map(record))
}

fn record(row: session::Model) -> Session {
    let session::Model { id, created_at, account_id: _, last_used_at, expires_at } = row;
    Session { id: SessionId(id), created_at, last_used_at, expires_at }
}

/// Keeps a new refresh token of a session.
///
/// # Errors
/// The database's own.
pub async fn add_refresh_token(
    tx: &Tx,
    session: SessionId,
    hash: Vec<u8>,
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbError> {
    let row = refresh_token::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        session_id: Set(session.0),
        token_hash: Set(hash),
        spent_at: Set(None),
        expires_at: Set(expires_at),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Finds a refresh token by its fingerprint, and locks it.
///
/// # Errors
/// The database's own.
pub async fn lock_refresh_token(tx: &Tx, hash: &[u8]) -> Result<Option<RefreshToken>, DbError> {
    let token = refresh_token::Entity::find()
        .filter(refresh_token::Column::TokenHash.eq(hash))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(token) = token else { return Ok(None) };
    let session = session::Entity::find_by_id(token.session_id).one(tx.conn()).await?;
    Ok(session.map(|session| RefreshToken {
        id: token.id,
        session: SignedIn { account: AccountId(session.account_id), session: SessionId(session.id) },
        spent: token.spent_at.is_some(),
        expires_at: token.expires_at,
    }))
}

/// Marks a refresh token as used.
///
/// # Errors
/// The database's own.
pub async fn spend_refresh_token(tx: &Tx, id: Uuid, now: Instant) -> Result<(), DbError> {
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::SpentAt, Expr::value(now))
        .filter(refresh_token::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
