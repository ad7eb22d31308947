//! What voices do, in the journal: told at once by name, at once without one, or once the day is over, by the promise that was given.

use std::sync::atomic::Ordering;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use palabre_domain::audit::Deed;
use palabre_domain::policy::Action;
use palabre_domain::problem_statement::Voice;
use palabre_domain::values::{EditionId, Instant, OrganizationId, StatementId};
use palabre_persistence::Tx;
use palabre_persistence::anonymous_deeds::{self, AnonymousDeed};
use palabre_persistence::journal::{self, NewEntry};

use super::journal::Told;
use super::{App, Failure, Located, Work};

/// How long after midnight in UTC a date is over everywhere: it lasts longest twelve hours west of it.
const LAST_TIME_ZONE: TimeDelta = TimeDelta::hours(12);

impl<A: Action> Work<'_, A>
where
    A::Scope: Located,
{
    /// Writes down what the voice of a statement did on a date: a named one by its account, a pseudonymous one by its part alone, and an
    /// anonymous one not yet.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn record_voice(
        &self,
        deed: Deed,
        statement: StatementId,
        voice: Voice,
        on: &str,
    ) -> Result<(), Failure> {
        match voice {
            Voice::Named => self.record(deed, statement).await,
            Voice::Pseudonymous => self.record_as(deed, statement, None, Some("voice")).await,
            Voice::Anonymous => Ok(anonymous_deeds::keep(self.tx, statement, deed, on).await?),
        }
    }

    /// The same by receipt: whose it is, nobody knows.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn record_voice_by_receipt(
        &self,
        place: (OrganizationId, Option<EditionId>),
        deed: Deed,
        statement: StatementId,
        voice: Voice,
        on: &str,
    ) -> Result<(), Failure> {
        match voice {
            Voice::Named | Voice::Pseudonymous => {
                self.record_told_in(place, &[Told::of(deed, statement)], None, Some("voice")).await
            }
            Voice::Anonymous => Ok(anonymous_deeds::keep(self.tx, statement, deed, on).await?),
        }
    }
}

impl App {
    /// Writes down what anonymous voices did on the days that are over, in no order but that of their statements' ids and with no
    /// time but the date; says how much there was. Meant to be called by a timer (invariants 9 and 14 of the domain).
    ///
    /// On PostgreSQL the rows of these voices are then put in the order of their ids, since they stand in the order in which they came;
    /// again and again until that was done, and once after each start of the program, which may have been ended before it. Where nobody
    /// ever spoke anonymously nothing is locked for it.
    ///
    /// # Errors
    /// The database's own; what is not written down today is so tomorrow.
    pub async fn write_down_anonymous_deeds(&self) -> Result<usize, Failure> {
        let today = (self.now() - LAST_TIME_ZONE).date_naive().to_string();
        let told = self
            .change(async move |tx: &Tx| -> Result<usize, Failure> {
                let done = anonymous_deeds::done_before(tx, &today).await?;
                let entries: Vec<NewEntry> = done.iter().map(entry).collect();
                journal::record(tx, &entries).await?;
                anonymous_deeds::forget(tx, &done).await?;
                Ok(done.len())
            })
            .await?;
        if told > 0 {
            self.unordered.store(true, Ordering::Relaxed);
        }
        if self.unordered.load(Ordering::Relaxed) {
            if self.read(async |tx| Ok(anonymous_deeds::are_possible(tx).await?)).await? {
                self.db.put_statements_in_order().await?;
            }
            self.unordered.store(false, Ordering::Relaxed);
        }
        Ok(told)
    }
}

fn entry(deed: &AnonymousDeed) -> NewEntry {
    let AnonymousDeed { id: _, statement, organization, edition, deed, done_on } = deed.clone();
    NewEntry {
        id: None,
        organization,
        edition: Some(edition),
        actor: None,
        role: Some("voice"),
        action: deed.as_str(),
        object_kind: deed.object().as_str(),
        object: statement.0,
        state: None,
        reason: None,
        named: Vec::new(),
        at: midnight(&done_on),
    }
}

/// The date as an instant, which an entry has: its first one in UTC.
fn midnight(date: &str) -> Instant {
    let date = date.parse::<NaiveDate>().unwrap_or_default();
    date.and_time(NaiveTime::MIN).and_utc()
}
