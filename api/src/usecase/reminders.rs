//! Reminders: who has a place is written to some hours before the edition begins.

use chrono::TimeDelta;
use palabre_domain::door::Door;
use palabre_domain::notice::{Occasion, reminder};
use palabre_domain::values::Instant;
use palabre_persistence::Tx;
use palabre_persistence::notices::{self, Reminding};

use super::waiting::enter_as_program;
use super::{App, Failure};

/// How many people are reminded in one write.
const AT_ONCE: u64 = 200;

impl App {
    /// Reminds those whose edition begins soon, each once of each first day; says how many. Meant to be called by a timer.
    ///
    /// # Errors
    /// The database's own; who was reminded before stays so.
    pub async fn remind(&self) -> Result<usize, Failure> {
        let now = self.now();
        // A day more on both sides: wherever its clocks are, no edition that is due lies outside.
        let date = |at: Instant| at.format("%Y-%m-%d").to_string();
        let furthest = TimeDelta::hours(i64::from(Door::MOST_REMINDER_HOURS) + 24);
        let (from, until) = (date(now - TimeDelta::days(1)), date(now + furthest));
        let near = self.read(async |tx| Ok(notices::reminding(tx, &from, &until).await?)).await?;
        let mut reminded = 0;
        for edition in near {
            let Some((due, begins)) = reminder(&edition.starts_on, edition.time_zone, edition.hours) else {
                continue;
            };
            if now < due || begins <= now {
                continue;
            }
            loop {
                let some = self.remind_of(edition.clone(), due).await?;
                reminded += some;
                if some == 0 {
                    break;
                }
            }
        }
        Ok(reminded)
    }

    /// Who registered when others were reminded already has just read when it is.
    async fn remind_of(&self, edition: Reminding, due: Instant) -> Result<usize, Failure> {
        let app = self.clone();
        self.change(async move |tx: &Tx| {
            let now = app.now();
            let Reminding { id, starts_on, .. } = &edition;
            if enter_as_program(tx, *id, now).await?.is_none() {
                return Ok(0);
            }
            let who = notices::lock_to_remind(tx, *id, starts_on, due, AT_ONCE).await?;
            notices::reminded(tx, starts_on, &who).await?;
            let notices: Vec<_> = who.iter().map(|who| (*who, Occasion::Reminder)).collect();
            app.write_about(tx, *id, &notices, now).await?;
            Ok::<usize, Failure>(who.len())
        })
        .await
    }
}
