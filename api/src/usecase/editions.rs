//! Editions: made, changed, read. What organizers make of them is in `edition_moves.rs`.

use palabre_domain::audit::Deed;
use palabre_domain::door::{Contact, Door, RegistrationMode};
use palabre_domain::edition::{EditionState, Mode, Recognition, Writing, admits, check_period, deletable};
use palabre_domain::edition::{publishable, recognize};
use palabre_domain::format::{Blueprint, FormatName, Waiting};
use palabre_domain::policy::scopes::{EditionScope, EventScope};
use palabre_domain::policy::table::{ChangeEdition, CreateEdition, DeleteEdition, GetEdition, ListEditions};
use palabre_domain::rejection::Refusal;
use palabre_domain::stage::Stages;
use palabre_domain::values::{
    EditionId, EventId, Instant, Language, Localized, ReducedDate, Slug, Texts, TimeZone,
};
use palabre_domain::vocabulary::{self, Vocabulary};
use palabre_persistence::{drafts, edition_views, editions, events, prototypes, purposes, windows};
use uuid::Uuid;

pub use palabre_persistence::edition_views::{EditionFilter, EditionKey, EditionView, Organizer};
pub use palabre_persistence::editions::{Edition, Venue};

use super::edition_changes::tags;
pub use super::edition_changes::{DoorChanges, EditionChanges, VenueChanges, VocabularyPatch};
use super::failure::taken;
use super::outlines::settle_programme;
use super::set_up::{SetUp, settle_windows};
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work, localized};

/// An edition to make.
pub struct NewEdition {
    /// Its short name, unique in the event.
    pub slug: Slug,
    /// Its title.
    pub title: Localized<200>,
    /// In a few words.
    pub summary: Option<Localized<1000>>,
    /// In many.
    pub description: Option<Localized<5000>>,
    /// Its guiding question, verbatim.
    pub guiding_question: Option<Localized<1000>>,
    /// Its first day, or its month.
    pub starts_on: Option<ReducedDate>,
    /// Its last day, or its month.
    pub ends_on: Option<ReducedDate>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// By which clock it runs.
    pub time_zone: TimeZone,
    /// Where people meet.
    pub mode: Option<Mode>,
    /// Where it takes place.
    pub venue: Option<Venue>,
    /// The languages spoken there.
    pub languages: Vec<Language>,
    /// Whether it is a competition; as the format says, or not, where nothing is said.
    pub recognition: Option<Recognition>,
    /// The stages of its prototypes; as the format says where nothing is said.
    pub stages: Option<Stages>,
    /// What it calls things, term by term before what the format says.
    pub vocabulary: Vocabulary,
    /// How registrations get their places; as the format says where nothing is said.
    pub registration_mode: Option<RegistrationMode>,
    /// For how many hours a place that came free is held.
    pub offer_hours: Option<u16>,
    /// How many hours before the edition people are reminded; the usual number where nothing is said.
    pub reminder_hours: Option<u16>,
    /// How many days after the edition registrations are erased; the usual number where nothing is said.
    pub retention_days: Option<u16>,
    /// Whom to turn to.
    pub contacts: Vec<Contact>,
    /// The format that it is made from.
    pub format: Option<FormatName>,
}

/// An edition's last day does not come before its first.
fn check_days(starts_on: Option<&ReducedDate>, ends_on: Option<&ReducedDate>) -> Result<(), Failure> {
    check_period(starts_on, ends_on).map_err(|flaw| Failure::field("/ends_on", flaw))
}

