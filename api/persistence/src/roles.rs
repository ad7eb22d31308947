//! What an account is in organizations and editions, as a list of its own.

use palabre_domain::policy::Role;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Related, RelationTrait, Select,
};
use uuid::Uuid;

use crate::entity::{edition, event, membership, partner, registration, staff};
use crate::partners::co_organizes;
use crate::staff::active_at;
use crate::{DbError, Tx};

/// One role that an account has.
#[derive(Debug, Clone)]
pub struct HeldRole {
    /// The row that the role comes from: membership, staff entry, co-organizing partner or registration.
    pub id: Uuid,
    /// In which organization.
    pub organization: OrganizationId,
    /// In which edition, where not in the organization as a whole.
    pub edition: Option<EditionId>,
    /// Which.
    pub role: String,
}

/// Adds the organization above a part of an edition.
fn with_organization<E: EntityTrait + Related<edition::Entity>>(select: Select<E>) -> Select<E> {
    select
        .inner_join(edition::Entity)
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .select_only()
        .column(event::Column::OrganizationId)
        .column(edition::Column::Id)
}

/// The roles that an account has now, in the order of the rows they come from; one statement for each kind of row.
///
/// # Errors
/// The database's own.
pub async fn list_of(
    tx: &Tx,
    account: AccountId,
    now: Instant,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HeldRole>, DbError> {
    let after = after.unwrap_or_default();
    let memberships = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account.0))
        .filter(membership::Column::Id.gt(after))
        .order_by_asc(membership::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    let entries = with_organization(staff::Entity::find())
        .column(staff::Column::Id)
        .column(staff::Column::Role)
        .filter(staff::Column::AccountId.eq(account.0))
        .filter(active_at(now))
        .filter(staff::Column::Id.gt(after))
        .order_by_asc(staff::Column::Id)
        .limit(limit)
        .into_tuple::<(Uuid, Uuid, Uuid, String)>()
        .all(tx.conn())
        .await?;
    let co_organized = with_organization(partner::Entity::find())
        .join(JoinType::InnerJoin, partner::Relation::Organization.def())
        .join(JoinType::InnerJoin, membership::Relation::Organization.def().rev())
        .column(partner::Column::Id)
        .column(membership::Column::Role)
        .filter(membership::Column::AccountId.eq(account.0))
        .filter(co_organizes())
        .filter(partner::Column::Id.gt(after))
        .order_by_asc(partner::Column::Id)
        .limit(limit)
        .into_tuple::<(Uuid, Uuid, Uuid, String)>()
        .all(tx.conn())
        .await?;
    let taking_part = RegistrationState::ALL.iter().filter(|state| state.is_participant());
    let registrations = with_organization(registration::Entity::find())
        .column(registration::Column::Id)
        .column(registration::Column::State)
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(taking_part.map(|state| state.as_str())))
        .filter(registration::Column::Id.gt(after))
        .order_by_asc(registration::Column::Id)
        .limit(limit)
        .into_tuple::<(Uuid, Uuid, Uuid, String)>()
        .all(tx.conn())
        .await?;
    let mut roles: Vec<HeldRole> = memberships
        .into_iter()
        .map(|row| HeldRole {
            id: row.id,
            organization: OrganizationId(row.organization_id),
            edition: None,
            role: row.role,
        })
        .collect();
    let of_edition = |(organization, edition, id, role): (Uuid, Uuid, Uuid, String)| HeldRole {
        id,
        organization: OrganizationId(organization),
        edition: Some(EditionId(edition)),
        role,
    };
    roles.extend(entries.into_iter().map(of_edition));
    roles.extend(co_organized.into_iter().map(of_edition));
    roles.extend(registrations.into_iter().map(|(organization, edition, id, _)| {
        of_edition((organization, edition, id, Role::Participant.as_str().to_owned()))
    }));
    roles.sort_by_key(|role| role.id);
    roles.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(roles)
}
