//! Editions.

use palabre_domain::door::Door;
use palabre_domain::edition::{EditionState, Mode, Readiness, Recognition, sort_key};
use palabre_domain::format::Waiting;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::question::Question;
use palabre_domain::stage::Stages;
use palabre_domain::values::{EditionId, EventId, Instant, ReducedDate, TimeZone, fold};
use palabre_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::edition;
use crate::mapping::{Texts, json, json_or_null, saved, to_json, to_json_or_null, word, word_or_null};
use crate::{DbError, Tx};

/// Where an edition takes place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// The name of the house.
    pub name: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

/// An edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Its event.
    pub event: EventId,
    /// Its short name, unique in the event.
    pub slug: String,
    /// Its title.
    pub title: Texts,
    /// In a few words.
    pub summary: Option<Texts>,
    /// In many.
    pub description: Option<Texts>,
    /// Its guiding question, verbatim.
    pub guiding_question: Option<Texts>,
    /// Its first day, or its month.
    pub starts_on: Option<ReducedDate>,
    /// Its last day, or its month.
    pub ends_on: Option<ReducedDate>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// By which clock it runs.
    pub time_zone: Option<TimeZone>,
    /// Where people meet.
    pub mode: Option<Mode>,
    /// Where it takes place.
    pub venue: Option<Venue>,
    /// The languages spoken there, by tag.
    pub languages: Vec<String>,
    /// Whether it is a competition.
    pub recognition: Recognition,
    /// The stages of its prototypes; `None`: the default ones.
    pub stages: Option<Stages>,
    /// What it calls things its own way.
    pub vocabulary: Vocabulary,
    /// What its format brought that waits for operations that write it, and for a first day.
    pub waiting: Waiting,
    /// How its door is kept.
    pub door: Door,
    /// What those who register are asked.
    pub questions: Vec<Question>,
    /// Where it stands.
    pub state: EditionState,
    /// Why it was called off.
    pub state_reason: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// When it was concluded.
    pub concluded_at: Option<Instant>,
    /// Counts the changes of its windows.
    pub windows_version: i64,
    /// Counts the changes of its consent purposes.
    pub purposes_version: i64,
    /// Counts the changes of its questions.
    pub questions_version: i64,
}

impl Edition {
    /// Its place in the order of editions.
    #[must_use]
    pub fn sort_key(&self) -> String {
        sort_key(self.starts_on.as_ref())
    }

    /// What it has of the things without which it can't be published.
    #[must_use]
    pub fn readiness(&self, has_consent_purpose: bool) -> Readiness {
        Readiness {
            has_title: !self.title.is_empty(),
            has_start: self.starts_on.is_some(),
            has_time_zone: self.time_zone.is_some(),
            has_consent_purpose,
        }
    }
}

pub(crate) fn record(row: edition::Model) -> Result<Edition, DbError> {
    let door = door(&row)?;
    let edition::Model {
        id,
        version,
        created_at,
        event_id,
        slug,
        title,
        title_folded: _,
        summary,
        description,
        guiding_question,
        starts_on,
        ends_on,
        days,
        sort_key: _,
        time_zone,
        mode,
        venue,
        languages,
        recognition,
        state,
        state_reason,
        published_at,
        concluded_at,
        previous_edition_id: _,
        windows_version,
        purposes_version,
        policy_version: _,
        questions_version,
        stages,
        vocabulary,
        kept_parts,
        registration_mode: _,
        offer_hours: _,
        reminder_hours: _,
        retention_days: _,
        contacts: _,
        questions,
    } = row;
    Ok(Edition {
        id: EditionId(id),
        version,
        created_at,
        event: EventId(event_id),
        slug,
        title: json(title)?,
        summary: json_or_null(summary)?,
        description: json_or_null(description)?,
        guiding_question: json_or_null(guiding_question)?,
        starts_on: word_or_null(starts_on.as_deref())?,
        ends_on: word_or_null(ends_on.as_deref())?,
        days,
        time_zone: word_or_null(time_zone.as_deref())?,
        mode: word_or_null(mode.as_deref())?,
        venue: json_or_null(venue)?,
        languages: json(languages)?,
        recognition: word(&recognition)?,
        stages: json_or_null(stages)?,
        vocabulary: json_or_null(vocabulary)?.unwrap_or_default(),
        waiting: json_or_null(kept_parts)?.unwrap_or_default(),
        door,
        questions: json_or_null(questions)?.unwrap_or_default(),
        state: word(&state)?,
        state_reason,
        published_at,
        concluded_at,
        windows_version,
        purposes_version,
        questions_version,
    })
}

/// How the door of an edition is kept.
pub(crate) fn door(row: &edition::Model) -> Result<Door, DbError> {
    Ok(Door {
        registration_mode: word(&row.registration_mode)?,
        offer_hours: small(row.offer_hours)?,
        reminder_hours: small(row.reminder_hours)?,
        retention_days: small(row.retention_days)?,
        contacts: json_or_null(row.contacts.clone())?.unwrap_or_default(),
    })
}

