//! Scopes of the policy: the thing in the address, the whole chain above it, and what the caller is there.
//!
//! Two statements a call, whatever the depth: one for the chain, one for the facts about the caller.

use palabre_domain::edition::EditionState;
use palabre_domain::format::BuiltIn;
use palabre_domain::policy::Facts;
use palabre_domain::policy::scopes::{
    ClusterScope, CreditScope, EditionScope, EventScope, FigureScope, FormatScope, FunnelScope,
    InvitationScope, OrganizationScope, PartnerScope, PoolScope, ProfileScope, ProgrammeItemScope,
    RegistrationScope, StaffScope, ThemeScope,
};
use palabre_domain::values::FormatId;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QuerySelect, Related,
    RelationTrait, Select,
};
use uuid::Uuid;

pub use crate::arc_scopes::{challenge, prototype, statement, team};

use crate::entity::{
    cluster, credit, edition, event, figure, format, invitation, organization, partner, pool, profile,
    programme_item, registration, staff, theme,
};
use crate::facts::{Caller, facts_about_partner, facts_in_edition, facts_in_organization};
use crate::mapping::{json_or_null, word};
use crate::{DbError, Tx};

/// A scope and what the caller is in it.
pub type Located<S> = Result<Option<(S, Facts)>, DbError>;

#[derive(FromQueryResult)]
pub(crate) struct Chain {
    organization_id: Uuid,
    default_language: String,
    event_id: Uuid,
    edition_id: Uuid,
    edition_state: String,
    recognition: String,
    edition_stages: Option<serde_json::Value>,
}

impl Chain {
    pub(crate) fn scope(self) -> Result<EditionScope, DbError> {
        Ok(EditionScope {
            organization: OrganizationScope {
                organization_id: self.organization_id.into(),
                default_language: self.default_language,
            },
            event_id: self.event_id.into(),
            edition_id: self.edition_id.into(),
            state: word(&self.edition_state)?,
            recognition: word(&self.recognition)?,
            stages: json_or_null(self.edition_stages)?.unwrap_or_default(),
        })
    }
}

fn chain<E: EntityTrait>(select: Select<E>) -> Select<E> {
    select
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .join(JoinType::InnerJoin, event::Relation::Organization.def())
        .select_only()
        .column_as(organization::Column::Id, "organization_id")
        .column_as(organization::Column::DefaultLanguage, "default_language")
        .column_as(event::Column::Id, "event_id")
        .column_as(edition::Column::Id, "edition_id")
        .column_as(edition::Column::State, "edition_state")
        .column_as(edition::Column::Recognition, "recognition")
        .column_as(edition::Column::Stages, "edition_stages")
}

/// The chain above a part of an edition.
pub(crate) fn chain_of<E: EntityTrait + Related<edition::Entity>>(select: Select<E>) -> Select<E> {
    chain(select.inner_join(edition::Entity))
}

/// An organization.
///
/// # Errors
/// The database's own.
pub async fn organization(tx: &Tx, id: Uuid, caller: Caller) -> Located<OrganizationScope> {
    let row = organization::Entity::find_by_id(id)
        .select_only()
        .column(organization::Column::DefaultLanguage)
        .into_tuple::<String>()
        .one(tx.conn())
        .await?;
    let Some(default_language) = row else { return Ok(None) };
    let facts = facts_in_organization(tx, id, caller).await?;
    Ok(Some((OrganizationScope { organization_id: id.into(), default_language }, facts)))
}

/// An invitation.
///
/// # Errors
/// The database's own.
pub async fn invitation(tx: &Tx, id: Uuid, caller: Caller) -> Located<InvitationScope> {
    let owner = invitation::Entity::find_by_id(id)
        .select_only()
        .column(invitation::Column::OrganizationId)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    let Some(owner) = owner else { return Ok(None) };
    let scope = organization(tx, owner, caller).await?;
    Ok(scope.map(|(organization, facts)| (InvitationScope { organization, invitation_id: id.into() }, facts)))
}

/// An event.
///
/// # Errors
/// The database's own.
pub async fn event(tx: &Tx, id: Uuid, caller: Caller) -> Located<EventScope> {
    let row = event::Entity::find_by_id(id).find_also_related(organization::Entity).one(tx.conn()).await?;
    let Some((event, Some(organization))) = row else { return Ok(None) };
    let public = edition::Entity::find()
        .filter(edition::Column::EventId.eq(id))
        .filter(edition::Column::State.ne(EditionState::Draft.as_str()))
        .count(tx.conn())
        .await?;
    let facts = facts_in_organization(tx, organization.id, caller).await?;
    let scope = EventScope {
        organization: OrganizationScope {
            organization_id: organization.id.into(),
            default_language: organization.default_language,
        },
        event_id: event.id.into(),
        has_public_edition: public > 0,
    };
    Ok(Some((scope, facts)))
}