impl NewEdition {
    /// The draft that this makes, with what its format says of it.
    fn drafted(&self, event: EventId, blueprint: Option<&Blueprint>, now: Instant) -> Edition {
        let recognition = self.recognition.or(blueprint.map(|blueprint| blueprint.recognition));
        let recognition = recognition.unwrap_or(Recognition::NonCompetitive);
        let stages = self.stages.clone().or_else(|| blueprint.and_then(|blueprint| blueprint.stages.clone()));
        let mut vocabulary = blueprint.map(|blueprint| blueprint.vocabulary.clone()).unwrap_or_default();
        vocabulary.extend(self.vocabulary.clone());
        let parts = blueprint.map(|blueprint| blueprint.kept.clone()).unwrap_or_default();
        let windows = blueprint.map(|blueprint| blueprint.windows.clone()).unwrap_or_default();
        let questions = blueprint.map(|blueprint| blueprint.questions.clone()).unwrap_or_default();
        let mode = self.registration_mode.or(blueprint.map(|blueprint| blueprint.registration_mode));
        let door = Door {
            registration_mode: mode.unwrap_or(RegistrationMode::Automatic),
            offer_hours: self.offer_hours,
            reminder_hours: Some(self.reminder_hours.unwrap_or(Door::USUAL_REMINDER_HOURS)),
            retention_days: Some(self.retention_days.unwrap_or(Door::USUAL_RETENTION_DAYS)),
            contacts: self.contacts.clone(),
        };
        Edition {
            id: EditionId(Uuid::now_v7()),
            version: 1,
            created_at: now,
            event,
            slug: self.slug.as_str().to_owned(),
            title: self.title.to_map(),
            summary: self.summary.as_ref().map(Localized::to_map),
            description: self.description.as_ref().map(Localized::to_map),
            guiding_question: self.guiding_question.as_ref().map(Localized::to_map),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            days: self.days,
            time_zone: Some(self.time_zone),
            mode: self.mode,
            venue: self.venue.clone(),
            languages: tags(&self.languages),
            recognition,
            stages,
            vocabulary,
            // Items of a programme wait by themselves.
            waiting: Waiting { parts: parts.fitting(recognition), windows, programme: Vec::new() },
            door,
            questions,
            state: EditionState::Draft,
            state_reason: None,
            published_at: None,
            concluded_at: None,
            windows_version: 1,
            purposes_version: 1,
            questions_version: 1,
        }
    }
}

/// The texts of the edition's own stages and terms, under their pointers.
fn own_texts(new: &NewEdition) -> Vec<(String, &Texts)> {
    new.stages.iter().flat_map(Stages::texts).chain(vocabulary::texts(&new.vocabulary)).collect()
}

/// The scope of an edition that is being made.
pub(super) fn scope_of(event: &EventScope, edition: &Edition) -> EditionScope {
    EditionScope {
        organization: event.organization.clone(),
        event_id: event.event_id,
        edition_id: edition.id,
        state: edition.state,
        recognition: edition.recognition,
        stages: edition.stages.clone().unwrap_or_default(),
    }
}

impl App {
    /// Makes an edition, as a draft, from a format where one is named.
    ///
    /// # Errors
    /// 422 where a text lacks the default language, it ends before it starts, or the format is not there for this
    /// organization; `slug_taken`.
    pub async fn create_edition(
        &self,
        ask: Ask<CreateEdition>,
        new: NewEdition,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        let language = ask.grant.scope().organization.default_language.as_str();
        localized::all_present([
            ("/title", Some(new.title.speaks_tag(language))),
            ("/summary", new.summary.as_ref().map(|text| text.speaks_tag(language))),
            ("/description", new.description.as_ref().map(|text| text.speaks_tag(language))),
            ("/guiding_question", new.guiding_question.as_ref().map(|text| text.speaks_tag(language))),
        ])?;
        check_days(new.starts_on.as_ref(), new.ends_on.as_ref())?;
        let texts = own_texts(&new);
        localized::all_speak(texts.iter().map(|(pointer, texts)| (pointer.as_str(), *texts)), language)?;
        self.write(ask, render, async move |work| {
            // Under the lock of the event: it is not deleted meanwhile.
            let event = events::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let blueprint = match &new.format {
                Some(name) => Some(work.blueprint(name).await?),
                None => None,
            };
            let mut edition = new.drafted(event.id, blueprint.as_ref(), work.now);
            let windows = settle_windows(&mut edition);
            editions::insert(work.tx, &edition).await.map_err(taken(Refusal::SlugTaken))?;
            if let Some(blueprint) = blueprint {
                let scope = scope_of(work.scope(), &edition);
                SetUp::planned(blueprint, windows).write(work.tx, &scope, &mut edition, work.now).await?;
            }
            work.record_in_edition(edition.id, Deed::EditionCreated).await?;
            Ok(edition_views::view(work.tx, edition).await?)
        })
        .await
    }

