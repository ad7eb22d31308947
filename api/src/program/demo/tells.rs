//! How organizers bring in what a source tells: as anybody would, by the use cases.

use palabre_domain::format::FormatName;
use palabre_domain::policy::table::{
    AcceptPartner, BeginFollowUp, ChangeEdition, ChangePool, CloneEdition, ConcludeEdition, CreateCredit,
    CreateEdition, CreateEvent, CreateFigure, CreateOrganization, CreatePartner, CreatePrototype, CreateTeam,
    DeletePartner, FormTeam, ListPartners, ListPools, MovePrototypeStage, PresentTeam, PublishEdition,
    ReplaceWindows, StartEdition, StartTeam,
};
use palabre_domain::values::OrganizationId;
use palabre_domain::vocabulary::Vocabulary;
use uuid::Uuid;

use super::stage::{Person, id_of, made, read};
use super::told::{Told, ToldCredit, ToldFigure, ToldPartner, ToldPrototype, Words};
use crate::usecase::clones::NewClone;
use crate::usecase::credits::NewCredit;
use crate::usecase::editions::{EditionChanges, NewEdition, Venue, VenueChanges};
use crate::usecase::events::NewEvent;
use crate::usecase::figures::NewFigure;
use crate::usecase::organizations::NewOrganization;
use crate::usecase::partners::{NewPartner, Party};
use crate::usecase::pools::PoolChanges;
use crate::usecase::prototypes::NewPrototype;
use crate::usecase::teams::NewTeam;
use crate::usecase::{Failure, Page};

/// All of a list of the demo.
const ALL: Page = Page { after: None, limit: 100 };

