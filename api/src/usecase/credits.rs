//! Credits: who did what for an edition, written down as long as anybody remembers.

use palabre_domain::audit::Deed;
use palabre_domain::credit::one_more;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{ChangeCredit, CreateCredit, DeleteCredit, GetCredit, ListCredits};
use palabre_domain::values::{CreditId, Text, WebAddress};
use palabre_persistence::credits;
use uuid::Uuid;

pub use palabre_persistence::credits::Credit;

use super::{Answer, App, Ask, Failure, Page, Paged, Render};

/// A credit to write down.
pub struct NewCredit {
    /// Who.
    pub name: Text<200>,
    /// What for.
    pub credited_for: Text<500>,
    /// Their own page.
    pub url: Option<WebAddress>,
}

/// What to change of a credit; `Some(None)` takes a field away.
pub struct CreditChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another thing that they did.
    pub credited_for: Option<Text<500>>,
    /// Another page.
    pub url: Option<Option<WebAddress>>,
}

impl App {
    /// Credits somebody for something.
    ///
    /// # Errors
    /// `wrong_state`, `full`.
    pub async fn create_credit(
        &self,
        ask: Ask<CreateCredit>,
        new: NewCredit,
        render: Render<Credit>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // Locked against others who credit somebody: they are counted.
            let edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::FollowUp)?;
            one_more(credits::count(work.tx, edition.id).await?)?;
            let credit = Credit {
                id: CreditId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                name: new.name.as_str().to_owned(),
                credited_for: new.credited_for.as_str().to_owned(),
                url: new.url.clone().map(Into::into),
            };
            credits::insert(work.tx, &credit).await?;
            work.record(Deed::CreditCreated, credit.id).await?;
            Ok(credit)
        })
        .await
    }

    /// The credits of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_credits(&self, ask: &Ask<ListCredits>, page: Page) -> Result<Paged<Credit>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(credits::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |credit| credit.id.0))
    }

    /// A credit.
    ///
    /// # Errors
    /// 404.
    pub async fn get_credit(&self, ask: &Ask<GetCredit>) -> Result<Credit, Failure> {
        self.read(async |tx| credits::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)).await
    }

    /// Changes a credit.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn change_credit(
        &self,
        ask: Ask<ChangeCredit>,
        changes: CreditChanges,
        render: Render<Credit>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(&work.scope().edition).await?;
            let mut credit = credits::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(credit.version)?;
            admits(edition.state, Writing::FollowUp)?;
            let CreditChanges { name, credited_for, url } = &changes;
            if let Some(name) = name {
                credit.name = name.as_str().to_owned();
            }
            if let Some(credited_for) = credited_for {
                credit.credited_for = credited_for.as_str().to_owned();
            }
            if let Some(url) = url {
                credit.url = url.clone().map(Into::into);
            }
            credits::save(work.tx, &mut credit).await?;
            work.record(Deed::CreditChanged, credit.id).await?;
            Ok(credit)
        })
        .await
    }

    /// Deletes a credit.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn delete_credit(&self, ask: Ask<DeleteCredit>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(&work.scope().edition).await?;
            let credit = credits::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(credit.version)?;
            admits(edition.state, Writing::FollowUp)?;
            credits::delete(work.tx, &credit).await?;
            work.record(Deed::CreditDeleted, credit.id).await
        })
        .await
    }
}
