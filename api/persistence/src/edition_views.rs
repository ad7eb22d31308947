//! Editions as they are shown: with organizers, partners, and the edition before; one by one and in lists.

use std::collections::HashMap;
use std::iter;

use palabre_domain::edition::EditionState;
use palabre_domain::values::{AccountId, EditionId, EventId, Instant, OrganizationId};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;

use crate::editions::{Edition, record};
use crate::entity::{edition, event, membership, organization, partner, staff};
use crate::mapping::containing;
use crate::partners::{self, Partner, Shown, co_organizes};
use crate::staff::active_at;
use crate::{DbError, Tx};

/// Who organizes an edition.
#[derive(Debug, Clone)]
pub struct Organizer {
    /// The short name of the organization.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its own page.
    pub url: Option<String>,
}

/// An edition with all that it shows.
#[derive(Debug, Clone)]
pub struct EditionView {
    /// The edition.
    pub edition: Edition,
    /// The organization it belongs to.
    pub organization: OrganizationId,
    /// Who organizes it: the organization it belongs to, then those that co-organize it.
    pub organizers: Vec<Organizer>,
    /// Who takes part in it besides.
    pub partners: Vec<Partner>,
    /// The event's public edition before it.
    pub previous: Option<EditionId>,
}

/// The place of an edition in a list: by date, undated ones last, then by id.
pub type EditionKey = (String, Uuid);

/// Which editions a list holds; what is not said does not matter.
#[derive(Debug, Clone, Default)]
pub struct EditionFilter {
    /// Of this organization.
    pub organization: Option<OrganizationId>,
    /// Of this event.
    pub event: Option<EventId>,
    /// With this short name.
    pub slug: Option<String>,
    /// In this state.
    pub state: Option<EditionState>,
    /// With these words in the title, folded.
    pub words: Option<String>,
}

/// Which drafts a list holds.
#[derive(Debug, Clone, Copy)]
pub enum Drafts {
    /// None.
    Hidden,
    /// Those that this account works on at this moment: as their staff, or as a member of a co-organizer.
    WorkedOnBy(AccountId, Instant),
    /// All.
    Shown,
}

