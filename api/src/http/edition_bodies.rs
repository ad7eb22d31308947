//! What is said of an edition to make or to change.

use deserr::Deserr;
use palabre_domain::values::{Flaw, Language};
use utoipa::ToSchema;

use super::body::Flaws;
use super::edition_door::{ContactBodies, InHours, InRetentionDays, contacts, small};
use super::labels::{InVocabulary, InVocabularyPatch, StageBodies, stages};
use super::wire::{
    Change, InCountry, InFormatName, InLanguages, InMode, InRecognition, InReducedDate, InRegistrationMode,
    InSlug, InTimeZone, InWebAddress, Map200, Map1000, Map5000, MapPatch200, MapPatch1000, MapPatch5000,
    Patch, Text64, Text200, Whole,
};
use crate::usecase::editions::{DoorChanges, EditionChanges, NewEdition, Venue, VenueChanges};
use crate::usecase::{Failure, FieldFlaw};

/// How many days an edition takes.
type InDays = Whole<1, 60>;

/// Where an edition takes place.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct VenueBody {
    /// The name of the house.
    #[deserr(default)]
    pub name: Option<Text200>,
    /// Street and number.
    #[deserr(default)]
    pub street: Option<Text200>,
    /// The postal code.
    #[deserr(default)]
    pub postal_code: Option<Text64>,
    /// The city.
    #[deserr(default)]
    pub city: Option<Text200>,
    /// The country (ISO 3166-1 alpha-2).
    #[deserr(default)]
    pub country: Option<InCountry>,
    /// Its own page.
    #[deserr(default)]
    pub url: Option<InWebAddress>,
}

impl From<VenueBody> for Venue {
    fn from(body: VenueBody) -> Self {
        let VenueBody { name, street, postal_code, city, country, url } = body;
        Self {
            name: name.map(|name| name.0.into()),
            street: street.map(|street| street.0.into()),
            postal_code: postal_code.map(|code| code.0.into()),
            city: city.map(|city| city.0.into()),
            country: country.map(|country| country.0.into()),
            url: url.map(|url| url.0.into()),
        }
    }
}

/// What to change of a venue.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct VenuePatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub name: Patch<Text200>,
    /// Another street.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub street: Patch<Text200>,
    /// Another postal code.
    #[deserr(default)]
    #[schema(value_type = Option<Text64>)]
    pub postal_code: Patch<Text64>,
    /// Another city.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub city: Patch<Text200>,
    /// Another country.
    #[deserr(default)]
    #[schema(value_type = Option<InCountry>)]
    pub country: Patch<InCountry>,
    /// Another page.
    #[deserr(default)]
    #[schema(value_type = Option<InWebAddress>)]
    pub url: Patch<InWebAddress>,
}

impl From<VenuePatch> for VenueChanges {
    fn from(body: VenuePatch) -> Self {
        let VenuePatch { name, street, postal_code, city, country, url } = body;
        Self {
            name: name.map(|name| name.0.into()),
            street: street.map(|street| street.0.into()),
            postal_code: postal_code.map(|code| code.0.into()),
            city: city.map(|city| city.0.into()),
            country: country.map(|country| country.0.into()),
            url: url.map(|url| url.0.into()),
        }
    }
}

