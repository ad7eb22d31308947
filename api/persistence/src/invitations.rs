//! Invitations of members and staff.

use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::scopes::InvitationScope;
use palabre_domain::values::{AccountId, Instant, InvitationId, OrganizationId, StaffId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::invitation;
use crate::mapping::{deleted, saved, word};
use crate::{DbError, Tx};

/// What an invitation is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitedAs {
    /// A member of the organization.
    Member(OrganizationRole),
    /// An entry of the staff of one of its editions.
    Staff(StaffId),
}

/// An invitation; its token is kept as a fingerprint only.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Who invites.
    pub organization: OrganizationId,
    /// The address it is bound to, as it was written.
    pub email: String,
    /// The address, folded.
    pub email_folded: String,
    /// What to.
    pub to: InvitedAs,
    /// The fingerprint of its token.
    pub token_hash: Vec<u8>,
    /// The language of its mail.
    pub language: String,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// The account that invited.
    pub invited_by: Option<AccountId>,
}

fn record(row: invitation::Model) -> Result<Invitation, DbError> {
    let invitation::Model {
        id,
        version,
        created_at,
        organization_id,
        email,
        email_folded,
        kind: _,
        role,
        staff_id,
        token_hash,
        language,
        expires_at,
        accepted_at,
        invited_by,
    } = row;
    let to = match (role, staff_id) {
        (_, Some(staff)) => InvitedAs::Staff(StaffId(staff)),
        (Some(role), None) => InvitedAs::Member(word(&role)?),
        (None, None) => return Err(DbError::Unreadable("an invitation to nothing".to_owned())),
    };
    Ok(Invitation {
        id: InvitationId(id),
        version,
        created_at,
        organization: OrganizationId(organization_id),
        email,
        email_folded,
        to,
        token_hash,
        language,
        expires_at,
        accepted_at,
        invited_by: invited_by.map(AccountId),
    })
}

/// Keeps a new invitation.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Invitation) -> Result<(), DbError> {
    let (kind, role, staff) = match new.to {
        InvitedAs::Member(role) => ("member", Some(role.as_str().to_owned()), None),
        InvitedAs::Staff(staff) => ("staff", None, Some(staff.0)),
    };
    let row = invitation::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        organization_id: Set(new.organization.0),
        email: Set(new.email.clone()),
        email_folded: Set(new.email_folded.clone()),
        kind: Set(kind.to_owned()),
        role: Set(role),
        staff_id: Set(staff),
        token_hash: Set(new.token_hash.clone()),
        language: Set(new.language.clone()),
        expires_at: Set(new.expires_at),
        accepted_at: Set(new.accepted_at),
        invited_by: Set(new.invited_by.map(Into::into)),
    };
    invitation::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The invitation of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &InvitationScope) -> Result<Option<Invitation>, DbError> {
    let row = invitation::Entity::find_by_id(scope.invitation_id.0)
        .filter(invitation::Column::OrganizationId.eq(scope.organization.organization_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The invitation with this token, locked.
///
/// # Errors
/// The database's own.
pub async fn lock_by_token(tx: &Tx, hash: &[u8]) -> Result<Option<Invitation>, DbError> {
    let row = invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The invitations of an organization to its members, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Invitation>, DbError> {
    let rows = invitation::Entity::find()
        .filter(invitation::Column::OrganizationId.eq(organization.0))
        .filter(invitation::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(invitation::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Notes that an invitation was accepted, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn accept(tx: &Tx, invitation: &mut Invitation, now: Instant) -> Result<(), DbError> {
    let read_at = invitation.version;
    invitation.version += 1;
    invitation.accepted_at = Some(now);
    let result = invitation::Entity::update_many()
        .col_expr(invitation::Column::Version, Expr::value(invitation.version))
        .col_expr(invitation::Column::AcceptedAt, Expr::value(now))
        .filter(invitation::Column::Id.eq(invitation.id.0))
        .filter(invitation::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Takes an invitation back, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, invitation: &Invitation) -> Result<(), DbError> {
    let result = invitation::Entity::delete_many()
        .filter(invitation::Column::Id.eq(invitation.id.0))
        .filter(invitation::Column::Version.eq(invitation.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}

/// Deletes the invitations to an entry of the staff, which is about to go itself.
///
/// # Errors
/// The database's own.
pub async fn delete_of_staff(tx: &Tx, staff: StaffId) -> Result<(), DbError> {
    invitation::Entity::delete_many().filter(invitation::Column::StaffId.eq(staff.0)).exec(tx.conn()).await?;
    Ok(())
}
