//! Editions: made, changed, read. What organizers make of them is in `edition_moves.rs`.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{EditionState, Mode, Recognition, Writing, admits, check_period, deletable};
use palabre_domain::edition::{publishable, recognize};
use palabre_domain::policy::scopes::EventScope;
use palabre_domain::policy::table::{
    ChangeEdition, CreateEdition, DeleteEdition, GetEdition, ListEditions, ListEventEditions,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{EditionId, Language, Localized, LocalizedPatch, ReducedDate, Slug, TimeZone};
use palabre_persistence::{drafts, edition_views, editions, events, purposes};
use uuid::Uuid;

pub use palabre_persistence::edition_views::{EditionFilter, EditionKey, EditionView, Organizer};
pub use palabre_persistence::editions::{Edition, Venue};

use super::failure::taken;
use super::localized::Merging;
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
    /// Whether it is a competition.
    pub recognition: Recognition,
}

/// What to change of an edition; `Some(None)` takes a field away.
pub struct EditionChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another title.
    pub title: Option<LocalizedPatch<200>>,
    /// Another summary.
    pub summary: Option<Option<LocalizedPatch<1000>>>,
    /// Another description.
    pub description: Option<Option<LocalizedPatch<5000>>>,
    /// Another guiding question.
    pub guiding_question: Option<Option<LocalizedPatch<1000>>>,
    /// Another first day.
    pub starts_on: Option<Option<ReducedDate>>,
    /// Another last day.
    pub ends_on: Option<Option<ReducedDate>>,
    /// Another number of days.
    pub days: Option<Option<i16>>,
    /// Another clock.
    pub time_zone: Option<TimeZone>,
    /// Another way to meet.
    pub mode: Option<Option<Mode>>,
    /// Another place, or another part of it.
    pub venue: Option<Option<VenueChanges>>,
    /// Other languages.
    pub languages: Option<Vec<Language>>,
    /// A competition, or not.
    pub recognition: Option<Recognition>,
}

/// What to change of a venue; `Some(None)` takes a field away.
pub struct VenueChanges {
    /// Another name.
    pub name: Option<Option<String>>,
    /// Another street.
    pub street: Option<Option<String>>,
    /// Another postal code.
    pub postal_code: Option<Option<String>>,
    /// Another city.
    pub city: Option<Option<String>>,
    /// Another country.
    pub country: Option<Option<String>>,
    /// Another page.
    pub url: Option<Option<String>>,
}

impl VenueChanges {
    /// The venue after these changes.
    fn applied(&self, venue: Venue) -> Venue {
        let Self { name, street, postal_code, city, country, url } = self;
        Venue {
            name: name.clone().unwrap_or(venue.name),
            street: street.clone().unwrap_or(venue.street),
            postal_code: postal_code.clone().unwrap_or(venue.postal_code),
            city: city.clone().unwrap_or(venue.city),
            country: country.clone().unwrap_or(venue.country),
            url: url.clone().unwrap_or(venue.url),
        }
    }
}

impl EditionChanges {
    /// Changes what no rule of the edition's state looks at; recognition is not among it.
    ///
    /// # Errors
    /// 422 where a merged text lacks the default language or is in too many.
    fn apply(&self, edition: &mut Edition, default_language: &str) -> Result<(), Failure> {
        fn set<T: Clone>(field: &mut T, change: Option<&T>) {
            if let Some(change) = change {
                *field = change.clone();
            }
        }
        set(&mut edition.slug, self.slug.clone().map(Into::into).as_ref());
        set(&mut edition.starts_on, self.starts_on.as_ref());
        set(&mut edition.ends_on, self.ends_on.as_ref());
        set(&mut edition.days, self.days.as_ref());
        set(&mut edition.time_zone, self.time_zone.map(Some).as_ref());
        set(&mut edition.mode, self.mode.as_ref());
        set(&mut edition.languages, self.languages.as_deref().map(tags).as_ref());
        if let Some(venue) = &self.venue {
            let present = edition.venue.take().unwrap_or_default();
            edition.venue = venue.as_ref().map(|changes| changes.applied(present));
        }
        let guiding_question = &mut edition.guiding_question;
        let mut merging = Merging::into_texts_in(default_language);
        merging.required("/title", &mut edition.title, self.title.as_ref());
        merging.optional("/summary", &mut edition.summary, self.summary.as_ref());
        merging.optional("/description", &mut edition.description, self.description.as_ref());
        merging.optional("/guiding_question", guiding_question, self.guiding_question.as_ref());
        merging.done()
    }
}

fn tags(languages: &[Language]) -> Vec<String> {
    languages.iter().map(|language| language.as_str().to_owned()).collect()
}

/// An edition's last day does not come before its first.
fn check_days(starts_on: Option<&ReducedDate>, ends_on: Option<&ReducedDate>) -> Result<(), Failure> {
    check_period(starts_on, ends_on).map_err(|flaw| Failure::field("/ends_on", flaw))
}

impl App {
    /// Makes an edition, as a draft.
    ///
    /// # Errors
    /// 422 where a text lacks the default language or it ends before it starts; `slug_taken`.
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
        self.write(ask, render, async move |work| {
            // Under the lock of the event: it is not deleted meanwhile.
            let event = events::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let edition = Edition {
                id: EditionId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                event: event.id,
                slug: new.slug.as_str().to_owned(),
                title: new.title.to_map(),
                summary: new.summary.as_ref().map(Localized::to_map),
                description: new.description.as_ref().map(Localized::to_map),
                guiding_question: new.guiding_question.as_ref().map(Localized::to_map),
                starts_on: new.starts_on,
                ends_on: new.ends_on,
                days: new.days,
                time_zone: Some(new.time_zone),
                mode: new.mode,
                venue: new.venue.clone(),
                languages: tags(&new.languages),
                recognition: new.recognition,
                state: EditionState::Draft,
                state_reason: None,
                published_at: None,
                concluded_at: None,
                windows_version: 1,
                purposes_version: 1,
            };
            editions::insert(work.tx, &edition).await.map_err(taken(Refusal::SlugTaken))?;
            work.record_in_edition(edition.id, Deed::EditionCreated).await?;
            Ok(edition_views::view(work.tx, edition).await?)
        })
        .await
    }

    /// The editions of an event; drafts among them for members and their staff.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_event_editions(
        &self,
        ask: &Ask<ListEventEditions>,
        page: Page<EditionKey>,
    ) -> Result<Paged<EditionView, EditionKey>, Failure> {
        let event = ask.grant.scope().event_id;
        let drafts = match ask.grant.account() {
            _ if EventScope::shows_drafts_to(ask.grant.roles()) => edition_views::Drafts::Shown,
            Some(account) => edition_views::Drafts::WorkedOnBy(account, self.now()),
            None => edition_views::Drafts::Hidden,
        };
        self.page_of_editions(EditionFilter { event: Some(event), ..Default::default() }, drafts, page).await
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
        self.page_of_editions(filter, edition_views::Drafts::Hidden, page).await
    }

    async fn page_of_editions(
        &self,
        filter: EditionFilter,
        drafts: edition_views::Drafts,
        page: Page<EditionKey>,
    ) -> Result<Paged<EditionView, EditionKey>, Failure> {
        let (after, fetch) = (page.after.as_ref(), page.fetch());
        let found =
            self.read(async |tx| Ok(edition_views::list(tx, &filter, drafts, after, fetch).await?)).await?;
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
            if edition.state.is_public() {
                stays_publishable(work, &edition).await?;
                moves(work, &edition, place).await?;
            }
            editions::save(work.tx, &mut edition).await.map_err(taken(Refusal::SlugTaken))?;
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