/// An edition to make, as a draft.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewEditionBody {
    /// Its short name, unique in the event.
    pub slug: InSlug,
    /// Its title.
    pub title: Map200,
    /// In a few words.
    #[deserr(default)]
    pub summary: Option<Map1000>,
    /// In many.
    #[deserr(default)]
    pub description: Option<Map5000>,
    /// Its guiding question, verbatim.
    #[deserr(default)]
    pub guiding_question: Option<Map1000>,
    /// Its first day, or its month where only that is known.
    #[deserr(default)]
    pub starts_on: Option<InReducedDate>,
    /// Its last day, or its month.
    #[deserr(default)]
    pub ends_on: Option<InReducedDate>,
    /// How many days it takes.
    #[deserr(default)]
    pub days: Option<InDays>,
    /// By which clock it runs.
    pub time_zone: InTimeZone,
    /// Where people meet.
    #[deserr(default)]
    pub mode: Option<InMode>,
    /// Where it takes place.
    #[deserr(default)]
    pub venue: Option<VenueBody>,
    /// The languages spoken there.
    #[deserr(default)]
    pub languages: Option<InLanguages>,
    /// Whether it is a competition; as the format says, or `non_competitive`, unless said otherwise.
    #[deserr(default)]
    pub recognition: Option<InRecognition>,
    /// The stages of its prototypes; those of the format, or the default ones, where this is not said.
    #[deserr(default)]
    pub stages: Option<StageBodies>,
    /// What it calls things; a term that is named here comes before that of the format.
    #[deserr(default)]
    pub vocabulary: Option<InVocabulary>,
    /// How registrations get their places; as the format says, or `automatic`, unless said otherwise.
    #[deserr(default)]
    pub registration_mode: Option<InRegistrationMode>,
    /// For how many hours a place that came free is held for who is offered it; it is given at once where this is not said.
    #[deserr(default)]
    pub offer_hours: Option<InHours>,
    /// How many hours before the edition begins those who have a place are reminded of it; 48 where this is not said.
    #[deserr(default)]
    pub reminder_hours: Option<InHours>,
    /// How many days after the edition registrations are erased by themselves; 395 where this is not said.
    #[deserr(default)]
    pub retention_days: Option<InRetentionDays>,
    /// Whom to turn to when something is wrong.
    #[deserr(default)]
    pub contacts: Option<ContactBodies>,
    /// The format that it is made from: the short name of a built-in one, or an id.
    #[deserr(default)]
    pub format: Option<InFormatName>,
}

/// What to change of an edition.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct EditionPatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another title: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub title: Change<MapPatch200>,
    /// Another summary: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<MapPatch1000>)]
    pub summary: Patch<MapPatch1000>,
    /// Another description: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<MapPatch5000>)]
    pub description: Patch<MapPatch5000>,
    /// Another guiding question: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<MapPatch1000>)]
    pub guiding_question: Patch<MapPatch1000>,
    /// Another first day, or month; a published edition keeps one.
    #[deserr(default)]
    #[schema(value_type = Option<InReducedDate>)]
    pub starts_on: Patch<InReducedDate>,
    /// Another last day, or month.
    #[deserr(default)]
    #[schema(value_type = Option<InReducedDate>)]
    pub ends_on: Patch<InReducedDate>,
    /// Another number of days.
    #[deserr(default)]
    #[schema(value_type = Option<InDays>)]
    pub days: Patch<InDays>,
    /// Another clock.
    #[deserr(default)]
    #[schema(value_type = InTimeZone, required = false)]
    pub time_zone: Change<InTimeZone>,
    /// Another way to meet.
    #[deserr(default)]
    #[schema(value_type = Option<InMode>)]
    pub mode: Patch<InMode>,
    /// Another place; what is not said of it stays.
    #[deserr(default)]
    #[schema(value_type = Option<VenuePatch>)]
    pub venue: Patch<VenuePatch>,
    /// Other languages.
    #[deserr(default)]
    #[schema(value_type = Option<InLanguages>)]
    pub languages: Patch<InLanguages>,
    /// A competition, or not; fixed once the edition is published.
    #[deserr(default)]
    #[schema(value_type = InRecognition, required = false)]
    pub recognition: Change<InRecognition>,
    /// Other stages; null: the default ones.
    #[deserr(default)]
    #[schema(value_type = Option<StageBodies>)]
    pub stages: Patch<StageBodies>,
    /// Other words: a term with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<InVocabularyPatch>)]
    pub vocabulary: Patch<InVocabularyPatch>,
    /// Another way to give places, to those who register from now on.
    #[deserr(default)]
    #[schema(value_type = InRegistrationMode, required = false)]
    pub registration_mode: Change<InRegistrationMode>,
    /// Another time that offers hold, those made from now on; null: places are given at once.
    #[deserr(default)]
    #[schema(value_type = Option<InHours>)]
    pub offer_hours: Patch<InHours>,
    /// Another time to remind people; null: nobody is reminded.
    #[deserr(default)]
    #[schema(value_type = Option<InHours>)]
    pub reminder_hours: Patch<InHours>,
    /// Another time to keep registrations; null: they are not erased by themselves.
    #[deserr(default)]
    #[schema(value_type = Option<InRetentionDays>)]
    pub retention_days: Patch<InRetentionDays>,
    /// Others to turn to.
    #[deserr(default)]
    #[schema(value_type = Option<ContactBodies>)]
    pub contacts: Patch<ContactBodies>,
}

