//! Persons: who an organization knows. Known by their e-mail, or by nothing but one registration.

use palabre_domain::values::{AccountId, Instant, OrganizationId, PersonId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::person;
use crate::{DbError, Tx};

/// A person to know.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Who knows them.
    pub organization: OrganizationId,
    /// Their account, where it has proven the address.
    pub account: Option<AccountId>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Their address, folded.
    pub email_folded: Option<String>,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their language.
    pub language: Option<String>,
    /// Now.
    pub at: Instant,
}

/// The person of an address, where the organization knows one.
///
/// # Errors
/// The database's own.
pub async fn find_by_email(
    tx: &Tx,
    organization: OrganizationId,
    folded: &str,
) -> Result<Option<PersonId>, DbError> {
    let id = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::OrganizationId.eq(organization.0))
        .filter(person::Column::EmailFolded.eq(folded))
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    Ok(id.map(PersonId))
}

/// Knows a person from now on; a known one is found, and stays as it is.
///
/// Another transaction that makes the same person at this moment is waited for by the unique key.
///
/// # Errors
/// The database's own.
pub async fn know(tx: &Tx, new: NewPerson) -> Result<PersonId, DbError> {
    let NewPerson { organization, account, name, email, email_folded, phone, language, at } = new;
    let id = PersonId(Uuid::now_v7());
    let row = person::ActiveModel {
        id: Set(id.0),
        version: Set(1),
        created_at: Set(at),
        organization_id: Set(organization.0),
        account_id: Set(account.map(Into::into)),
        name: Set(name),
        email: Set(email),
        email_folded: Set(email_folded.clone()),
        phone: Set(phone),
        language: Set(language),
    };
    let known = OnConflict::new().do_nothing().to_owned();
    let made = person::Entity::insert(row).on_conflict(known).exec_without_returning(tx.conn()).await?;
    if made == 1 {
        return Ok(id);
    }
    let found = find_by_email(tx, organization, &email_folded.unwrap_or_default()).await?;
    found.ok_or(DbError::Conflict)
}
