//! Members of organizations.

use palabre_domain::organization::OrganizationRole;
use palabre_domain::values::{AccountId, Instant, OrganizationId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{account, membership};
use crate::mapping::{deleted, saved, word};
use crate::{DbError, Tx};

/// A member of an organization.
#[derive(Debug, Clone)]
pub struct Member {
    /// The row.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// Since when.
    pub created_at: Instant,
    /// In which organization.
    pub organization: OrganizationId,
    /// Whose.
    pub account: AccountId,
    /// What they may.
    pub role: OrganizationRole,
    /// The account's name.
    pub name: String,
    /// The account's address.
    pub email: String,
}

fn record((row, account): (membership::Model, Option<account::Model>)) -> Result<Member, DbError> {
    let membership::Model { id, version, created_at, organization_id, account_id, role } = row;
    let account = account.ok_or_else(|| DbError::Unreadable("a member without an account".to_owned()))?;
    Ok(Member {
        id,
        version,
        created_at,
        organization: OrganizationId(organization_id),
        account: AccountId(account_id),
        role: word(&role)?,
        name: account.name,
        email: account.email,
    })
}

/// Makes an account a member.
///
/// # Errors
/// [`DbError::Unique`] where it is one.
pub async fn insert(
    tx: &Tx,
    organization: OrganizationId,
    account: AccountId,
    role: OrganizationRole,
    now: Instant,
) -> Result<(), DbError> {
    let row = membership::ActiveModel {
        id: Set(Uuid::now_v7()),
        version: Set(1),
        created_at: Set(now),
        organization_id: Set(organization.0),
        account_id: Set(account.0),
        role: Set(role.as_str().to_owned()),
    };
    membership::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// A member by account.
///
/// # Errors
/// The database's own.
pub async fn find(
    tx: &Tx,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<Member>, DbError> {
    let row = membership::Entity::find()
        .find_also_related(account::Entity)
        .filter(membership::Column::OrganizationId.eq(organization.0))
        .filter(membership::Column::AccountId.eq(account.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// How many owners there are; read under the lock of the organization.
///
/// # Errors
/// The database's own.
pub async fn owners(tx: &Tx, organization: OrganizationId) -> Result<u64, DbError> {
    let count = membership::Entity::find()
        .filter(membership::Column::OrganizationId.eq(organization.0))
        .filter(membership::Column::Role.eq(OrganizationRole::Owner.as_str()))
        .count(tx.conn())
        .await?;
    Ok(count)
}

/// The members, in the order in which they came.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Member>, DbError> {
    let rows = membership::Entity::find()
        .find_also_related(account::Entity)
        .filter(membership::Column::OrganizationId.eq(organization.0))
        .filter(membership::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(membership::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Saves a member's role, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, member: &mut Member) -> Result<(), DbError> {
    let read_at = member.version;
    member.version += 1;
    let result = membership::Entity::update_many()
        .col_expr(membership::Column::Version, Expr::value(member.version))
        .col_expr(membership::Column::Role, Expr::value(member.role.as_str()))
        .filter(membership::Column::Id.eq(member.id))
        .filter(membership::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Ends a membership, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, member: &Member) -> Result<(), DbError> {
    let result = membership::Entity::delete_many()
        .filter(membership::Column::Id.eq(member.id))
        .filter(membership::Column::Version.eq(member.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