/// A format; one that comes with the program has no row, and is in no organization.
///
/// # Errors
/// The database's own.
pub async fn format(tx: &Tx, id: Uuid, caller: Caller) -> Located<FormatScope> {
    let format_id = FormatId(id);
    if BuiltIn::of(format_id).is_some() {
        return Ok(Some((FormatScope { organization: None, format_id }, Facts::default())));
    }
    let keeper = format::Entity::find_by_id(id)
        .select_only()
        .column(format::Column::OrganizationId)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    let Some(keeper) = keeper else { return Ok(None) };
    let scope = organization(tx, keeper, caller).await?;
    Ok(scope
        .map(|(organization, facts)| (FormatScope { organization: Some(organization), format_id }, facts)))
}

/// An edition.
///
/// # Errors
/// The database's own.
pub async fn edition(tx: &Tx, id: Uuid, caller: Caller) -> Located<EditionScope> {
    let row = chain(edition::Entity::find_by_id(id)).into_model::<Chain>().one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let scope = row.scope()?;
    let facts = facts_in_edition(tx, &scope, caller, None).await?;
    Ok(Some((scope, facts)))
}

/// The funnel of an edition.
///
/// # Errors
/// The database's own.
pub async fn funnel(tx: &Tx, id: Uuid, caller: Caller) -> Located<FunnelScope> {
    let located = edition(tx, id, caller).await?;
    Ok(located.map(|(edition, facts)| (FunnelScope { edition }, facts)))
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident -> $scope:ident.$field:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// The database's own.
        pub async fn $name(tx: &Tx, id: Uuid, caller: Caller) -> Located<$scope> {
            let row = chain_of($name::Entity::find_by_id(id)).into_model::<Chain>().one(tx.conn()).await?;
            let Some(row) = row else { return Ok(None) };
            let edition = row.scope()?;
            let facts = facts_in_edition(tx, &edition, caller, None).await?;
            Ok(Some(($scope { edition, $field: id.into() }, facts)))
        }
    )+};
}

parts! {
    /// A credit.
    credit -> CreditScope.credit_id;
    /// A figure.
    figure -> FigureScope.figure_id;
    /// An item of an edition's programme.
    programme_item -> ProgrammeItemScope.programme_item_id;
    /// An entry of an edition's staff.
    staff -> StaffScope.staff_id;
    /// A pool.
    pool -> PoolScope.pool_id;
    /// A profile.
    profile -> ProfileScope.profile_id;
    /// A theme.
    theme -> ThemeScope.theme_id;
    /// A cluster.
    cluster -> ClusterScope.cluster_id;
}

/// A partner of an edition.
///
/// # Errors
/// The database's own.
pub async fn partner(tx: &Tx, id: Uuid, caller: Caller) -> Located<PartnerScope> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        chain: Chain,
        asked: Option<Uuid>,
        state: String,
    }
    let select = chain_of(partner::Entity::find_by_id(id))
        .column_as(partner::Column::OrganizationId, "asked")
        .column_as(partner::Column::State, "state");
    let Some(row) = select.into_model::<Row>().one(tx.conn()).await? else { return Ok(None) };
    let edition = row.chain.scope()?;
    let facts = facts_about_partner(tx, &edition, caller, row.asked).await?;
    let (organization_id, state) = (row.asked.map(Into::into), word(&row.state)?);
    Ok(Some((PartnerScope { edition, partner_id: id.into(), organization_id, state }, facts)))
}

/// A registration.
///
/// # Errors
/// The database's own.
pub async fn registration(tx: &Tx, id: Uuid, caller: Caller) -> Located<RegistrationScope> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        chain: Chain,
        holder: Option<Uuid>,
        helper: Option<Uuid>,
    }
    let select = chain_of(registration::Entity::find_by_id(id))
        .column_as(registration::Column::AccountId, "holder")
        .column_as(registration::Column::RegisteredBy, "helper");
    let Some(row) = select.into_model::<Row>().one(tx.conn()).await? else { return Ok(None) };
    let edition = row.chain.scope()?;
    let mut facts = facts_in_edition(tx, &edition, caller, None).await?;
    facts.holder = caller.account.is_some_and(|account| row.holder == Some(account.0));
    facts.helper = caller.account.is_some_and(|account| row.helper == Some(account.0));
    Ok(Some((RegistrationScope { edition, registration_id: id.into() }, facts)))
}
