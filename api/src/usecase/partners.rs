//! Partners of editions: named, or organizations of the platform that are asked. An edition shows its partners: whatever changes one raises its version.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::partner::{
    PartnerKind, PartnerState, changeable, may_take_part, one_more, removable, state_in_another_part,
};
use palabre_domain::policy::Role;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::policy::table::{ChangePartner, CreatePartner, DeletePartner, GetPartner, ListPartners};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Flaw, OrganizationId, PartnerId, Text, WebAddress};
use palabre_persistence::{editions, organizations, partners};
use uuid::Uuid;

pub use palabre_persistence::funders::Funder;
pub use palabre_persistence::partners::Partner;

use super::failure::taken;
use super::{Answer, App, Ask, Failure, Page, Paged, Render};

/// Who takes part.
pub enum Party {
    /// Somebody who is only a name, and needs not be asked.
    Name(Text<200>),
    /// An organization of the platform, which is asked.
    Organization(OrganizationId),
}

/// A partner to name, or to ask.
pub struct NewPartner {
    /// Who it is.
    pub party: Party,
    /// What it does for the edition.
    pub kind: PartnerKind,
    /// The programme under which it does.
    pub programme: Option<Text<200>>,
    /// What is to be said of it.
    pub mention: Option<Text<500>>,
    /// Its own page.
    pub url: Option<WebAddress>,
}

/// What to change of a partner; `Some(None)` takes a field away.
pub struct PartnerChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another part in the edition.
    pub kind: Option<PartnerKind>,
    /// Another programme.
    pub programme: Option<Option<Text<200>>>,
    /// Another mention.
    pub mention: Option<Option<Text<500>>>,
    /// Another page.
    pub url: Option<Option<WebAddress>>,
}

impl App {
    /// Names a partner of an edition, or asks an organization to be one.
    ///
    /// # Errors
    /// 422 for an organization that is not there, or the edition's own as its co-organizer; `wrong_state`, `full`,
    /// `already_partner`.
    pub async fn create_partner(
        &self,
        ask: Ask<CreatePartner>,
        new: NewPartner,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let (organization, name) = match &new.party {
                Party::Name(name) => (None, name.as_str().to_owned()),
                Party::Organization(id) => {
                    check_party(work.scope(), *id, new.kind, "/organization_id")?;
                    let found = organizations::hold(work.tx, *id).await?;
                    let unknown = || Failure::field("/organization_id", Flaw::Broken("unknown_organization"));
                    (Some(*id), found.ok_or_else(unknown)?.name)
                }
            };
            let mut edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::SetUp)?;
            one_more(partners::count(work.tx, edition.id).await?)?;
            let partner = Partner {
                id: PartnerId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                organization,
                name,
                kind: new.kind,
                programme: new.programme.clone().map(Into::into),
                mention: new.mention.clone().map(Into::into),
                url: new.url.clone().map(Into::into),
                state: PartnerState::at_first(organization.is_some()),
            };
            partners::insert(work.tx, &partner).await.map_err(taken(Refusal::AlreadyPartner))?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerCreated, partner.id).await?;
            Ok(partner)
        })
        .await
    }

    /// The partners of an edition; those that have not agreed, for its crew only.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_partners(
        &self,
        ask: &Ask<ListPartners>,
        page: Page,
    ) -> Result<Paged<Partner>, Failure> {
        let (edition, crew) = (ask.grant.scope().edition_id, ask.grant.roles().is_of_the_crew());
        let found = self
            .read(async |tx| Ok(partners::list(tx, edition, crew, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |partner| partner.id.0))
    }

    /// A partner.
    ///
    /// # Errors
    /// 404.
    pub async fn get_partner(&self, ask: &Ask<GetPartner>) -> Result<Partner, Failure> {
        self.read(async |tx| partners::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Changes a partner; an organization whose part is another one is asked anew.
    ///
    /// # Errors
    /// 404, 412; 422 for the name of an organization, or the edition's own as its co-organizer; `wrong_state`,
    /// `already_partner`.
    pub async fn change_partner(
        &self,
        ask: Ask<ChangePartner>,
        changes: PartnerChanges,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(&work.scope().edition).await?;
            let mut partner = partners::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(partner.version)?;
            let PartnerChanges { name, kind, programme, mention, url } = &changes;
            let kind = kind.unwrap_or(partner.kind);
            if let Some(organization) = partner.organization {
                if name.is_some() {
                    return Err(Failure::field("/name", Flaw::Broken("name_of_organization")));
                }
                check_party(&work.scope().edition, organization, kind, "/kind")?;
            }
            admits(edition.state, Writing::SetUp)?;
            changeable(partner.state)?;
            if let Some(name) = name {
                partner.name = name.as_str().to_owned();
            }
            let is_an_organization = partner.organization.is_some();
            partner.state = state_in_another_part(partner.state, is_an_organization, partner.kind, kind);
            partner.kind = kind;
            if let Some(programme) = programme {
                partner.programme = programme.clone().map(Into::into);
            }
            if let Some(mention) = mention {
                partner.mention = mention.clone().map(Into::into);
            }
            if let Some(url) = url {
                partner.url = url.clone().map(Into::into);
            }
            partners::save(work.tx, &mut partner).await.map_err(taken(Refusal::AlreadyPartner))?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerChanged, partner.id).await?;
            Ok(partner)
        })
        .await
    }

    /// Deletes a partner; owners of the organization that it is take it out themselves, at any time.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn delete_partner(
        &self,
        ask: Ask<DeletePartner>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(&work.scope().edition).await?;
            let partner = partners::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(partner.version)?;
            removable(edition.state, work.grant.roles().has(Role::PartnerOwner))?;
            partners::delete(work.tx, &partner).await?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerDeleted, partner.id).await
        })
        .await
    }
}

/// Whether an organization can take a part in this edition.
fn check_party(
    edition: &EditionScope,
    organization: OrganizationId,
    kind: PartnerKind,
    pointer: &str,
) -> Result<(), Failure> {
    let is_its_own = organization == edition.organization.organization_id;
    may_take_part(is_its_own, kind).map_err(|flaw| Failure::field(pointer, flaw))
}