impl Person {
    pub(super) async fn founds(&self, slug: &str, name: &str, language: &str) -> Result<Uuid, Failure> {
        let new = NewOrganization {
            slug: read(slug)?,
            name: read(name)?,
            default_language: read(language)?,
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

    /// Brings an edition in, made from its format, and announces it: after its title only dates and place are missing.
    ///
    /// It has no windows: no source says when anything opened.
    pub(super) async fn announces(&self, event: Uuid, told: &Told) -> Result<Uuid, Failure> {
        let edition = self.drafts(event, told).await?;
        let ask = self.ask::<ReplaceWindows>(edition).await?;
        self.app().replace_windows(ask, Vec::new(), |set| made(set.edition)).await?;
        let Told { starts_on, ends_on, days, venue, partners, .. } = told;
        let changes = EditionChanges {
            starts_on: Some(Some(read(starts_on)?)),
            ends_on: ends_on.map(read).transpose()?.map(Some),
            days: days.map(Some),
            venue: venue.clone().map(|venue| Some(placed(venue))),
            ..EditionChanges::default()
        };
        self.changes(edition, changes).await?;
        for partner in partners {
            self.names(edition, partner).await?;
        }
        self.publishes(edition).await?;
        for credit in &told.credits {
            self.credits(edition, credit).await?;
        }
        for figure in &told.figures {
            self.declares(edition, figure).await?;
        }
        Ok(edition)
    }

    /// Brings in an edition that is over, with the prototypes that its source names, from its announcement to its
    /// conclusion.
    pub(super) async fn recounts(
        &self,
        event: Uuid,
        told: &Told,
        prototypes: &[ToldPrototype],
        waiver: &str,
        stage_note: &str,
    ) -> Result<Uuid, Failure> {
        let edition = self.announces(event, told).await?;
        self.starts(edition).await?;
        for prototype in prototypes {
            self.recalls(edition, prototype, waiver, stage_note).await?;
        }
        self.concludes(edition).await?;
        Ok(edition)
    }

    async fn drafts(&self, event: Uuid, told: &Told) -> Result<Uuid, Failure> {
        let Told { format, recognition, slug, title, summary, description, guiding_question, .. } = told;
        let new = NewEdition {
            slug: read(slug)?,
            title: title.read()?,
            summary: Some(summary.read()?),
            description: Some(description.read_noted()?),
            guiding_question: guiding_question.as_ref().map(Words::read).transpose()?,
            starts_on: None,
            ends_on: None,
            days: None,
            time_zone: read(told.time_zone)?,
            mode: Some(told.mode),
            venue: None,
            // No source says which languages were spoken.
            languages: Vec::new(),
            recognition: *recognition,
            stages: None,
            vocabulary: Vocabulary::new(),
            registration_mode: None,
            offer_hours: None,
            reminder_hours: None,
            retention_days: None,
            contacts: Vec::new(),
            format: Some(FormatName::BuiltIn(*format)),
        };
        let ask = self.ask::<CreateEdition>(event).await?;
        id_of(&self.app().create_edition(ask, new, |view| made(view.edition.id)).await?)
    }

    /// Makes next year's edition out of this one.
    pub(super) async fn clones(
        &self,
        edition: Uuid,
        slug: &str,
        title: &Words,
        starts_on: &str,
    ) -> Result<Uuid, Failure> {
        let new = NewClone { slug: read(slug)?, title: title.read()?, starts_on: Some(read(starts_on)?) };
        let ask = self.ask::<CloneEdition>(edition).await?;
        id_of(&self.app().clone_edition(ask, new, |cloned| made(cloned.view.edition.id)).await?)
    }

    pub(super) async fn changes(&self, edition: Uuid, changes: EditionChanges) -> Result<(), Failure> {
        let ask = self.ask::<ChangeEdition>(edition).await?;
        self.app().change_edition(ask, changes, |view| made(view.edition.id)).await?;
        Ok(())
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

    /// Leaves out the partners that came along with a clone.
    pub(super) async fn parts_from_partners(&self, edition: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<ListPartners>(edition).await?;
        for partner in self.app().list_partners(&ask, ALL).await?.items {
            let ask = self.ask::<DeletePartner>(partner.id.0).await?;
            self.app().delete_partner(ask, |()| made(Uuid::nil())).await?;
        }
        Ok(())
    }

    /// Asks an organization to take a part; gives the partner, which somebody there may accept.
    pub(super) async fn invites(
        &self,
        edition: Uuid,
        organization: Uuid,
        partner: &ToldPartner,
    ) -> Result<Uuid, Failure> {
        let ToldPartner { name: _, kind, programme, mention } = partner;
        let new = NewPartner {
            party: Party::Organization(OrganizationId(organization)),
            kind: *kind,
            programme: programme.map(read).transpose()?,
            mention: mention.map(read).transpose()?,
            url: None,
        };
        let ask = self.ask::<CreatePartner>(edition).await?;
        id_of(&self.app().create_partner(ask, new, |partner| made(partner.id)).await?)
    }

    pub(super) async fn agrees(&self, partner: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<AcceptPartner>(partner).await?;
        self.app().accept_partner(ask, |partner| made(partner.id)).await?;
        Ok(())
    }

    /// Gives a pool another size; none is unlimited.
    pub(super) async fn sizes(&self, edition: Uuid, slug: &str, size: Option<u32>) -> Result<(), Failure> {
        let ask = self.ask::<ListPools>(edition).await?;
        let pools = self.app().list_pools(&ask, ALL).await?.items;
        for pool in pools.iter().filter(|pool| pool.slug == slug) {
            let ask = self.ask::<ChangePool>(pool.id.0).await?;
            let changes = PoolChanges { slug: None, name: None, size: Some(size) };
            self.app().change_pool(ask, changes, |pool| made(pool.id)).await?;
        }
        Ok(())
    }

    async fn credits(&self, edition: Uuid, credit: &ToldCredit) -> Result<(), Failure> {
        let ToldCredit { name, credited_for } = credit;
        let new = NewCredit { name: read(name)?, credited_for: read(credited_for)?, url: None };
        let ask = self.ask::<CreateCredit>(edition).await?;
        self.app().create_credit(ask, new, |credit| made(credit.id)).await?;
        Ok(())
    }

    async fn declares(&self, edition: Uuid, figure: &ToldFigure) -> Result<(), Failure> {
        let ToldFigure { subject, measure, value, unit, source, as_of, shown } = figure;
        let new = NewFigure {
            subject: read(subject)?,
            measure: read(measure)?,
            value: Some(*value),
            unit: unit.map(read).transpose()?,
            source: Some(read(source)?),
            as_of: Some(read(as_of)?),
            shown: *shown,
        };
        let ask = self.ask::<CreateFigure>(edition).await?;
        self.app().create_figure(ask, new, |view| made(view.figure.id)).await?;
        Ok(())
    }

    pub(super) async fn publishes(&self, edition: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<PublishEdition>(edition).await?;
        self.app().publish_edition(ask, |view| made(view.edition.id)).await?;
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

    pub(super) async fn follows_up(&self, edition: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<BeginFollowUp>(edition).await?;
        self.app().begin_follow_up(ask, |view| made(view.edition.id)).await?;
        Ok(())
    }

    /// Brings in a prototype with the team that made it. No source gives a team's name, its members or its challenge:
    /// it goes by the name of what it made, is formed by a waiver that says why nobody is in it, and has no challenge.
    /// Gives the team.
    pub(super) async fn recalls(
        &self,
        edition: Uuid,
        told: &ToldPrototype,
        waiver: &str,
        stage_note: &str,
    ) -> Result<Uuid, Failure> {
        let ToldPrototype { name, outcome, summary, language, stage } = told;
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
            language: read(language)?,
            outcome_kind: *outcome,
            challenges: None,
        };
        let ask = self.ask::<CreatePrototype>(team).await?;
        let prototype = id_of(&app.create_prototype(ask, new, |prototype| made(prototype.id)).await?)?;
        let ask = self.ask::<MovePrototypeStage>(prototype).await?;
        let note = Some(read(stage_note)?);
        app.move_prototype_stage(ask, read(stage)?, note, |prototype| made(prototype.id)).await?;
        Ok(team)
    }

    pub(super) async fn notes_presented(&self, team: Uuid) -> Result<(), Failure> {
        let ask = self.ask::<PresentTeam>(team).await?;
        self.app().present_team(ask, |view| made(view.team.id)).await?;
        Ok(())
    }
}

/// A venue in place of whatever there was.
pub(super) fn placed(venue: Venue) -> VenueChanges {
    let Venue { name, street, postal_code, city, country, url } = venue;
    VenueChanges {
        name: Some(name),
        street: Some(street),
        postal_code: Some(postal_code),
        city: Some(city),
        country: Some(country),
        url: Some(url),
    }
}
