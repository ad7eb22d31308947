//! Partners of editions, by name. An edition shows its partners: whatever changes one raises its version.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::partner::{PartnerKind, one_more};
use palabre_domain::policy::table::{ChangePartner, CreatePartner, DeletePartner, GetPartner, ListPartners};
use palabre_domain::values::{PartnerId, Text, WebAddress};
use palabre_persistence::{editions, partners};
use uuid::Uuid;

pub use palabre_persistence::funders::Funder;
pub use palabre_persistence::partners::Partner;

use super::{Answer, App, Ask, Failure, Page, Paged, Render};

/// A partner to name.
pub struct NewPartner {
    /// Its name.
    pub name: Text<200>,
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
    /// Names a partner of an edition.
    ///
    /// # Errors
    /// `wrong_state`, `full`.
    pub async fn create_partner(
        &self,
        ask: Ask<CreatePartner>,
        new: NewPartner,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::SetUp)?;
            one_more(partners::count(work.tx, edition.id).await?)?;
            let partner = Partner {
                id: PartnerId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                name: new.name.as_str().to_owned(),
                kind: new.kind,
                programme: new.programme.clone().map(Into::into),
                mention: new.mention.clone().map(Into::into),
                url: new.url.clone().map(Into::into),
            };
            partners::insert(work.tx, &partner).await?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerCreated, partner.id).await?;
            Ok(partner)
        })
        .await
    }

    /// The partners of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_partners(
        &self,
        ask: &Ask<ListPartners>,
        page: Page,
    ) -> Result<Paged<Partner>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(partners::list(tx, edition, page.after, page.fetch()).await?)).await?;
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

    /// Changes a partner.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
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
            admits(edition.state, Writing::SetUp)?;
            let PartnerChanges { name, kind, programme, mention, url } = &changes;
            if let Some(name) = name {
                partner.name = name.as_str().to_owned();
            }
            if let Some(kind) = kind {
                partner.kind = *kind;
            }
            if let Some(programme) = programme {
                partner.programme = programme.clone().map(Into::into);
            }
            if let Some(mention) = mention {
                partner.mention = mention.clone().map(Into::into);
            }
            if let Some(url) = url {
                partner.url = url.clone().map(Into::into);
            }
            partners::save(work.tx, &mut partner).await?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerChanged, partner.id).await?;
            Ok(partner)
        })
        .await
    }

    /// Deletes a partner.
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
            admits(edition.state, Writing::SetUp)?;
            partners::delete(work.tx, &partner).await?;
            editions::save(work.tx, &mut edition).await?;
            work.record(Deed::PartnerDeleted, partner.id).await
        })
        .await
    }
}
