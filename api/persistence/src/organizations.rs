//! Organizations.

use palabre_domain::partner::PartnerState;
use palabre_domain::policy::scopes::OrganizationScope;
use palabre_domain::values::{AccountId, Instant, OrganizationId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{edition, event, membership, organization, partner};
use crate::mapping::{Texts, deleted, json_or_null, saved, to_json_or_null};
use crate::{DbError, Tx};

/// An organization.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Its short name, unique among all.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is, by language.
    pub description: Option<Texts>,
    /// Its own page.
    pub url: Option<String>,
    /// Where it is at home (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The language in which each of its localized texts is present.
    pub default_language: String,
}

fn record(row: organization::Model) -> Result<Organization, DbError> {
    let organization::Model {
        id,
        version,
        created_at,
        slug,
        name,
        description,
        url,
        country,
        default_language,
    } = row;
    Ok(Organization {
        id: OrganizationId(id),
        version,
        created_at,
        slug,
        name,
        description: json_or_null(description)?,
        url,
        country,
        default_language,
    })
}

/// Makes an organization.
///
/// # Errors
/// [`DbError::Unique`] where the slug is taken.
pub async fn insert(tx: &Tx, new: &Organization) -> Result<(), DbError> {
    let row = organization::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        slug: Set(new.slug.clone()),
        name: Set(new.name.clone()),
        description: Set(to_json_or_null(new.description.as_ref())?),
        url: Set(new.url.clone()),
        country: Set(new.country.clone()),
        default_language: Set(new.default_language.clone()),
    };
    organization::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The organization of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &OrganizationScope) -> Result<Option<Organization>, DbError> {
    let row = organization::Entity::find_by_id(scope.organization_id.0).one(tx.conn()).await?;
    row.map(record).transpose()
}

/// The organization of a scope, locked: the first lock in the order of locks, taken by whatever changes members.
///
/// Its key stays free: who registers refers to the organization from within an edition, which a change of the
/// organization waits for.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &OrganizationScope) -> Result<Option<Organization>, DbError> {
    let row = organization::Entity::find_by_id(scope.organization_id.0)
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// An organization that another one's edition names, held: it is not deleted meanwhile.
///
/// # Errors
/// The database's own.
pub async fn hold(tx: &Tx, id: OrganizationId) -> Result<Option<Organization>, DbError> {
    let row = organization::Entity::find_by_id(id.0).lock_shared().one(tx.conn()).await?;
    row.map(record).transpose()
}

/// Saves what may change, if it still has the version it was read at; its editions, and those it is a partner of, show
/// name, slug and page, so their versions go up too.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, organization: &mut Organization) -> Result<(), DbError> {
    let read_at = organization.version;
    organization.version += 1;
    let result = organization::Entity::update_many()
        .col_expr(organization::Column::Version, Expr::value(organization.version))
        .col_expr(organization::Column::Slug, Expr::value(organization.slug.clone()))
        .col_expr(organization::Column::Name, Expr::value(organization.name.clone()))
        .col_expr(
            organization::Column::Description,
            Expr::value(to_json_or_null(organization.description.as_ref())?),
        )
        .col_expr(organization::Column::Url, Expr::value(organization.url.clone()))
        .col_expr(organization::Column::Country, Expr::value(organization.country.clone()))
        .col_expr(organization::Column::DefaultLanguage, Expr::value(organization.default_language.clone()))
        .filter(organization::Column::Id.eq(organization.id.0))
        .filter(organization::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)?;
    let events = Query::select()
        .column(event::Column::Id)
        .from(event::Entity)
        .and_where(event::Column::OrganizationId.eq(organization.id.0))
        .to_owned();
    let elsewhere = Query::select()
        .column(partner::Column::EditionId)
        .from(partner::Entity)
        .and_where(partner::Column::OrganizationId.eq(organization.id.0))
        .to_owned();
    let shown_in =
        edition::Column::EventId.in_subquery(events).or(edition::Column::Id.in_subquery(elsewhere));
    // Two organizations that change at once may be shown in the same editions.
    edition::Entity::find()
        .select_only()
        .column(edition::Column::Id)
        .filter(shown_in.clone())
        .order_by_asc(edition::Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    edition::Entity::update_many()
        .col_expr(edition::Column::Version, Expr::col(edition::Column::Version).add(1))
        .filter(shown_in)
        .exec(tx.conn())
        .await?;
    partner::Entity::update_many()
        .col_expr(partner::Column::Version, Expr::col(partner::Column::Version).add(1))
        .filter(partner::Column::OrganizationId.eq(organization.id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Whether anything hangs on an organization: an event keeps it from being deleted.
///
/// # Errors
/// The database's own.
pub async fn has_events(tx: &Tx, id: OrganizationId) -> Result<bool, DbError> {
    let count = event::Entity::find().filter(event::Column::OrganizationId.eq(id.0)).count(tx.conn()).await?;
    Ok(count > 0)
}

/// Whether an organization has agreed to a part in an edition: it leaves first, so that no edition loses a partner that
/// it shows without anybody noticing.
///
/// # Errors
/// The database's own.
pub async fn takes_part(tx: &Tx, id: OrganizationId) -> Result<bool, DbError> {
    let count = partner::Entity::find()
        .filter(partner::Column::OrganizationId.eq(id.0))
        .filter(partner::Column::State.eq(PartnerState::Accepted.as_str()))
        .count(tx.conn())
        .await?;
    Ok(count > 0)
}

/// Deletes an organization that has nothing but members, invitations, and parts that it was asked to take or declined.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, organization: &Organization) -> Result<(), DbError> {
    use crate::entity::invitation;
    let id = organization.id.0;
    invitation::Entity::delete_many()
        .filter(invitation::Column::OrganizationId.eq(id))
        .exec(tx.conn())
        .await?;
    partner::Entity::delete_many().filter(partner::Column::OrganizationId.eq(id)).exec(tx.conn()).await?;
    membership::Entity::delete_many()
        .filter(membership::Column::OrganizationId.eq(id))
        .exec(tx.conn())
        .await?;
    let result = organization::Entity::delete_many()
        .filter(organization::Column::Id.eq(id))
        .filter(organization::Column::Version.eq(organization.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}

/// The organizations that an account is a member of, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn list_of(
    tx: &Tx,
    account: AccountId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Organization>, DbError> {
    let mine = Query::select()
        .column(membership::Column::OrganizationId)
        .from(membership::Entity)
        .and_where(membership::Column::AccountId.eq(account.0))
        .to_owned();
    let rows = organization::Entity::find()
        .filter(organization::Column::Id.in_subquery(mine))
        .filter(organization::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(organization::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// The default language of an organization.
///
/// # Errors
/// The database's own.
pub async fn default_language(tx: &Tx, id: OrganizationId) -> Result<String, DbError> {
    let row = organization::Entity::find_by_id(id.0).one(tx.conn()).await?;
    row.map(|row| row.default_language)
        .ok_or_else(|| DbError::Unreadable("an organization that is not there".to_owned()))
}
