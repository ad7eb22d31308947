//! Sign-in links and the codes that go with them.

use palabre_domain::values::{AccountId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::sign_in_link;
use crate::{DbError, Tx};

/// A sign-in link as it is kept: by fingerprints.
#[derive(Debug, Clone)]
pub struct SignInLink {
    /// Its row.
    pub id: Uuid,
    /// Whom it signs in.
    pub account: AccountId,
    /// The fingerprint of the token in the link.
    pub token_hash: Vec<u8>,
    /// The fingerprint of the code beside it.
    pub code_hash: Vec<u8>,
    /// How many wrong codes were tried.
    pub wrong_codes: u32,
    /// When it ends.
    pub expires_at: Instant,
}

/// Keeps a new link.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &SignInLink, now: Instant) -> Result<(), DbError> {
    let row = sign_in_link::ActiveModel {
        id: Set(new.id),
        created_at: Set(now),
        account_id: Set(new.account.0),
        token_hash: Set(new.token_hash.clone()),
        code_hash: Set(new.code_hash.clone()),
        wrong_codes: Set(0),
        expires_at: Set(new.expires_at),
    };
    sign_in_link::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn record(row: sign_in_link::Model) -> SignInLink {
    let sign_in_link::Model { id, created_at: _, account_id, token_hash, code_hash, wrong_codes, expires_at } =
        row;
    SignInLink {
        id,
        account: AccountId(account_id),
        token_hash,
        code_hash,
        wrong_codes: u32::try_from(wrong_codes).unwrap_or(u32::MAX),
        expires_at,
    }
}

/// The links of an account that are not past their time, locked.
///
/// # Errors
/// The database's own.
pub async fn lock_of_account(tx: &Tx, account: AccountId, now: Instant) -> Result<Vec<SignInLink>, DbError> {
    let rows = sign_in_link::Entity::find()
        .filter(sign_in_link::Column::AccountId.eq(account.0))
        .filter(sign_in_link::Column::ExpiresAt.gt(now))
        .order_by_asc(sign_in_link::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// The link with this token, if it is not past its time, locked.
///
/// # Errors
/// The database's own.
pub async fn lock_by_token(tx: &Tx, hash: &[u8], now: Instant) -> Result<Option<SignInLink>, DbError> {
    let row = sign_in_link::Entity::find()
        .filter(sign_in_link::Column::TokenHash.eq(hash))
        .filter(sign_in_link::Column::ExpiresAt.gt(now))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(record))
}

/// Counts a wrong code against all links of an account.
///
/// # Errors
/// The database's own.
pub async fn count_wrong_code(tx: &Tx, account: AccountId) -> Result<(), DbError> {
    sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::WrongCodes, Expr::col(sign_in_link::Column::WrongCodes).add(1))
        .filter(sign_in_link::Column::AccountId.eq(account.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Deletes all links of an account: one of them was used.
///
/// # Errors
/// The database's own.
pub async fn delete_of_account(tx: &Tx, account: AccountId) -> Result<(), DbError> {
    sign_in_link::Entity::delete_many()
        .filter(sign_in_link::Column::AccountId.eq(account.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
