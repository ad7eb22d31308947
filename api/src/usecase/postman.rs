//! The postman: takes mails out of the queue one by one, and hands them on.
//!
//! A mail is claimed before it is sent, and deleted after: whenever the process dies, none is lost, and at most the one that was under
//! way is sent once more, when its claim is over. Several processes never send the same one at once.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use palabre_domain::values::Instant;
use palabre_persistence::mails::{self, Mail};

use super::post::{Post, Trouble};
use super::scrub::beginning;
use super::{App, Failure};

/// How many mails are taken at a time; somebody who wants to sign in waits for no more than these.
const BATCH: u64 = 20;
/// How long the task sleeps when nobody wakes it; another process may have left mails.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a mail that is under way is left alone: longer than any server may take to answer.
const UNDER_WAY: TimeDelta = TimeDelta::minutes(2);
/// The longest pause between two attempts.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// How long a mail is tried: after that nobody waits for it any more.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(3);
/// How long one is tried that is refused for good. Not given up at once: it may be our own address that is not wanted, and that can be
/// mended.
const REFUSED_AFTER: TimeDelta = TimeDelta::days(1);
/// The pause after a refusal for good.
const PAUSE_OF_THE_REFUSED: TimeDelta = TimeDelta::hours(6);

/// Delivers mails.
pub struct Postman {
    app: App,
    post: Post,
    wake: Arc<tokio::sync::Notify>,
}

impl Postman {
    /// A postman who hands mails to this post.
    #[must_use]
    pub fn new(app: App, post: Post) -> Self {
        let wake = Arc::clone(&app.mail_waits);
        Self { app, post, wake }
    }

    /// Delivers until the program ends. A mail that can't be delivered is logged and tried again later.
    pub async fn run(self) {
        loop {
            match self.deliver().await {
                Ok(()) => {}
                Err(failure) => tracing::warn!(?failure, "mails wait"),
            }
            // Whoever wakes, and however often: one look at the queue finds all.
            let _ = tokio::time::timeout(PATIENCE, self.wake.notified()).await;
        }
    }

    /// Delivers what is due.
    ///
    /// # Errors
    /// Where nothing can be handed on now, or the database fails; the mails stay in the queue.
    pub async fn deliver(&self) -> Result<(), Failure> {
        loop {
            let now = self.app.now();
            let batch = self.app.read(async |tx| Ok(mails::due(tx, now, BATCH).await?)).await?;
            if batch.is_empty() {
                return Ok(());
            }
            self.post.ready().await.map_err(|trouble| Failure::Unforeseen(format!("{trouble:?}")))?;
            for mail in batch {
                self.hand_on(mail).await?;
            }
        }
    }

    async fn hand_on(&self, mail: Mail) -> Result<(), Failure> {
        let (id, now) = (mail.id, self.app.now());
        let until = now + UNDER_WAY;
        let mine = self.app.db.write(async move |tx| mails::claim(tx, id, now, until).await);
        if !mine.await? {
            return Ok(());
        }
        match self.post.send(&mail, &Self::name(&mail)).await {
            Ok(()) => {}
            Err(Trouble::Never(why)) => {
                // It must not hold up those behind it. Whom it was for is nobody's to read in a log.
                tracing::error!(mail = %id, why, "a mail that nobody takes is dropped");
            }
            Err(Trouble::Refused(why)) if mail.created_at + REFUSED_AFTER < now => {
                tracing::error!(mail = %id, why, "a mail that was refused for a day is dropped");
            }
            Err(Trouble::Refused(why)) => {
                tracing::warn!(mail = %id, why, "a mail is refused, and tried once more later");
                return self.leave(&mail, now + PAUSE_OF_THE_REFUSED).await;
            }
            Err(Trouble::NotThisOne(why)) if mail.created_at + GIVEN_UP_AFTER < now => {
                tracing::error!(mail = %id, why, "a mail that nobody took for days is dropped");
            }
            Err(Trouble::NotThisOne(why)) => {
                tracing::warn!(mail = %id, why, "a mail is tried again later");
                return self.leave(&mail, now + pause(mail.attempts)).await;
            }
            Err(Trouble::NotNow(why)) => {
                // Nothing is known against this one: it is due again at once, and the postman comes back.
                self.leave(&mail, now).await?;
                return Err(Failure::Unforeseen(why));
            }
        }
        Ok(self.app.db.write(async move |tx| mails::delete(tx, id).await).await?)
    }

    /// Leaves a mail in the queue until then.
    async fn leave(&self, mail: &Mail, until: Instant) -> Result<(), Failure> {
        let id = mail.id;
        Ok(self.app.db.write(async move |tx| mails::postpone(tx, id, until).await).await?)
    }

    /// The name of a mail's file: it begins with a fingerprint of the address, by which the file is found once its reader
    /// is erased.
    fn name(mail: &Mail) -> String {
        format!("{}-{}.eml", beginning(&mail.recipient_hash), mail.id)
    }
}

/// The pause after so many attempts: a minute, two, four … up to an hour.
fn pause(attempts: i32) -> TimeDelta {
    let minutes = 1_i64.checked_shl(attempts.unsigned_abs()).unwrap_or(i64::MAX);
    TimeDelta::try_minutes(minutes).map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let minutes = |attempts| pause(attempts).num_minutes();
        assert_eq!([0, 1, 2, 5, 6, 7, 63, 64, i32::MAX].map(minutes), [1, 2, 4, 32, 60, 60, 60, 60, 60]);
    }
}
