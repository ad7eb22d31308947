//! Whom the program writes to about their registration, and what of the edition they are told.

use palabre_domain::edition::Writing;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{EditionId, Instant, OrganizationId, ReducedDate, RegistrationId, TimeZone};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select,
};
use serde_json::Value;
use uuid::Uuid;

use crate::editions::Venue;
use crate::entity::{edition, event, organization, profile, registration};
use crate::mapping::{Texts, json, json_or_null, word, word_or_null};
use crate::registrations::live;
use crate::{DbError, Tx};

/// Somebody who can be written to about their registration.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// The registration.
    pub registration: RegistrationId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language to be written to in.
    pub language: Option<String>,
    /// As what they come.
    pub profile: Texts,
    /// Where the registration stands.
    pub state: RegistrationState,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Until when places are held for them.
    pub offer_expires_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    email: Option<String>,
    language: Option<String>,
    profile_name: Value,
    state: String,
    state_reason: Option<String>,
    offer_expires_at: Option<Instant>,
}

/// What people are told of an edition.
#[derive(Debug, Clone)]
pub struct AboutEdition {
    /// Which.
    pub id: EditionId,
    /// Counts its changes.
    pub version: i64,
    /// Its title.
    pub title: Texts,
    /// The name of the organization whose edition it is.
    pub organization: String,
    /// The organization's language.
    pub default_language: String,
    /// Its first day, or the month.
    pub starts_on: Option<ReducedDate>,
    /// Its last day, or the month.
    pub ends_on: Option<ReducedDate>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// By which clock it runs.
    pub time_zone: Option<TimeZone>,
    /// Where it takes place.
    pub venue: Option<Venue>,
    /// Why it was called off.
    pub reason: Option<String>,
}

/// What people are told of an edition; none where it is gone.
///
/// # Errors
/// The database's own.
pub async fn about(tx: &Tx, id: EditionId) -> Result<Option<AboutEdition>, DbError> {
    let row = edition::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .join(JoinType::InnerJoin, event::Relation::Organization.def())
        .select_only()
        .columns([
            edition::Column::Version,
            edition::Column::Title,
            edition::Column::StartsOn,
            edition::Column::EndsOn,
            edition::Column::Days,
            edition::Column::TimeZone,
            edition::Column::Venue,
            edition::Column::StateReason,
        ])
        .column_as(organization::Column::Name, "organization")
        .column(organization::Column::DefaultLanguage)
        .into_model::<EditionRow>()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(AboutEdition {
        id,
        version: row.version,
        title: json(row.title)?,
        organization: row.organization,
        default_language: row.default_language,
        starts_on: word_or_null(row.starts_on.as_deref())?,
        ends_on: word_or_null(row.ends_on.as_deref())?,
        days: row.days,
        time_zone: word_or_null(row.time_zone.as_deref())?,
        venue: json_or_null(row.venue)?,
        reason: row.state_reason,
    }))
}

#[derive(FromQueryResult)]
struct EditionRow {
    version: i64,
    title: Value,
    starts_on: Option<String>,
    ends_on: Option<String>,
    days: Option<i16>,
    time_zone: Option<String>,
    venue: Option<Value>,
    state_reason: Option<String>,
    organization: String,
    default_language: String,
}

/// Those who can be written to among registrations: who has an address, and was not erased.
fn writable() -> Select<registration::Entity> {
    registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Profile.def())
        .filter(registration::Column::Email.is_not_null())
        .filter(registration::Column::ErasedAt.is_null())
        .order_by_asc(registration::Column::Id)
}

async fn addressed(tx: &Tx, select: Select<registration::Entity>) -> Result<Vec<Addressee>, DbError> {
    let rows = select
        .select_only()
        .columns([
            registration::Column::Id,
            registration::Column::Name,
            registration::Column::Email,
            registration::Column::Language,
            registration::Column::State,
            registration::Column::StateReason,
            registration::Column::OfferExpiresAt,
        ])
        .column_as(profile::Column::Name, "profile_name")
        .into_model::<Row>()
        .all(tx.conn())
        .await?;
    let addressee = |row: Row| {
        Ok(Addressee {
            registration: RegistrationId(row.id),
            name: row.name,
            email: row.email.unwrap_or_default(),
            language: row.language,
            profile: json(row.profile_name)?,
            state: word(&row.state)?,
            reason: row.state_reason,
            offer_expires_at: row.offer_expires_at,
        })
    };
    rows.into_iter().map(addressee).collect()
}

