//! Retention: registrations are erased by themselves once the time is over for which their edition keeps them.

use chrono::TimeDelta;
use palabre_domain::retention::{due, ended_at};
use palabre_domain::values::{EditionId, Instant};
use palabre_persistence::retention::{self, Keeping};
use palabre_persistence::{Caller, Texts, Tx, scopes};

use super::erasure::Eraser;
use super::{App, Failure};

/// How many registrations are erased in one transaction.
const BATCH: u64 = 20;

/// An edition in which the time of some registrations is over.
#[derive(Debug, Clone)]
pub struct Overdue {
    /// The edition.
    pub edition: EditionId,
    /// Its slug.
    pub slug: String,
    /// Its title, by language.
    pub title: Texts,
    /// Since when its first ones are due.
    pub due: Instant,
    /// How many registrations are due.
    pub registrations: u64,
    /// How many of them say what they need to take part.
    pub access_needs: u64,
    /// Those made until then are due.
    last: Instant,
}

impl App {
    /// What is to be erased now; changes nothing.
    ///
    /// # Errors
    /// The database's own.
    pub async fn overdue(&self) -> Result<Vec<Overdue>, Failure> {
        let now = self.now();
        self.read(async |tx| {
            let mut found = Vec::new();
            for keeping in retention::keeping(tx).await? {
                if let Some(overdue) = overdue(tx, keeping, now).await? {
                    found.push(overdue);
                }
            }
            Ok(found)
        })
        .await
    }

    /// Erases every registration whose time is over, and says what was to be erased. Meant to be called by a timer.
    ///
    /// # Errors
    /// The database's own; what was erased before that stays erased.
    pub async fn retain(&self) -> Result<Vec<Overdue>, Failure> {
        let overdue = self.overdue().await?;
        for edition in &overdue {
            while self.erase_some(edition.edition, edition.last).await? > 0 {}
            self.removal_waits.notify_one();
        }
        Ok(overdue)
    }

    /// Erases some registrations of an edition that were made until then; says how many.
    async fn erase_some(&self, edition: EditionId, last: Instant) -> Result<usize, Failure> {
        let app = self.clone();
        self.change(async move |tx: &Tx| -> Result<usize, Failure> {
            let now = app.now();
            let mut erased = 0;
            let eraser = Eraser { app: &app, tx, actor: None, role: Some("program"), now };
            for id in retention::some(tx, edition, last, BATCH).await? {
                let found = scopes::registration(tx, id.0, Caller::nobody(now)).await?;
                let (scope, _) = found.ok_or(Failure::Conflict)?;
                erased += usize::from(eraser.erase(&scope).await?);
            }
            Ok(erased)
        })
        .await
    }
}

/// What is over in an edition; none where nothing is.
async fn overdue(tx: &Tx, keeping: Keeping, now: Instant) -> Result<Option<Overdue>, Failure> {
    let Keeping { edition, slug, title, period, days } = keeping;
    let ended = ended_at(&period);
    // Of a registration counts the later of the two, its own making and the end of the edition.
    let Some(due) = ended.and_then(|over| due(ended, over, days)).filter(|due| *due <= now) else {
        return Ok(None);
    };
    let Some(last) = now.checked_sub_signed(TimeDelta::days(days.into())) else { return Ok(None) };
    let (registrations, access_needs) = retention::count(tx, edition, last).await?;
    let overdue = Overdue { edition, slug, title, due, registrations, access_needs, last };
    Ok((registrations > 0).then_some(overdue))
}
