//! Partners of editions.

use std::collections::HashMap;

use palabre_domain::organization::OrganizationRole;
use palabre_domain::partner::{PartnerKind, PartnerState};
use palabre_domain::policy::scopes::{EditionScope, PartnerScope};
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId, PartnerId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};
use uuid::Uuid;

use crate::edition_views::Organizer;
use crate::entity::{membership, organization, partner};
use crate::mapping::{deleted, saved, word};
use crate::{DbError, Tx};

/// A partner of an edition: an organization of the platform, or only a name.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Counts its changes.
    pub version: i64,
    /// When it was named.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// The organization of the platform that it is, where it is more than a name.
    pub organization: Option<OrganizationId>,
    /// Its name: the organization's own, as it is now, or the one that was given.
    pub name: String,
    /// What it does for the edition.
    pub kind: PartnerKind,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
    /// Whether it has agreed to be named.
    pub state: PartnerState,
}

/// The partners whose members work on the edition like the organizer's own: the one place that says so to the database.
pub(crate) fn co_organizes() -> Expr {
    let column = |column: partner::Column| Expr::col((partner::Entity, column));
    column(partner::Column::Kind)
        .eq(PartnerKind::CoOrganizer.as_str())
        .and(column(partner::Column::State).eq(PartnerState::Accepted.as_str()))
}

/// The states in which anyone may read of a partner, as the domain says.
fn public() -> Expr {
    let states = PartnerState::ALL.iter().filter(|state| state.is_public());
    partner::Column::State.is_in(states.map(|state| state.as_str()))
}

/// A row, and the organization that it names.
type Named = (partner::Model, Option<organization::Model>);

fn record((row, organization): Named) -> Result<Partner, DbError> {
    let partner::Model {
        id,
        version,
        created_at,
        edition_id,
        organization_id,
        name,
        kind,
        programme,
        mention,
        url,
        state,
    } = row;
    let name = organization.map(|organization| organization.name).or(name);
    Ok(Partner {
        id: PartnerId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        organization: organization_id.map(OrganizationId),
        name: name.ok_or_else(|| DbError::Unreadable("a partner without a name".to_owned()))?,
        kind: word(&kind)?,
        programme,
        mention,
        url,
        state: word(&state)?,
    })
}

/// The name that a row keeps: an organization has its own.
fn name_of_its_own(partner: &Partner) -> Option<String> {
    partner.organization.is_none().then(|| partner.name.clone())
}

/// Names a partner, or asks one.
///
/// # Errors
/// [`DbError::Unique`] where the organization has this part, or is asked to take it.
pub async fn insert(tx: &Tx, new: &Partner) -> Result<(), DbError> {
    let row = partner::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        organization_id: Set(new.organization.map(Into::into)),
        name: Set(name_of_its_own(new)),
        kind: Set(new.kind.as_str().to_owned()),
        programme: Set(new.programme.clone()),
        mention: Set(new.mention.clone()),
        url: Set(new.url.clone()),
        state: Set(new.state.as_str().to_owned()),
    };
    partner::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many partners an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(partner::Entity::find().filter(partner::Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The partner of a scope; where it is going to be changed, under the lock of its edition.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &PartnerScope) -> Result<Option<Partner>, DbError> {
    let row = partner::Entity::find_by_id(scope.partner_id.0)
        .find_also_related(organization::Entity)
        .filter(partner::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The partners of an edition, in the order in which they were named; those that have not agreed for its crew only.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    for_the_crew: bool,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Partner>, DbError> {
    let mut select = partner::Entity::find()
        .find_also_related(organization::Entity)
        .filter(partner::Column::EditionId.eq(edition.0))
        .filter(partner::Column::Id.gt(after.unwrap_or_default()));
    if !for_the_crew {
        select = select.filter(public());
    }
    let rows = select.order_by_asc(partner::Column::Id).limit(limit).all(tx.conn()).await?;
    rows.into_iter().map(record).collect()
}

/// All partners of an edition, agreed or not.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<Partner>, DbError> {
    list(tx, edition, true, None, u64::from(u32::MAX)).await
}

/// What editions show of their partners.
#[derive(Default)]
pub(crate) struct Shown {
    /// Those that have agreed.
    pub(crate) partners: Vec<Partner>,
    /// The organizations among them that organize it too.
    pub(crate) organizers: Vec<Organizer>,
}

/// What several editions show of their partners, by edition.
pub(crate) async fn of_editions(tx: &Tx, editions: Vec<Uuid>) -> Result<HashMap<Uuid, Shown>, DbError> {
    let rows = partner::Entity::find()
        .find_also_related(organization::Entity)
        .filter(partner::Column::EditionId.is_in(editions))
        .filter(public())
        .order_by_asc(partner::Column::Id)
        .all(tx.conn())
        .await?;
    let mut by_edition = HashMap::<Uuid, Shown>::new();
    for (row, organization) in rows {
        let organizer = organization.clone().map(|organization::Model { slug, name, url, .. }| Organizer {
            slug,
            name,
            url,
        });
        let partner = record((row, organization))?;
        let shown = by_edition.entry(partner.edition.0).or_default();
        if partner.kind == PartnerKind::CoOrganizer {
            shown.organizers.extend(organizer);
        }
        shown.partners.push(partner);
    }
    Ok(by_edition)
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the organization has this part.
pub async fn save(tx: &Tx, partner: &mut Partner) -> Result<(), DbError> {
    let read_at = partner.version;
    partner.version += 1;
    let changing = partner::ActiveModel {
        version: Set(partner.version),
        name: Set(name_of_its_own(partner)),
        kind: Set(partner.kind.as_str().to_owned()),
        programme: Set(partner.programme.clone()),
        mention: Set(partner.mention.clone()),
        url: Set(partner.url.clone()),
        state: Set(partner.state.as_str().to_owned()),
        ..Default::default()
    };
    let result = partner::Entity::update_many()
        .set(changing)
        .filter(partner::Column::Id.eq(partner.id.0))
        .filter(partner::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a partner, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, partner: &Partner) -> Result<(), DbError> {
    let result = partner::Entity::delete_many()
        .filter(partner::Column::Id.eq(partner.id.0))
        .filter(partner::Column::Version.eq(partner.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}

/// For which organization an account organizes an edition: the one of the event where it is a member of that, or else one
/// that co-organizes; for the one of the event, too, where it is of the staff only.
///
/// # Errors
/// The database's own.
pub async fn organized_for(
    tx: &Tx,
    scope: &EditionScope,
    account: Option<AccountId>,
) -> Result<OrganizationId, DbError> {
    let own = scope.organization.organization_id;
    let Some(account) = account else { return Ok(own) };
    let co_organizing = partner::Entity::find()
        .select_only()
        .column(partner::Column::OrganizationId)
        .filter(partner::Column::EditionId.eq(scope.edition_id.0))
        .filter(co_organizes())
        .into_query();
    let organizing = [OrganizationRole::Owner, OrganizationRole::Organizer];
    let homes = membership::Entity::find()
        .select_only()
        .column(membership::Column::OrganizationId)
        .filter(membership::Column::AccountId.eq(account.0))
        .filter(membership::Column::Role.is_in(organizing.map(OrganizationRole::as_str)))
        .filter(
            Condition::any()
                .add(membership::Column::OrganizationId.eq(own.0))
                .add(membership::Column::OrganizationId.in_subquery(co_organizing)),
        )
        .order_by_asc(membership::Column::OrganizationId)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    let home = homes.iter().find(|id| **id == own.0).or(homes.first());
    Ok(home.map_or(own, |id| OrganizationId(*id)))
}
