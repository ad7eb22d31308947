//! Accounts.

use palabre_domain::values::{AccountId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use crate::entity::{account, membership, staff};
use crate::mapping::saved;
use crate::{DbError, Tx};

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// The address as it was written.
    pub email: String,
    /// The address by which it is unique.
    pub email_folded: String,
    /// Whether somebody showed that they read the mail of this address.
    pub email_proven: bool,
    /// The name.
    pub name: String,
    /// The language of mails.
    pub language: String,
    /// The password's hash, where there is a password.
    pub password_hash: Option<String>,
}

fn record(row: account::Model) -> Account {
    let account::Model {
        id,
        version,
        created_at,
        email,
        email_folded,
        email_proven,
        name,
        language,
        password_hash,
    } = row;
    Account {
        id: AccountId(id),
        version,
        created_at,
        email,
        email_folded,
        email_proven,
        name,
        language,
        password_hash,
    }
}

/// Makes an account.
///
/// # Errors
/// [`DbError::Unique`] where the address is taken.
pub async fn insert(tx: &Tx, new: &Account) -> Result<(), DbError> {
    let new = new.clone();
    let row = account::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        email: Set(new.email),
        email_folded: Set(new.email_folded),
        email_proven: Set(new.email_proven),
        name: Set(new.name),
        language: Set(new.language),
        password_hash: Set(new.password_hash),
    };
    account::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

async fn one(tx: &Tx, select: Select<account::Entity>) -> Result<Option<Account>, DbError> {
    Ok(select.one(tx.conn()).await?.map(record))
}

/// Finds an account.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, id: AccountId) -> Result<Option<Account>, DbError> {
    one(tx, account::Entity::find_by_id(id.0)).await
}

/// Finds an account by its folded address.
///
/// # Errors
/// The database's own.
pub async fn find_by_email(tx: &Tx, folded: &str) -> Result<Option<Account>, DbError> {
    one(tx, account::Entity::find().filter(account::Column::EmailFolded.eq(folded))).await
}

/// Finds an account and locks it until the end of the transaction.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, id: AccountId) -> Result<Option<Account>, DbError> {
    one(tx, account::Entity::find_by_id(id.0).lock_exclusive()).await
}

/// Saves what may change of an account, if it still has the version it was read at; counts that version up.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, account: &mut Account) -> Result<(), DbError> {
    let read_at = account.version;
    account.version += 1;
    let result = account::Entity::update_many()
        .col_expr(account::Column::Version, Expr::value(account.version))
        .col_expr(account::Column::EmailProven, Expr::value(account.email_proven))
        .col_expr(account::Column::Name, Expr::value(account.name.clone()))
        .col_expr(account::Column::Language, Expr::value(account.language.clone()))
        .col_expr(account::Column::PasswordHash, Expr::value(account.password_hash.clone()))
        .filter(account::Column::Id.eq(account.id.0))
        .filter(account::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Raises the versions of what shows an account's name: its memberships, and its entries on the staff of editions.
///
/// # Errors
/// The database's own.
pub async fn name_was_changed(tx: &Tx, id: AccountId) -> Result<(), DbError> {
    membership::Entity::update_many()
        .col_expr(membership::Column::Version, Expr::col(membership::Column::Version).add(1))
        .filter(membership::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    staff::Entity::update_many()
        .col_expr(staff::Column::Version, Expr::col(staff::Column::Version).add(1))
        .filter(staff::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
