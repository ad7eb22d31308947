//! Registrations: who comes, who waits.

use std::collections::HashMap;

use palabre_domain::answer::FormAnswers;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::registration::{ConsentGiven, ContactReader, RegistrationState};
use palabre_domain::values::{AccountId, EditionId, Instant, PersonId, ProfileId, RegistrationId, fold};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::{profile, registration};
use crate::mapping::{json, json_or_null, saved, to_json, word};
use crate::{DbError, Tx, consents};

/// A registration.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made here.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// Whose, as the organization knows them.
    pub person: PersonId,
    /// The account that holds it.
    pub account: Option<AccountId>,
    /// The account that made it for somebody else.
    pub registered_by: Option<AccountId>,
    /// As what.
    pub profile: ProfileId,
    /// The slug of the profile.
    pub profile_slug: String,
    /// The name.
    pub name: String,
    /// The address; none where there is none, or where it is not the reader's to read.
    pub email: Option<String>,
    /// The address, folded.
    pub email_folded: Option<String>,
    /// The telephone, as the address.
    pub phone: Option<String>,
    /// The language to be spoken to in.
    pub language: Option<String>,
    /// Where they come from: an association, a service, a school.
    pub structure: Option<String>,
    /// Where that is.
    pub territory: Option<String>,
    /// The languages they speak.
    pub languages: Vec<String>,
    /// What they can do.
    pub skills: Vec<String>,
    /// Why they come.
    pub motivation: Option<String>,
    /// What they answered to what the edition asks.
    pub answers: FormAnswers,
    /// Whether the name is shown to the edition's participants.
    pub visible: bool,
    /// Where it stands.
    pub state: RegistrationState,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// The place in the order of those who wait; smaller keys wait longer.
    pub waiting_key: Uuid,
    /// Since when somebody is on the list, who may have registered long before; none for who is not on it.
    pub waiting_since: Option<Instant>,
    /// Until when the places are held that are offered.
    pub offer_expires_at: Option<Instant>,
    /// How many offers ended without an answer.
    pub offers_missed: i16,
    /// When it was made.
    pub registered_at: Instant,
    /// When everything was erased that says who it was.
    pub erased_at: Option<Instant>,
    /// The consents that were given and not withdrawn.
    pub consents: Vec<ConsentGiven>,
}

/// Who reads everything: the block that is about to change it.
pub(crate) const EVERYTHING: ContactReader =
    ContactReader { of_everybody: true, all_else: true, account: None };

/// Makes a record of a row; here, and nowhere else, contacts are kept from those who don't read them, and all but who somebody
/// is and where they stand from those who only helped.
fn record(
    row: registration::Model,
    profile_slug: String,
    consents: Vec<ConsentGiven>,
    reader: ContactReader,
) -> Result<Registration, DbError> {
    let registration::Model {
        id,
        version,
        created_at,
        edition_id,
        person_id,
        account_id,
        registered_by,
        profile_id,
        name,
        name_folded: _,
        email,
        email_folded,
        phone,
        language,
        structure,
        territory,
        languages,
        skills,
        motivation,
        visible,
        state,
        state_reason,
        waiting_key,
        offer_expires_at,
        offers_missed,
        registered_at,
        answers,
        waiting_since,
        erased_at,
        reminded_of: _,
    } = row;
    let account = account_id.map(AccountId);
    let reads = |contact: Option<String>| contact.filter(|_| reader.reads(account));
    let all_else = reader.reads_all_else(account);
    let also = |text: Option<String>| text.filter(|_| all_else);
    Ok(Registration {
        id: RegistrationId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        person: PersonId(person_id),
        account,
        registered_by: registered_by.map(AccountId),
        profile: ProfileId(profile_id),
        profile_slug,
        name,
        email: reads(email),
        email_folded: reads(email_folded),
        phone: reads(phone),
        language: also(language),
        structure: also(structure),
        territory: also(territory),
        languages: if all_else { json(languages)? } else { Vec::new() },
        skills: if all_else { json(skills)? } else { Vec::new() },
        motivation: also(motivation),
        answers: json_or_null(answers.filter(|_| all_else))?.unwrap_or_default(),
        visible: visible && all_else,
        state: word(&state)?,
        reason: state_reason,
        waiting_key,
        waiting_since,
        offer_expires_at,
        offers_missed,
        registered_at,
        erased_at,
        consents: if all_else { consents } else { Vec::new() },
    })
}

