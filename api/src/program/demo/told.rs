//! What a source tells of an edition, and how organizers bring it in.

use palabre_domain::edition::{Mode, Recognition};
use palabre_domain::partner::PartnerKind;
use palabre_domain::policy::table::{
    ConcludeEdition, CreateEdition, CreateEvent, CreateOrganization, CreatePartner, CreatePrototype,
    CreateTeam, FormTeam, MovePrototypeStage, PresentTeam, PublishEdition, ReplaceConsentPurposes,
    StartEdition, StartTeam,
};
use palabre_domain::prototype::OutcomeKind;
use palabre_domain::values::Localized;
use palabre_domain::vocabulary::Vocabulary;
use uuid::Uuid;

use super::invented;
use super::stage::{Person, id_of, made, read};
use crate::usecase::Failure;
use crate::usecase::editions::{NewEdition, Venue};
use crate::usecase::events::NewEvent;
use crate::usecase::organizations::NewOrganization;
use crate::usecase::partners::{NewPartner, Party};
use crate::usecase::prototypes::NewPrototype;
use crate::usecase::teams::NewTeam;

/// A text in French, which organizers and visitors of these editions speak, and in English.
pub(super) struct Words {
    pub(super) fr: &'static str,
    pub(super) en: &'static str,
}

/// A name that is the same in both.
pub(super) const fn name(name: &'static str) -> Words {
    Words { fr: name, en: name }
}

impl Words {
    pub(super) fn read<const MAX: usize>(&self) -> Result<Localized<MAX>, Failure> {
        let both = [("fr", self.fr), ("en", self.en)];
        let both = both.map(|(language, text)| (language.to_owned(), text.to_owned()));
        Localized::parse(both).map_err(|flaws| Failure::Unforeseen(format!("{}: {flaws:?}", self.fr)))
    }
}

/// An edition as its source tells it.
pub(super) struct Told {
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    pub(super) summary: Words,
    pub(super) description: Words,
    pub(super) guiding_question: Option<Words>,
    /// The first day, or the month where nobody knows the day.
    pub(super) starts_on: &'static str,
    pub(super) ends_on: Option<&'static str>,
    pub(super) days: i16,
    pub(super) time_zone: &'static str,
    pub(super) venue: Venue,
    pub(super) partners: Vec<ToldPartner>,
}

/// A partner as the source names it; the mention says what the source says of its part.
pub(super) struct ToldPartner {
    pub(super) name: &'static str,
    pub(super) kind: PartnerKind,
    pub(super) programme: Option<&'static str>,
    pub(super) mention: Option<&'static str>,
}

/// A prototype as the source describes it.
pub(super) struct ToldPrototype {
    pub(super) name: &'static str,
    pub(super) outcome: OutcomeKind,
    pub(super) summary: &'static str,
}

impl Person {
    pub(super) async fn founds(&self, slug: &str, name: &str) -> Result<Uuid, Failure> {
        let new = NewOrganization {
            slug: read(slug)?,
            name: read(name)?,
            default_language: read("fr")?,
            description: None,
            url: None,
            country: None,
        };
        let ask = self.ask::<CreateOrganization>(None).await?;
        id_of(&self.app().create_organization(ask, new, |organization| made(organization.id)).await?)
    }

    pub(super) async fn holds(&self, organization: Uuid, slug: &str, name: &Words) -> Result<Uuid, Failure> {
        let new = NewEvent { slug: read(slug)?, name: name.read()?, description: None };
        let ask = self.ask::<CreateEvent>(organization).await?;
        id_of(&self.app().create_event(ask, new, |event| made(event.id)).await?)
    }

    /// Brings an edition in and announces it, with its partners and with a consent purpose, which none is without.
    pub(super) async fn announces(&self, event: Uuid, told: Told) -> Result<Uuid, Failure> {
        let edition = self.drafts(event, &told).await?;
        for partner in &told.partners {
            self.names(edition, partner).await?;
        }
        let ask = self.ask::<ReplaceConsentPurposes>(edition).await?;
        let purposes = vec![invented::purpose()?];
        self.app().replace_consent_purposes(ask, purposes, |set| made(set.edition)).await?;
        let ask = self.ask::<PublishEdition>(edition).await?;
        self.app().publish_edition(ask, |view| made(view.edition.id)).await?;
        Ok(edition)
    }

