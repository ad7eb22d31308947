//! Partnerships: the parts that an organization has, or is asked to take, in editions of others.

use palabre_domain::partner::{PartnerKind, PartnerState};
use palabre_domain::values::{EditionId, Instant, OrganizationId, PartnerId};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use serde_json::Value;
use uuid::Uuid;

use crate::edition_views::Organizer;
use crate::entity::{edition, event, organization, partner};
use crate::mapping::{Texts, json, word};
use crate::{DbError, Tx};

/// A part in an edition, as the organization that has it sees it.
#[derive(Debug, Clone)]
pub struct Partnership {
    /// The partner's id.
    pub id: PartnerId,
    /// Counts its changes.
    pub version: i64,
    /// When the organization was asked.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// The edition's title, by language.
    pub edition_title: Texts,
    /// Who asks: the organization that the edition belongs to.
    pub organizer: Organizer,
    /// What it does for the edition.
    pub kind: PartnerKind,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
    /// Whether it has agreed.
    pub state: PartnerState,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i64,
    created_at: Instant,
    edition_id: Uuid,
    edition_title: Value,
    organizer_slug: String,
    organizer_name: String,
    organizer_url: Option<String>,
    kind: String,
    programme: Option<String>,
    mention: Option<String>,
    url: Option<String>,
    state: String,
}

fn record(row: Row) -> Result<Partnership, DbError> {
    let Row {
        id,
        version,
        created_at,
        edition_id,
        edition_title,
        organizer_slug: slug,
        organizer_name: name,
        organizer_url: page,
        kind,
        programme,
        mention,
        url,
        state,
    } = row;
    Ok(Partnership {
        id: PartnerId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        edition_title: json(edition_title)?,
        organizer: Organizer { slug, name, url: page },
        kind: word(&kind)?,
        programme,
        mention,
        url,
        state: word(&state)?,
    })
}

/// The partnerships of an organization, in the order in which it was asked.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Partnership>, DbError> {
    let rows = partner::Entity::find()
        .inner_join(edition::Entity)
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .join(JoinType::InnerJoin, event::Relation::Organization.def())
        .column_as(edition::Column::Title, "edition_title")
        .column_as(organization::Column::Slug, "organizer_slug")
        .column_as(organization::Column::Name, "organizer_name")
        .column_as(organization::Column::Url, "organizer_url")
        .filter(partner::Column::OrganizationId.eq(organization.0))
        .filter(partner::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(partner::Column::Id)
        .limit(limit)
        .into_model::<Row>()
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}
