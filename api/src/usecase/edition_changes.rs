//! What is to be changed of an edition, and how it comes into it.

use palabre_domain::door::{Contact, Door, RegistrationMode};
use palabre_domain::edition::{Mode, Recognition};
use palabre_domain::stage::Stages;
use palabre_domain::values::{Flaw, Language, LocalizedPatch, ReducedDate, Slug, TimeZone};
use palabre_domain::vocabulary::{MOST_TERMS, Vocabulary};
use palabre_persistence::editions::{Edition, Venue};

use super::Failure;
use super::localized::Merging;

/// What to change of an edition; `Some(None)` takes a field away.
#[derive(Default)]
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
    /// Other stages; `Some(None)`: the default ones.
    pub stages: Option<Option<Stages>>,
    /// Other words; `Some(None)`: those of the field.
    pub vocabulary: Option<Option<VocabularyPatch>>,
    /// What to change of its door.
    pub door: DoorChanges,
}

/// What to change of how a door is kept; `Some(None)` takes a field away.
#[derive(Default)]
pub struct DoorChanges {
    /// Another way to give places, from now on.
    pub registration_mode: Option<RegistrationMode>,
    /// Another time that offers hold, those made from now on.
    pub offer_hours: Option<Option<u16>>,
    /// Another time to remind people.
    pub reminder_hours: Option<Option<u16>>,
    /// Another time to keep registrations.
    pub retention_days: Option<Option<u16>>,
    /// Others to turn to.
    pub contacts: Option<Vec<Contact>>,
}

impl DoorChanges {
    fn apply(&self, door: &mut Door) {
        let Self { registration_mode, offer_hours, reminder_hours, retention_days, contacts } = self;
        set(&mut door.registration_mode, registration_mode.as_ref());
        set(&mut door.offer_hours, offer_hours.as_ref());
        set(&mut door.reminder_hours, reminder_hours.as_ref());
        set(&mut door.retention_days, retention_days.as_ref());
        set(&mut door.contacts, contacts.as_ref());
    }
}

/// Changes a field where a change was said.
pub(super) fn set<T: Clone>(field: &mut T, change: Option<&T>) {
    if let Some(change) = change {
        *field = change.clone();
    }
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
    pub(super) fn apply(&self, edition: &mut Edition, default_language: &str) -> Result<(), Failure> {
        set(&mut edition.slug, self.slug.clone().map(Into::into).as_ref());
        set(&mut edition.starts_on, self.starts_on.as_ref());
        set(&mut edition.ends_on, self.ends_on.as_ref());
        set(&mut edition.days, self.days.as_ref());
        set(&mut edition.time_zone, self.time_zone.map(Some).as_ref());
        set(&mut edition.mode, self.mode.as_ref());
        set(&mut edition.stages, self.stages.as_ref());
        self.door.apply(&mut edition.door);
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
        if self.stages.is_some() {
            merging.look_at_stages(edition.stages.as_ref());
        }
        if let Some(patch) = &self.vocabulary {
            merge_vocabulary(&mut edition.vocabulary, patch.as_ref(), &mut merging)?;
        }
        merging.done()
    }
}

/// A merge patch of a vocabulary: a term with `None` is taken away, one that is not named stays.
pub type VocabularyPatch = std::collections::BTreeMap<String, Option<LocalizedPatch<200>>>;

/// Merges a patch into what an edition calls things; `None` takes all of it away.
pub(super) fn merge_vocabulary(
    vocabulary: &mut Vocabulary,
    patch: Option<&VocabularyPatch>,
    merging: &mut Merging<'_>,
) -> Result<(), Failure> {
    let Some(patch) = patch else {
        vocabulary.clear();
        return Ok(());
    };
    for (term, change) in patch {
        let mut words = vocabulary.remove(term);
        merging.optional(&format!("/vocabulary/{term}"), &mut words, Some(change));
        vocabulary.extend(words.map(|words| (term.clone(), words)));
    }
    if vocabulary.len() > MOST_TERMS {
        return Err(Failure::field("/vocabulary", Flaw::TooLong { max: MOST_TERMS }));
    }
    Ok(())
}

pub(super) fn tags(languages: &[Language]) -> Vec<String> {
    languages.iter().map(|language| language.as_str().to_owned()).collect()
}
