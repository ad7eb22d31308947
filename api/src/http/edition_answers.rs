//! Editions as they are shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use palabre_domain::door::Door;
use palabre_domain::values::Texts;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answers::Resource;
use super::edition_door::ContactAnswer;
use super::labels::{StageAnswer, shown_stages};
use super::wire::{InEditionState, InMode, InPartnerKind, InRecognition, InRegistrationMode};
use crate::usecase::editions::{Edition, EditionView, Organizer, Venue};
use crate::usecase::partners::Partner;

/// Where an edition takes place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Venue)]
pub struct VenueAnswer {
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

impl From<Venue> for VenueAnswer {
    fn from(venue: Venue) -> Self {
        let Venue { name, street, postal_code, city, country, url } = venue;
        Self { name, street, postal_code, city, country, url }
    }
}

/// Who organizes an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organizer)]
pub struct OrganizerAnswer {
    /// The short name of the organization.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its own page.
    pub url: Option<String>,
}

impl From<Organizer> for OrganizerAnswer {
    fn from(Organizer { slug, name, url }: Organizer) -> Self {
        Self { slug, name, url }
    }
}

/// A partner, as an edition shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownPartner)]
pub struct ShownPartnerAnswer {
    /// Its id.
    pub id: Uuid,
    /// The organization that it is; null where it is only a name.
    pub organization_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// What it does for the edition.
    #[schema(value_type = InPartnerKind)]
    pub kind: &'static str,
    /// The programme under which it does.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

impl From<&Partner> for ShownPartnerAnswer {
    fn from(partner: &Partner) -> Self {
        let Partner {
            id,
            version: _,
            created_at: _,
            edition: _,
            organization,
            name,
            kind,
            programme,
            mention,
            url,
            state: _,
        } = partner.clone();
        let (organization_id, kind) = (organization.map(Into::into), kind.as_str());
        Self { id: id.0, organization_id, name, kind, programme, mention, url }
    }
}

/// An edition: one run of an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edition)]
pub struct EditionAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Its event.
    pub event_id: Uuid,
    /// The organization of the event.
    pub organization_id: Uuid,
    /// Its short name, unique in the event.
    pub slug: String,
    /// Its title, by language.
    pub title: BTreeMap<String, String>,
    /// In a few words, by language.
    pub summary: Option<BTreeMap<String, String>>,
    /// In many, by language.
    pub description: Option<BTreeMap<String, String>>,
    /// Its guiding question, verbatim, by language.
    pub guiding_question: Option<BTreeMap<String, String>>,
    /// Its first day, or its month where only that is known.
    pub starts_on: Option<String>,
    /// Its last day, or its month.
    pub ends_on: Option<String>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// By which clock it runs.
    pub time_zone: Option<String>,
    /// Where people meet.
    #[schema(value_type = Option<InMode>)]
    pub mode: Option<&'static str>,
    /// Where it takes place.
    pub venue: Option<VenueAnswer>,
    /// The languages spoken there (BCP 47 tags).
    pub languages: Vec<String>,
    /// Whether it is a competition.
    #[schema(value_type = InRecognition)]
    pub recognition: &'static str,
    /// The stages of its prototypes, in their order.
    pub stages: Vec<StageAnswer>,
    /// What it calls things its own way, by term and language; `/labels` has all the words.
    pub vocabulary: BTreeMap<String, Texts>,
    /// How registrations get their places.
    #[schema(value_type = InRegistrationMode)]
    pub registration_mode: &'static str,
    /// For how many hours a place that came free is held for who is offered it; null: it is given at once.
    pub offer_hours: Option<u16>,
    /// How many hours before the edition begins those who have a place are reminded of it; null: nobody is.
    pub reminder_hours: Option<u16>,
    /// How many days after the edition registrations are erased by themselves; null: never.
    pub retention_days: Option<u16>,
    /// Whom to turn to when something is wrong.
    pub contacts: Vec<ContactAnswer>,
    /// Where it stands.
    #[schema(value_type = InEditionState)]
    pub state: &'static str,
    /// Why it was called off.
    pub state_reason: Option<String>,
    /// Who organizes it: the organization of the event, then those that co-organize this edition.
    pub organizers: Vec<OrganizerAnswer>,
    /// Who takes part in it besides.
    pub partners: Vec<ShownPartnerAnswer>,
    /// The event's public edition before this one, by date.
    pub previous_edition_id: Option<Uuid>,
}

impl Resource for EditionAnswer {
    type View = EditionView;

    fn of(view: &EditionView) -> Self {
        let EditionView { edition, organization, organizers, partners, previous } = view.clone();
        let Edition {
            id,
            version,
            created_at,
            event,
            slug,
            title,
            summary,
            description,
            guiding_question,
            starts_on,
            ends_on,
            days,
            time_zone,
            mode,
            venue,
            languages,
            recognition,
            stages,
            vocabulary,
            waiting: _,
            door,
            questions: _,
            state,
            state_reason,
            published_at: _,
            concluded_at: _,
            windows_version: _,
            purposes_version: _,
            questions_version: _,
        } = edition;
        let Door { registration_mode, offer_hours, reminder_hours, retention_days, contacts } = door;
        Self {
            id: id.0,
            version,
            created_at,
            event_id: event.0,
            organization_id: organization.0,
            slug,
            title,
            summary,
            description,
            guiding_question,
            starts_on: starts_on.map(Into::into),
            ends_on: ends_on.map(Into::into),
            days,
            time_zone: time_zone.map(Into::into),
            mode: mode.map(palabre_domain::edition::Mode::as_str),
            venue: venue.map(Into::into),
            languages,
            recognition: recognition.as_str(),
            stages: shown_stages(&stages.unwrap_or_default()),
            vocabulary,
            registration_mode: registration_mode.as_str(),
            offer_hours,
            reminder_hours,
            retention_days,
            contacts: contacts.into_iter().map(Into::into).collect(),
            state: state.as_str(),
            state_reason,
            organizers: organizers.into_iter().map(Into::into).collect(),
            partners: partners.iter().map(Into::into).collect(),
            previous_edition_id: previous.map(Into::into),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}", self.id)
    }
}
