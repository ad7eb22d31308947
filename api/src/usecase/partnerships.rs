//! What an organization that is asked to be a partner does: finds it, accepts, declines.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::partner::PartnerMove;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::PartnerScope;
use palabre_domain::policy::table::{AcceptPartner, DeclinePartner, ListPartnerships};
use palabre_persistence::{editions, organizations, partners, partnerships};

pub use palabre_persistence::partnerships::Partnership;

use super::partners::Partner;
use super::{Answer, App, Ask, Failure, Page, Paged, Render};

impl App {
    /// The parts that an organization has, or is asked to take, in editions of any organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_partnerships(
        &self,
        ask: &Ask<ListPartnerships>,
        page: Page,
    ) -> Result<Paged<Partnership>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found = self
            .read(async |tx| Ok(partnerships::list(tx, organization, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |partnership| partnership.id.0))
    }

    /// Agrees to a part: from here on anyone reads of it, and a co-organizer's members work on the edition.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn accept_partner(
        &self,
        ask: Ask<AcceptPartner>,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.answer_as_partner(ask, PartnerMove::Accept, Deed::PartnerAccepted, render).await
    }

    /// Does not agree to a part.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn decline_partner(
        &self,
        ask: Ask<DeclinePartner>,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.answer_as_partner(ask, PartnerMove::Decline, Deed::PartnerDeclined, render).await
    }

    async fn answer_as_partner<A: Action<Scope = PartnerScope>>(
        &self,
        ask: Ask<A>,
        answer: PartnerMove,
        deed: Deed,
        render: Render<Partner>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            if let Some(organization) = work.scope().organization_id {
                // First in the order of locks: it is not deleted while it agrees.
                organizations::hold(work.tx, organization).await?.ok_or_else(Failure::not_found)?;
            }
            let mut edition = work.lock_edition(&work.scope().edition).await?;
            let mut partner = partners::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(partner.version)?;
            admits(edition.state, Writing::SetUp)?;
            partner.state = answer.apply(partner.state)?;
            partners::save(work.tx, &mut partner).await?;
            editions::save(work.tx, &mut edition).await?;
            work.record(deed, partner.id).await?;
            Ok(partner)
        })
        .await
    }
}