impl NewEditionBody {
    /// As the use case takes it.
    ///
    /// # Errors
    /// A language that comes twice.
    pub fn command(self) -> Result<NewEdition, Failure> {
        Ok(NewEdition {
            slug: self.slug.0,
            title: self.title.0,
            summary: self.summary.map(|text| text.0),
            description: self.description.map(|text| text.0),
            guiding_question: self.guiding_question.map(|text| text.0),
            starts_on: self.starts_on.map(|date| date.0),
            ends_on: self.ends_on.map(|date| date.0),
            days: self.days.map(number),
            time_zone: self.time_zone.0,
            mode: self.mode.map(|mode| mode.0),
            venue: self.venue.map(Into::into),
            languages: distinct(self.languages.unwrap_or_default())?,
            recognition: self.recognition.map(|recognition| recognition.0),
            stages: self.stages.map(stages).transpose()?,
            vocabulary: self.vocabulary.map(|vocabulary| vocabulary.0).unwrap_or_default(),
            registration_mode: self.registration_mode.map(|mode| mode.0),
            offer_hours: self.offer_hours.map(small),
            reminder_hours: self.reminder_hours.map(small),
            retention_days: self.retention_days.map(small),
            contacts: self.contacts.map(contacts).unwrap_or_default(),
            format: self.format.map(|format| format.0),
        })
    }
}

impl EditionPatch {
    /// As the use case takes it.
    ///
    /// # Errors
    /// A language that comes twice.
    pub fn command(self) -> Result<EditionChanges, Failure> {
        let languages = self.languages.map(distinct).map(|languages| languages.unwrap_or(Ok(Vec::new())));
        Ok(EditionChanges {
            slug: self.slug.map(|slug| slug.0),
            title: self.title.map(|text| text.0),
            summary: self.summary.map(|text| text.0),
            description: self.description.map(|text| text.0),
            guiding_question: self.guiding_question.map(|text| text.0),
            starts_on: self.starts_on.map(|date| date.0),
            ends_on: self.ends_on.map(|date| date.0),
            days: self.days.map(number),
            time_zone: self.time_zone.map(|zone| zone.0),
            mode: self.mode.map(|mode| mode.0),
            venue: self.venue.map(Into::into),
            languages: languages.transpose()?,
            recognition: self.recognition.map(|recognition| recognition.0),
            stages: self.stages.map(stages).map(Option::transpose).transpose()?,
            vocabulary: self.vocabulary.map(|vocabulary| vocabulary.0),
            door: DoorChanges {
                registration_mode: self.registration_mode.map(|mode| mode.0),
                offer_hours: self.offer_hours.map(small),
                reminder_hours: self.reminder_hours.map(small),
                retention_days: self.retention_days.map(small),
                contacts: self.contacts.map(contacts).map(Option::unwrap_or_default),
            },
        })
    }
}

/// The number of days; its bounds are within any integer.
fn number(days: InDays) -> i16 {
    i16::try_from(days.0).unwrap_or(i16::MAX)
}

/// The languages, each once.
fn distinct(languages: InLanguages) -> Result<Vec<Language>, Failure> {
    let languages: Vec<Language> = languages.0.into_iter().map(|language| language.0).collect();
    let twice = |at: &usize| languages.iter().take(*at).any(|earlier| Some(earlier) == languages.get(*at));
    let flaws: Vec<FieldFlaw> = (0..languages.len())
        .filter(twice)
        .map(|at| FieldFlaw { pointer: format!("/languages/{at}"), flaw: Flaw::Broken("language_twice") })
        .collect();
    if flaws.is_empty() { Ok(languages) } else { Err(Failure::Invalid(flaws)) }
}
