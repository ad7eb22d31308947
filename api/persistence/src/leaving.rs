//! An account that goes: what it holds, and everything that leads to it.

use palabre_domain::organization::OrganizationRole;
use palabre_domain::values::{AccountId, OrganizationId, RegistrationId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

use crate::accounts::Account;
use crate::entity::{
    account, derivation, edition, event, idempotency_record, invitation, mail, membership, person,
    problem_statement, registration, staff, statement_reader,
};
use crate::erasure::silence;
use crate::mapping::word;
use crate::{DbError, Tx, idempotency, sessions, sign_in_links};

/// The registrations that an account holds and that are not erased, edition by edition: in the order of the locks.
///
/// # Errors
/// The database's own.
pub async fn registrations(tx: &Tx, account: AccountId) -> Result<Vec<RegistrationId>, DbError> {
    let ids = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::ErasedAt.is_null())
        .order_by_asc(registration::Column::EditionId)
        .order_by_asc(registration::Column::Id)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(RegistrationId).collect())
}

/// The organizations that an account is a member of, and as what, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn memberships(
    tx: &Tx,
    account: AccountId,
) -> Result<Vec<(OrganizationId, OrganizationRole)>, DbError> {
    let rows = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account.0))
        .order_by_asc(membership::Column::OrganizationId)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(|row| Ok((OrganizationId(row.organization_id), word(&row.role)?))).collect()
}

/// The organizations on the staff of whose editions an account is or was.
///
/// # Errors
/// The database's own.
pub async fn staffed(tx: &Tx, account: AccountId) -> Result<Vec<OrganizationId>, DbError> {
    let rows = staff::Entity::find()
        .join(JoinType::InnerJoin, staff::Relation::Edition.def())
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .select_only()
        .column(event::Column::OrganizationId)
        .distinct()
        .filter(staff::Column::AccountId.eq(account.0))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(OrganizationId).collect())
}

/// Deletes an account that is locked, with everything that leads to it; its registrations are erased before.
///
/// `marks`: of the mails that are theirs. What waits at an address nobody has proven may be somebody else's: it stays.
///
/// # Errors
/// The database's own.
pub async fn delete(tx: &Tx, leaving: &Account, marks: &[Vec<u8>]) -> Result<(), DbError> {
    let id = leaving.id;
    let asked = take_from_staff(tx, leaving).await?;
    sessions::end_others(tx, id, None).await?;
    sign_in_links::delete_of_account(tx, id).await?;
    membership::Entity::delete_many().filter(membership::Column::AccountId.eq(id.0)).exec(tx.conn()).await?;
    statement_reader::Entity::delete_many()
        .filter(statement_reader::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    unlink(tx, id).await?;
    let written = problem_statement::Column::AuthorAccountId.eq(id.0);
    silence(tx, written, problem_statement::Column::AuthorAccountId).await?;
    let theirs = mail::Column::RecipientHash.is_in(marks.iter().cloned());
    mail::Entity::delete_many().filter(theirs).exec(tx.conn()).await?;
    idempotency_record::Entity::delete_many()
        .filter(idempotency_record::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    let mut named: Vec<String> = asked.iter().map(Uuid::to_string).collect();
    named.extend([id.to_string(), leaving.email.clone()]);
    idempotency::forget_naming(tx, &named).await?;
    account::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    Ok(())
}

/// Takes an account from every staff, and its invitations with it; gives the ids of what named it.
async fn take_from_staff(tx: &Tx, leaving: &Account) -> Result<Vec<Uuid>, DbError> {
    let proven = leaving.email_proven.then_some(&leaving.email_folded);
    let theirs = Condition::any()
        .add(staff::Column::AccountId.eq(leaving.id.0))
        .add_option(proven.map(|email| staff::Column::EmailFolded.eq(email)));
    let entries = staff::Entity::find()
        .select_only()
        .column(staff::Column::Id)
        .filter(theirs)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    let to_them = Condition::any()
        .add(invitation::Column::StaffId.is_in(entries.iter().copied()))
        .add_option(proven.map(|email| invitation::Column::EmailFolded.eq(email)));
    let mut asked = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(to_them)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    invitation::Entity::delete_many()
        .filter(invitation::Column::Id.is_in(asked.iter().copied()))
        .exec(tx.conn())
        .await?;
    staff::Entity::delete_many()
        .filter(staff::Column::Id.is_in(entries.iter().copied()))
        .exec(tx.conn())
        .await?;
    asked.extend(entries);
    Ok(asked)
}

/// Unties what leads to an account and is not its own: whom it invited, registered, put together.
async fn unlink(tx: &Tx, id: AccountId) -> Result<(), DbError> {
    let nobody = || Expr::value(None::<Uuid>);
    invitation::Entity::update_many()
        .col_expr(invitation::Column::InvitedBy, nobody())
        .filter(invitation::Column::InvitedBy.eq(id.0))
        .exec(tx.conn())
        .await?;
    registration::Entity::update_many()
        .col_expr(registration::Column::RegisteredBy, nobody())
        .filter(registration::Column::RegisteredBy.eq(id.0))
        .exec(tx.conn())
        .await?;
    person::Entity::update_many()
        .col_expr(person::Column::AccountId, nobody())
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::AccountId.eq(id.0))
        .exec(tx.conn())
        .await?;
    derivation::Entity::update_many()
        .col_expr(derivation::Column::MadeBy, nobody())
        .filter(derivation::Column::MadeBy.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
