//! Events: hackathons that come back.

use palabre_domain::audit::Deed;
use palabre_domain::policy::table::{ChangeEvent, CreateEvent, DeleteEvent, GetEvent, ListEvents};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{EventId, Localized, LocalizedPatch, Slug};
use palabre_persistence::{events, organizations};
use uuid::Uuid;

pub use palabre_persistence::events::Event;

use super::failure::taken;
use super::localized::Merging;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, localized};

/// An event to make.
pub struct NewEvent {
    /// Its short name, unique in the organization.
    pub slug: Slug,
    /// Its name.
    pub name: Localized<200>,
    /// What it is.
    pub description: Option<Localized<5000>>,
}

/// What to change of an event; `Some(None)` takes a field away.
pub struct EventChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another name.
    pub name: Option<LocalizedPatch<200>>,
    /// Another description.
    pub description: Option<Option<LocalizedPatch<5000>>>,
}

impl App {
    /// Makes an event.
    ///
    /// # Errors
    /// 422 where a text lacks the default language; `slug_taken`.
    pub async fn create_event(
        &self,
        ask: Ask<CreateEvent>,
        new: NewEvent,
        render: Render<Event>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // Under the lock of the organization: it is not deleted meanwhile.
            let found = organizations::lock(work.tx, work.scope()).await?;
            let organization = found.ok_or_else(Failure::not_found)?;
            let language = organization.default_language.as_str();
            localized::all_present([
                ("/name", Some(new.name.speaks_tag(language))),
                ("/description", new.description.as_ref().map(|text| text.speaks_tag(language))),
            ])?;
            let event = Event {
                id: EventId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                organization: organization.id,
                slug: new.slug.as_str().to_owned(),
                name: new.name.to_map(),
                description: new.description.as_ref().map(Localized::to_map),
            };
            events::insert(work.tx, &event).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::EventCreated, event.id).await?;
            Ok(event)
        })
        .await
    }

    /// The events of an organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_events(&self, ask: &Ask<ListEvents>, page: Page) -> Result<Paged<Event>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found =
            self.read(async |tx| Ok(events::list(tx, organization, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |event| event.id.0))
    }

    /// An event.
    ///
    /// # Errors
    /// 404.
    pub async fn get_event(&self, ask: &Ask<GetEvent>) -> Result<Event, Failure> {
        self.read(async |tx| events::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)).await
    }

    /// Changes an event.
    ///
    /// # Errors
    /// 412; 422 where a text lacks the default language; `slug_taken`.
    pub async fn change_event(
        &self,
        ask: Ask<ChangeEvent>,
        changes: EventChanges,
        render: Render<Event>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut event = events::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(event.version)?;
            let EventChanges { slug, name, description } = &changes;
            if let Some(slug) = slug {
                event.slug = slug.as_str().to_owned();
            }
            let mut merging = Merging::into_texts_in(&work.scope().organization.default_language);
            merging.required("/name", &mut event.name, name.as_ref());
            merging.optional("/description", &mut event.description, description.as_ref());
            merging.done()?;
            events::save(work.tx, &mut event).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::EventChanged, event.id).await?;
            Ok(event)
        })
        .await
    }

    /// Deletes an event that has no edition.
    ///
    /// # Errors
    /// 412; `in_use` where it has one.
    pub async fn delete_event(&self, ask: Ask<DeleteEvent>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let event = events::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(event.version)?;
            if events::has_editions(work.tx, event.id).await? {
                return Err(Refusal::InUse.into());
            }
            work.record(Deed::EventDeleted, event.id).await?;
            Ok(events::delete(work.tx, &event).await?)
        })
        .await
    }
}