/// Rows with what is shown beside them, in three statements however many they are.
pub(crate) async fn many(
    tx: &Tx,
    select: Select<registration::Entity>,
    reader: ContactReader,
) -> Result<Vec<Registration>, DbError> {
    let rows = select.all(tx.conn()).await?;
    let slugs: HashMap<Uuid, String> = profile::Entity::find()
        .select_only()
        .columns([profile::Column::Id, profile::Column::Slug])
        .filter(profile::Column::Id.is_in(rows.iter().map(|row| row.profile_id)))
        .into_tuple::<(Uuid, String)>()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    let mut given = consents::given(tx, rows.iter().map(|row| row.id).collect()).await?;
    rows.into_iter()
        .map(|row| {
            let slug = slugs.get(&row.profile_id).cloned().unwrap_or_default();
            let given = given.remove(&row.id).unwrap_or_default();
            record(row, slug, given, reader)
        })
        .collect()
}

/// The columns that change with a registration.
fn changing(changed: &Registration) -> Result<registration::ActiveModel, DbError> {
    Ok(registration::ActiveModel {
        version: Set(changed.version),
        person_id: Set(changed.person.0),
        account_id: Set(changed.account.map(Into::into)),
        name: Set(changed.name.clone()),
        name_folded: Set(fold(&changed.name)),
        email: Set(changed.email.clone()),
        email_folded: Set(changed.email_folded.clone()),
        phone: Set(changed.phone.clone()),
        language: Set(changed.language.clone()),
        structure: Set(changed.structure.clone()),
        territory: Set(changed.territory.clone()),
        languages: Set(to_json(&changed.languages)?),
        skills: Set(to_json(&changed.skills)?),
        motivation: Set(changed.motivation.clone()),
        answers: Set(Some(to_json(&changed.answers)?)),
        visible: Set(changed.visible),
        state: Set(changed.state.as_str().to_owned()),
        state_reason: Set(changed.reason.clone()),
        waiting_key: Set(changed.waiting_key),
        waiting_since: Set(changed.waiting_since),
        offer_expires_at: Set(changed.offer_expires_at),
        offers_missed: Set(changed.offers_missed),
        erased_at: Set(changed.erased_at),
        ..Default::default()
    })
}

/// Makes a registration, but not its consents.
///
/// # Errors
/// [`DbError::Unique`] where the person, or the address, has a live one in the edition.
pub async fn insert(tx: &Tx, new: &Registration) -> Result<(), DbError> {
    let row = registration::ActiveModel {
        id: Set(new.id.0),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        registered_by: Set(new.registered_by.map(Into::into)),
        profile_id: Set(new.profile.0),
        registered_at: Set(new.registered_at),
        ..changing(new)?
    };
    registration::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

fn in_scope(scope: &RegistrationScope) -> Select<registration::Entity> {
    registration::Entity::find_by_id(scope.registration_id.0)
        .filter(registration::Column::EditionId.eq(scope.edition.edition_id.0))
}

/// The registration of a scope, as this reader reads it.
///
/// # Errors
/// The database's own.
pub async fn find(
    tx: &Tx,
    scope: &RegistrationScope,
    reader: ContactReader,
) -> Result<Option<Registration>, DbError> {
    Ok(many(tx, in_scope(scope), reader).await?.pop())
}

/// The registration of a scope, whole and locked; after the pools, where places may come free.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &RegistrationScope) -> Result<Option<Registration>, DbError> {
    Ok(many(tx, in_scope(scope).lock_exclusive(), EVERYTHING).await?.pop())
}

/// The states of which a person has one registration at most.
pub(crate) fn live() -> impl Iterator<Item = &'static str> {
    RegistrationState::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str())
}

/// Whether a person, or an address, has a live registration in an edition, besides this one.
///
/// # Errors
/// The database's own.
pub async fn has_live(
    tx: &Tx,
    edition: EditionId,
    person: Option<PersonId>,
    email_folded: Option<&str>,
    besides: Option<RegistrationId>,
) -> Result<bool, DbError> {
    let who = Condition::any()
        .add_option(person.map(|person| registration::Column::PersonId.eq(person.0)))
        .add_option(email_folded.map(|email| registration::Column::EmailFolded.eq(email)));
    if who.is_empty() {
        return Ok(false);
    }
    let count = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(edition.0))
        .filter(registration::Column::State.is_in(live()))
        .filter(registration::Column::Id.ne(besides.map_or(Uuid::nil(), |besides| besides.0)))
        .filter(who)
        .count(tx.conn())
        .await?;
    Ok(count > 0)
}

/// Saves what may change of a registration, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the person, or the address, has
/// another live one in the edition.
pub async fn save(tx: &Tx, changed: &mut Registration) -> Result<(), DbError> {
    let read_at = changed.version;
    changed.version += 1;
    let result = registration::Entity::update_many()
        .set(changing(changed)?)
        .filter(registration::Column::Id.eq(changed.id.0))
        .filter(registration::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}
