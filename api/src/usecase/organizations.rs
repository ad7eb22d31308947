//! Organizations: the tenants.

use palabre_domain::audit::Deed;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::table::{
    ChangeOrganization, CreateOrganization, DeleteOrganization, GetOrganization, ListAuditEntries,
    ListOrganizations,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{
    Country, Language, Localized, LocalizedPatch, OrganizationId, Slug, Text, WebAddress,
};
use palabre_persistence::{Tx, formats, journal, members, organizations};
use uuid::Uuid;

pub use palabre_persistence::journal::Entry;
pub use palabre_persistence::organizations::Organization;

use super::failure::taken;
use super::localized::Merging;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, localized};

/// An organization to found.
pub struct NewOrganization {
    /// Its short name, unique among all.
    pub slug: Slug,
    /// Its name.
    pub name: Text<200>,
    /// The language in which each of its localized texts will be present.
    pub default_language: Language,
    /// What it is.
    pub description: Option<Localized<5000>>,
    /// Its own page.
    pub url: Option<WebAddress>,
    /// Where it is at home.
    pub country: Option<Country>,
}

/// What to change of an organization; `Some(None)` takes a field away.
pub struct OrganizationChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another default language: each of its texts must be there in it.
    pub default_language: Option<Language>,
    /// Another description.
    pub description: Option<Option<LocalizedPatch<5000>>>,
    /// Another page.
    pub url: Option<Option<WebAddress>>,
    /// Another country.
    pub country: Option<Option<Country>>,
}

impl App {
    /// Founds an organization; whoever founds it is its owner.
    ///
    /// # Errors
    /// 422 where a text lacks the default language; `slug_taken`.
    pub async fn create_organization(
        &self,
        ask: Ask<CreateOrganization>,
        new: NewOrganization,
        render: Render<Organization>,
    ) -> Result<Answer, Failure> {
        let founder = ask.grant.account().ok_or_else(Failure::not_found)?;
        localized::present("/description", new.description.as_ref(), new.default_language.as_str())?;
        self.write(ask, render, async move |work| {
            let organization = Organization {
                id: OrganizationId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                slug: new.slug.as_str().to_owned(),
                name: new.name.as_str().to_owned(),
                description: new.description.as_ref().map(Localized::to_map),
                url: new.url.clone().map(Into::into),
                country: new.country.clone().map(Into::into),
                default_language: new.default_language.as_str().to_owned(),
            };
            organizations::insert(work.tx, &organization).await.map_err(taken(Refusal::SlugTaken))?;
            members::insert(work.tx, organization.id, founder, OrganizationRole::Owner, work.now).await?;
            let place = (organization.id, None);
            let owner = Some(OrganizationRole::Owner.as_str());
            let deed = Deed::OrganizationCreated;
            work.record_in(place, deed, organization.id, Some(founder), owner).await?;
            Ok(organization)
        })
        .await
    }

    /// The organizations that the caller is a member of.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_organizations(
        &self,
        ask: &Ask<ListOrganizations>,
        page: Page,
    ) -> Result<Paged<Organization>, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let found =
            self.read(async |tx| Ok(organizations::list_of(tx, me, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |organization| organization.id.0))
    }

    /// An organization.
    ///
    /// # Errors
    /// 404.
    pub async fn get_organization(&self, ask: &Ask<GetOrganization>) -> Result<Organization, Failure> {
        self.read(async |tx| organizations::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Changes an organization.
    ///
    /// # Errors
    /// 412; 422 where a text lacks the default language; `slug_taken`; `in_use` for another default language where
    /// there are events or formats, whose texts would lack it.
    pub async fn change_organization(
        &self,
        ask: Ask<ChangeOrganization>,
        changes: OrganizationChanges,
        render: Render<Organization>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let found = organizations::lock(work.tx, work.scope()).await?;
            let mut organization = found.ok_or_else(Failure::not_found)?;
            work.check_version(organization.version)?;
            let OrganizationChanges { slug, name, default_language, description, url, country } = &changes;
            if let Some(slug) = slug {
                organization.slug = slug.as_str().to_owned();
            }
            if let Some(name) = name {
                organization.name = name.as_str().to_owned();
            }
            if let Some(language) = default_language {
                // Every text of its events, editions and formats is there in the language until now.
                if language.as_str() != organization.default_language
                    && is_in_use(work.tx, organization.id).await?
                {
                    return Err(Refusal::InUse.into());
                }
                organization.default_language = language.as_str().to_owned();
            }
            let mut merging = Merging::into_texts_in(&organization.default_language);
            merging.optional("/description", &mut organization.description, description.as_ref());
            merging.done()?;
            if let Some(url) = url {
                organization.url = url.clone().map(Into::into);
            }
            if let Some(country) = country {
                organization.country = country.clone().map(Into::into);
            }
            let texts = organization.description.as_ref();
            localized::kept_present("/description", texts, &organization.default_language)?;
            organizations::save(work.tx, &mut organization).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::OrganizationChanged, organization.id).await?;
            Ok(organization)
        })
        .await
    }

    /// Deletes an organization that has neither event nor format and is nobody's partner; what it was only asked to be
    /// goes with it.
    ///
    /// # Errors
    /// 412; `in_use` where it has an event, or an edition shows it.
    pub async fn delete_organization(
        &self,
        ask: Ask<DeleteOrganization>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let found = organizations::lock(work.tx, work.scope()).await?;
            let organization = found.ok_or_else(Failure::not_found)?;
            work.check_version(organization.version)?;
            if is_in_use(work.tx, organization.id).await?
                || organizations::takes_part(work.tx, organization.id).await?
            {
                return Err(Refusal::InUse.into());
            }
            work.record(Deed::OrganizationDeleted, organization.id).await?;
            Ok(organizations::delete(work.tx, &organization).await?)
        })
        .await
    }

    /// The audit entries of an organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_audit_entries(
        &self,
        ask: &Ask<ListAuditEntries>,
        page: Page,
    ) -> Result<Paged<Entry>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found = self
            .read(async |tx| Ok(journal::list(tx, organization, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |entry| entry.id))
    }
}

/// Whether something is kept in an organization that would be lost with it.
async fn is_in_use(tx: &Tx, id: OrganizationId) -> Result<bool, Failure> {
    Ok(organizations::has_events(tx, id).await? || formats::count(tx, id).await? > 0)
}