/// A page of editions.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    filter: &EditionFilter,
    drafts: Drafts,
    after: Option<&EditionKey>,
    limit: u64,
) -> Result<Vec<EditionView>, DbError> {
    let EditionFilter { organization, event, slug, state, words } = filter;
    let mut select = edition::Entity::find();
    if let Some(organization) = organization {
        select = select
            .join(JoinType::InnerJoin, edition::Relation::Event.def())
            .filter(event::Column::OrganizationId.eq(organization.0));
    }
    if let Some(event) = event {
        select = select.filter(edition::Column::EventId.eq(event.0));
    }
    if let Some(slug) = slug {
        select = select.filter(edition::Column::Slug.eq(slug.as_str()));
    }
    if let Some(state) = state {
        select = select.filter(edition::Column::State.eq(state.as_str()));
    }
    if let Some(words) = words {
        select = select.filter(edition::Column::TitleFolded.like(containing(words)));
    }
    let public = edition::Column::State.ne(EditionState::Draft.as_str());
    select = match drafts {
        Drafts::Hidden => select.filter(public),
        Drafts::WorkedOnBy(account, now) => {
            select.filter(public.or(own_as_staff(account, now)).or(own_as_co_organizer(account)))
        }
        Drafts::Shown => select,
    };
    if let Some((sort_key, id)) = after {
        let place = Expr::tuple([
            Expr::col((edition::Entity, edition::Column::SortKey)),
            Expr::col((edition::Entity, edition::Column::Id)),
        ]);
        select = select.filter(place.gt(Expr::tuple([Expr::val(sort_key.as_str()), Expr::val(*id)])));
    }
    let rows = select
        .order_by_asc(edition::Column::SortKey)
        .order_by_asc(edition::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    views(tx, rows.into_iter().map(record).collect::<Result<_, _>>()?).await
}

fn own_as_staff(account: AccountId, now: Instant) -> Expr {
    let editions = Query::select()
        .column(staff::Column::EditionId)
        .from(staff::Entity)
        .and_where(staff::Column::AccountId.eq(account.0))
        .and_where(active_at(now))
        .to_owned();
    edition::Column::Id.in_subquery(editions)
}

fn own_as_co_organizer(account: AccountId) -> Expr {
    let member_of_partner = Expr::col((membership::Entity, membership::Column::OrganizationId))
        .equals((partner::Entity, partner::Column::OrganizationId));
    let editions = Query::select()
        .column((partner::Entity, partner::Column::EditionId))
        .from(partner::Entity)
        .inner_join(membership::Entity, member_of_partner)
        .and_where(co_organizes())
        .and_where(Expr::col((membership::Entity, membership::Column::AccountId)).eq(account.0))
        .to_owned();
    edition::Column::Id.in_subquery(editions)
}

/// An edition with all that it shows.
///
/// # Errors
/// The database's own.
pub async fn view(tx: &Tx, edition: Edition) -> Result<EditionView, DbError> {
    let view = views(tx, vec![edition]).await?.pop();
    view.ok_or_else(|| DbError::Unreadable("an edition without an event".to_owned()))
}

/// Editions with all that they show, in three statements whatever their number.
async fn views(tx: &Tx, editions: Vec<Edition>) -> Result<Vec<EditionView>, DbError> {
    let ids: Vec<Uuid> = editions.iter().map(|edition| edition.id.0).collect();
    let events: Vec<Uuid> = editions.iter().map(|edition| edition.event.0).collect();
    let owners = owners(tx, events.clone()).await?;
    let public = public_places(tx, events).await?;
    let mut partners = partners::of_editions(tx, ids).await?;
    let mut views = Vec::with_capacity(editions.len());
    for edition in editions {
        let owner = owners.get(&edition.event.0).cloned();
        let (organization, organizer) =
            owner.ok_or_else(|| DbError::Unreadable("an event without an organization".to_owned()))?;
        let place = (edition.sort_key(), edition.id.0);
        let before = public.get(&edition.event.0).into_iter().flatten().filter(|other| **other < place);
        let Shown { partners, organizers: others } = partners.remove(&edition.id.0).unwrap_or_default();
        views.push(EditionView {
            organization,
            organizers: iter::once(organizer).chain(others).collect(),
            partners,
            previous: before.max().map(|(_, id)| EditionId(*id)),
            edition,
        });
    }
    Ok(views)
}

/// Whose the events are.
async fn owners(tx: &Tx, events: Vec<Uuid>) -> Result<HashMap<Uuid, (OrganizationId, Organizer)>, DbError> {
    let rows = event::Entity::find()
        .join(JoinType::InnerJoin, event::Relation::Organization.def())
        .filter(event::Column::Id.is_in(events))
        .select_only()
        .column(event::Column::Id)
        .column(organization::Column::Id)
        .column(organization::Column::Slug)
        .column(organization::Column::Name)
        .column(organization::Column::Url)
        .into_tuple::<(Uuid, Uuid, String, String, Option<String>)>()
        .all(tx.conn())
        .await?;
    let owner = |(event, id, slug, name, url)| (event, (OrganizationId(id), Organizer { slug, name, url }));
    Ok(rows.into_iter().map(owner).collect())
}

/// The places of the public editions of these events: a draft is before nobody.
async fn public_places(tx: &Tx, events: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<EditionKey>>, DbError> {
    let rows = edition::Entity::find()
        .select_only()
        .columns([edition::Column::EventId, edition::Column::SortKey, edition::Column::Id])
        .filter(edition::Column::EventId.is_in(events))
        .filter(edition::Column::State.ne(EditionState::Draft.as_str()))
        .into_tuple::<(Uuid, String, Uuid)>()
        .all(tx.conn())
        .await?;
    let mut places = HashMap::<Uuid, Vec<EditionKey>>::new();
    for (event, sort_key, id) in rows {
        places.entry(event).or_default().push((sort_key, id));
    }
    Ok(places)
}