    async fn drafts(&self, event: Uuid, told: &Told) -> Result<Uuid, Failure> {
        let Told {
            slug,
            title,
            summary,
            description,
            guiding_question,
            starts_on,
            ends_on,
            days,
            time_zone,
            venue,
            partners: _,
        } = told;
        let new = NewEdition {
            slug: read(slug)?,
            title: name(title).read()?,
            summary: Some(summary.read()?),
            description: Some(description.read()?),
            guiding_question: guiding_question.as_ref().map(Words::read).transpose()?,
            starts_on: Some(read(starts_on)?),
            ends_on: ends_on.map(read).transpose()?,
            days: Some(*days),
            time_zone: read(time_zone)?,
            mode: Some(Mode::OnSite),
            venue: Some(venue.clone()),
            // No source says which languages were spoken.
            languages: Vec::new(),
            recognition: Some(Recognition::NonCompetitive),
            stages: None,
            vocabulary: Vocabulary::new(),
            format: None,
        };
        let ask = self.ask::<CreateEdition>(event).await?;
        id_of(&self.app().create_edition(ask, new, |view| made(view.edition.id)).await?)
    }

    async fn names(&self, edition: Uuid, partner: &ToldPartner) -> Result<(), Failure> {
        let ToldPartner { name, kind, programme, mention } = partner;
        let new = NewPartner {
            party: Party::Name(read(name)?),
            kind: *kind,
            programme: programme.map(read).transpose()?,
            mention: mention.map(read).transpose()?,
            url: None,
        };
        let ask = self.ask::<CreatePartner>(edition).await?;
        self.app().create_partner(ask, new, |partner| made(partner.id)).await?;
        Ok(())
    }

    pub(super) async fn starts(&self, edition: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<StartEdition>(edition).await?;
        self.app().start_edition(ask, |view| made(view.edition.id)).await?;
        Ok(())
    }

    pub(super) async fn concludes(&self, edition: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<ConcludeEdition>(edition).await?;
        self.app().conclude_edition(ask, |view| made(view.edition.id)).await?;
        Ok(())
    }

    /// Brings in a prototype with the team that made it. No source gives a team's name, its members or its challenge:
    /// it goes by the name of what it made, is formed by a waiver that says why nobody is in it, and has no challenge.
    /// The prototype goes to the first stage at which anyone reads it. Gives the team.
    pub(super) async fn recalls(
        &self,
        edition: Uuid,
        told: &ToldPrototype,
        waiver: &str,
        stage_note: &str,
    ) -> Result<Uuid, Failure> {
        let ToldPrototype { name, outcome, summary } = told;
        let app = self.app();
        let ask = self.ask::<CreateTeam>(edition).await?;
        let new = NewTeam { name: read(name)?, challenge: None, place: None };
        let team = id_of(&app.create_team(ask, new, |view| made(view.team.id)).await?)?;
        let ask = self.ask::<FormTeam>(team).await?;
        app.form_team(ask, Some(read(waiver)?), |view| made(view.team.id)).await?;
        let ask = self.ask::<StartTeam>(team).await?;
        app.start_team(ask, |view| made(view.team.id)).await?;
        let new = NewPrototype {
            name: read(name)?,
            summary: read(summary)?,
            language: read("fr")?,
            outcome_kind: *outcome,
            challenges: None,
        };
        let ask = self.ask::<CreatePrototype>(team).await?;
        let prototype = id_of(&app.create_prototype(ask, new, |prototype| made(prototype.id)).await?)?;
        let ask = self.ask::<MovePrototypeStage>(prototype).await?;
        let note = Some(read(stage_note)?);
        app.move_prototype_stage(ask, read("presented")?, note, |prototype| made(prototype.id)).await?;
        Ok(team)
    }

    pub(super) async fn notes_presented(&self, team: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<PresentTeam>(team).await?;
        self.app().present_team(ask, |view| made(view.team.id)).await?;
        Ok(())
    }
}