    /// The editions that anyone may read.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_editions(
        &self,
        _: &Ask<ListEditions>,
        filter: EditionFilter,
        page: Page<EditionKey>,
    ) -> Result<Paged<EditionView, EditionKey>, Failure> {
        let (after, fetch) = (page.after.as_ref(), page.fetch());
        let hidden = edition_views::Drafts::Hidden;
        let found =
            self.read(async |tx| Ok(edition_views::list(tx, &filter, hidden, after, fetch).await?)).await?;
        Ok(Paged::cut(found, &page, |view| (view.edition.sort_key(), view.edition.id.0)))
    }

    /// An edition.
    ///
    /// # Errors
    /// 404.
    pub async fn get_edition(&self, ask: &Ask<GetEdition>) -> Result<EditionView, Failure> {
        self.read(async |tx| {
            let edition = editions::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            Ok(edition_views::view(tx, edition).await?)
        })
        .await
    }

    /// Changes an edition; one that is published keeps what publishing asked for.
    ///
    /// # Errors
    /// 412; 422 as in making one; `wrong_state`, `fixed_at_publication`, `not_ready`, `slug_taken`.
    pub async fn change_edition(
        &self,
        ask: Ask<ChangeEdition>,
        changes: EditionChanges,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            if changes.starts_on.is_some() {
                editions::lock_all_of(work.tx, work.scope().event_id).await?;
            }
            let mut edition = work.lock_edition(work.scope()).await?;
            work.check_version(edition.version)?;
            let place = edition.sort_key();
            changes.apply(&mut edition, &work.scope().organization.default_language)?;
            check_days(edition.starts_on.as_ref(), edition.ends_on.as_ref())?;
            admits(edition.state, Writing::SetUp)?;
            let wanted = changes.recognition.unwrap_or(edition.recognition);
            edition.recognition = recognize(edition.state, edition.recognition, wanted)?;
            edition.waiting.parts = edition.waiting.parts.fitting(edition.recognition);
            if edition.state.is_public() {
                stays_publishable(work, &edition).await?;
                moves(work, &edition, place).await?;
            }
            let waited = !edition.waiting.windows.is_empty();
            let windows = settle_windows(&mut edition);
            editions::save(work.tx, &mut edition).await.map_err(taken(Refusal::SlugTaken))?;
            if waited && edition.waiting.windows.is_empty() {
                // The first day is known now: the windows that were counted from it get their times.
                windows::replace(work.tx, &mut edition, &windows, work.now).await?;
                work.record(Deed::WindowsReplaced, edition.id).await?;
            }
            if changes.starts_on.is_some() || changes.time_zone.is_some() {
                settle_programme(work, &edition).await?;
            }
            if changes.stages.is_some() {
                prototypes::stages_were_changed(work.tx, edition.id).await?;
            }
            work.record(Deed::EditionChanged, edition.id).await?;
            Ok(edition_views::view(work.tx, edition).await?)
        })
        .await
    }

    /// Deletes a draft, with what was set up for it.
    ///
    /// # Errors
    /// 412; `wrong_state` from publication on.
    pub async fn delete_edition(
        &self,
        ask: Ask<DeleteEdition>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(work.scope()).await?;
            work.check_version(edition.version)?;
            deletable(edition.state)?;
            work.record(Deed::EditionDeleted, edition.id).await?;
            Ok(drafts::delete(work.tx, &edition).await?)
        })
        .await
    }
}

/// What publishing asked for is not taken away afterwards.
async fn stays_publishable(work: &Work<'_, ChangeEdition>, edition: &Edition) -> Result<(), Failure> {
    let asks = purposes::any_asked(work.tx, edition.id).await?;
    Ok(publishable(&edition.readiness(asks))?)
}

/// A public edition that takes another place among its event's is before others now.
async fn moves(work: &Work<'_, ChangeEdition>, edition: &Edition, place: String) -> Result<(), Failure> {
    let now_at = edition.sort_key();
    if now_at != place {
        editions::raise_those_after(work.tx, edition, &now_at.min(place)).await?;
    }
    Ok(())
}
