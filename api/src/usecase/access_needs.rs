//! What people need to take part: read by the registration desk only, each reading written down, and erased first.

use chrono::Duration;
use palabre_domain::audit::Deed;
use palabre_domain::policy::table::GetAccessNeeds;
use palabre_domain::retention::{ACCESS_NEEDS_DAYS, due, ended_at};
use palabre_domain::values::RegistrationId;
use palabre_persistence::{Tx, access_needs};

use super::{App, Ask, Failure};

/// What somebody needs who is registered.
pub struct AccessNeeds {
    /// Who.
    pub registration: RegistrationId,
    /// What; none where nothing was said, or where it was erased.
    pub text: Option<String>,
}

impl App {
    /// What somebody needs to take part; that it was read is written down.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_access_needs(&self, ask: Ask<GetAccessNeeds>) -> Result<AccessNeeds, Failure> {
        self.commit(ask, async move |work| {
            let registration = work.scope().registration_id;
            let text = access_needs::find(work.tx, registration).await?;
            work.record(Deed::AccessNeedRead, registration).await?;
            Ok(AccessNeeds { registration, text })
        })
        .await
    }

    /// Erases what people said they need for editions that are over for a month; says how much there was. Meant to be
    /// called by a timer.
    ///
    /// # Errors
    /// The database's own; what was erased of earlier editions stays erased.
    pub async fn erase_old_access_needs(&self) -> Result<u64, Failure> {
        let now = self.now();
        let last = now - Duration::days(ACCESS_NEEDS_DAYS.into());
        let mut erased = 0;
        for (edition, period) in self.read(async |tx| Ok(access_needs::kept(tx).await?)).await? {
            // Of an edition whose time is over, those go that have been there as long.
            let over = due(ended_at(&period), last, ACCESS_NEEDS_DAYS).is_some_and(|due| due <= now);
            if over {
                erased += self
                    .db
                    .write(async move |tx: &Tx| -> Result<u64, Failure> {
                        Ok(access_needs::erase_made_until(tx, edition, last, now).await?)
                    })
                    .await?;
            }
        }
        if erased > 0 {
            self.removal_waits.notify_one();
        }
        Ok(erased)
    }
}