/// Those among these registrations who can be written to.
///
/// # Errors
/// The database's own.
pub async fn addressees(tx: &Tx, among: &[RegistrationId]) -> Result<Vec<Addressee>, DbError> {
    addressed(tx, writable().filter(registration::Column::Id.is_in(among.iter().map(|id| id.0)))).await
}

/// Those of an edition who count on it, after this registration by id; so many at most.
///
/// # Errors
/// The database's own.
pub async fn counting_on(
    tx: &Tx,
    edition: EditionId,
    after: RegistrationId,
    most: u64,
) -> Result<Vec<Addressee>, DbError> {
    let those = writable()
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::State.is_in(live()))
        .filter(registration::Column::Id.gt(after.0))
        .limit(most);
    addressed(tx, those).await
}

/// An edition that reminds people.
#[derive(Debug, Clone)]
pub struct Reminding {
    /// Which.
    pub id: EditionId,
    /// Of which organization.
    pub organization: OrganizationId,
    /// Its first day, or the month.
    pub starts_on: ReducedDate,
    /// By which clock it runs.
    pub time_zone: Option<TimeZone>,
    /// How many hours before.
    pub hours: u16,
}

/// The editions that remind people and whose first day lies between two dates, as texts.
///
/// # Errors
/// The database's own.
pub async fn reminding(tx: &Tx, from: &str, until: &str) -> Result<Vec<Reminding>, DbError> {
    let states = Writing::Arc.admitted_in().iter().map(|state| state.as_str());
    let rows = edition::Entity::find()
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .select_only()
        .columns([edition::Column::Id, edition::Column::StartsOn, edition::Column::TimeZone])
        .column(edition::Column::ReminderHours)
        .column(event::Column::OrganizationId)
        .filter(edition::Column::State.is_in(states))
        .filter(edition::Column::ReminderHours.is_not_null())
        .filter(edition::Column::StartsOn.between(from, until))
        .order_by_asc(edition::Column::Id)
        .into_tuple::<(Uuid, String, Option<String>, i32, Uuid)>()
        .all(tx.conn())
        .await?;
    let reminding =
        |(id, starts_on, time_zone, hours, organization): (_, String, Option<String>, i32, Uuid)| {
            Ok(Reminding {
                id: EditionId(id),
                organization: organization.into(),
                starts_on: word(&starts_on)?,
                time_zone: word_or_null(time_zone.as_deref())?,
                hours: u16::try_from(hours).map_err(|_| DbError::Unreadable(format!("{hours} hours")))?,
            })
        };
    rows.into_iter().map(reminding).collect()
}

/// Those of an edition who have a place, can be written to, and were not reminded of this day yet, nor registered when others were
/// reminded already; so many at most, locked.
///
/// # Errors
/// The database's own.
pub async fn lock_to_remind(
    tx: &Tx,
    edition: EditionId,
    day: &ReducedDate,
    registered_before: Instant,
    most: u64,
) -> Result<Vec<RegistrationId>, DbError> {
    let of_another_day = Condition::any()
        .add(registration::Column::RemindedOf.is_null())
        .add(registration::Column::RemindedOf.ne(day.to_string()));
    let ids = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::State.eq(RegistrationState::Confirmed.as_str()))
        .filter(registration::Column::Email.is_not_null())
        .filter(registration::Column::RegisteredAt.lt(registered_before))
        .filter(of_another_day)
        .order_by_asc(registration::Column::Id)
        .limit(most)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(RegistrationId).collect())
}

/// Keeps that these were reminded of this day.
///
/// # Errors
/// The database's own.
pub async fn reminded(tx: &Tx, of: &ReducedDate, who: &[RegistrationId]) -> Result<(), DbError> {
    registration::Entity::update_many()
        .col_expr(registration::Column::RemindedOf, Expr::value(of.to_string()))
        .filter(registration::Column::Id.is_in(who.iter().map(|id| id.0)))
        .exec(tx.conn())
        .await?;
    Ok(())
}