/// A number of hours or days, which the edge keeps small.
fn small(number: Option<i32>) -> Result<Option<u16>, DbError> {
    let small =
        |number| u16::try_from(number).map_err(|_| DbError::Unreadable(format!("{number} is not small")));
    number.map(small).transpose()
}

/// The columns that change with the edition itself; the versions of what it has one of are counted by their own queries.
fn changing(edition: &Edition) -> Result<edition::ActiveModel, DbError> {
    let titles: Vec<String> = edition.title.values().map(|title| fold(title)).collect();
    Ok(edition::ActiveModel {
        version: Set(edition.version),
        slug: Set(edition.slug.clone()),
        title: Set(to_json(&edition.title)?),
        title_folded: Set(titles.join("\n")),
        summary: Set(to_json_or_null(edition.summary.as_ref())?),
        description: Set(to_json_or_null(edition.description.as_ref())?),
        guiding_question: Set(to_json_or_null(edition.guiding_question.as_ref())?),
        starts_on: Set(edition.starts_on.map(Into::into)),
        ends_on: Set(edition.ends_on.map(Into::into)),
        days: Set(edition.days),
        sort_key: Set(edition.sort_key()),
        time_zone: Set(edition.time_zone.map(Into::into)),
        mode: Set(edition.mode.map(|mode| mode.as_str().to_owned())),
        venue: Set(to_json_or_null(edition.venue.as_ref())?),
        languages: Set(to_json(&edition.languages)?),
        recognition: Set(edition.recognition.as_str().to_owned()),
        stages: Set(to_json_or_null(edition.stages.as_ref())?),
        vocabulary: Set(Some(to_json(&edition.vocabulary)?)),
        kept_parts: Set(Some(to_json(&edition.waiting)?)),
        registration_mode: Set(edition.door.registration_mode.as_str().to_owned()),
        offer_hours: Set(edition.door.offer_hours.map(Into::into)),
        reminder_hours: Set(edition.door.reminder_hours.map(Into::into)),
        retention_days: Set(edition.door.retention_days.map(Into::into)),
        contacts: Set(Some(to_json(&edition.door.contacts)?)),
        questions: Set(Some(to_json(&edition.questions)?)),
        state: Set(edition.state.as_str().to_owned()),
        state_reason: Set(edition.state_reason.clone()),
        published_at: Set(edition.published_at),
        concluded_at: Set(edition.concluded_at),
        ..Default::default()
    })
}

/// Makes an edition; what it has one of begins empty, with a version of its own.
///
/// # Errors
/// [`DbError::Unique`] where the event has this slug.
pub async fn insert(tx: &Tx, new: &Edition) -> Result<(), DbError> {
    let row = edition::ActiveModel {
        id: Set(new.id.0),
        created_at: Set(new.created_at),
        event_id: Set(new.event.0),
        previous_edition_id: Set(None),
        windows_version: Set(new.windows_version),
        purposes_version: Set(new.purposes_version),
        policy_version: Set(1),
        questions_version: Set(new.questions_version),
        ..changing(new)?
    };
    edition::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The edition of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &EditionScope) -> Result<Option<Edition>, DbError> {
    let row = edition::Entity::find_by_id(scope.edition_id.0)
        .filter(edition::Column::EventId.eq(scope.event_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The edition of a scope, locked against everything else that is written in it.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &EditionScope) -> Result<Option<Edition>, DbError> {
    let row = edition::Entity::find_by_id(scope.edition_id.0)
        .filter(edition::Column::EventId.eq(scope.event_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// Locks all editions of an event, in the order of their ids: before one of them takes another place among them.
///
/// # Errors
/// The database's own.
pub async fn lock_all_of(tx: &Tx, event: EventId) -> Result<(), DbError> {
    edition::Entity::find()
        .select_only()
        .column(edition::Column::Id)
        .filter(edition::Column::EventId.eq(event.0))
        .order_by_asc(edition::Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(())
}

/// Raises the versions of the editions of the same event from a place in their order on: each shows which one was
/// before it, and that may have changed.
///
/// # Errors
/// The database's own.
pub async fn raise_those_after(tx: &Tx, moved: &Edition, sort_key: &str) -> Result<(), DbError> {
    edition::Entity::update_many()
        .col_expr(edition::Column::Version, Expr::col(edition::Column::Version).add(1))
        .filter(edition::Column::EventId.eq(moved.event.0))
        .filter(edition::Column::Id.ne(moved.id.0))
        .filter(edition::Column::SortKey.gte(sort_key))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Saves an edition, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the slug is taken.
pub async fn save(tx: &Tx, edition: &mut Edition) -> Result<(), DbError> {
    let read_at = edition.version;
    edition.version += 1;
    let result = edition::Entity::update_many()
        .set(changing(edition)?)
        .filter(edition::Column::Id.eq(edition.id.0))
        .filter(edition::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}
