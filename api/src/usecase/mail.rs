//! Mails: a row in the transaction that causes them, delivered by a task, then deleted.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lettre::Message;
use lettre::message::header::ContentType;
use palabre_domain::policy::Action;
use palabre_domain::values::{Email, FromText as _};
use palabre_persistence::mails::{self, Mail};
use uuid::Uuid;

use super::letters::Letter;
use super::scrub::beginning;
use super::{App, Failure, Tongue, Work};

/// How many mails are taken at a time.
const BATCH: u64 = 50;
/// How long the task sleeps when nobody wakes it; another process may have left mails.
const PATIENCE: Duration = Duration::from_secs(5);
/// From whom mails come.
const SENDER: &str = "Palabre <palabre@localhost>";

/// The language of the server's that is nearest to a tag.
pub(super) fn tongue(tag: &str) -> Tongue {
    Tongue::of_tag(tag).unwrap_or_default()
}

/// Puts a letter into the queue, in the transaction.
pub(super) async fn enqueue<A: Action>(
    work: &Work<'_, A>,
    recipient: &str,
    tongue: Tongue,
    letter: Letter,
) -> Result<(), Failure> {
    let Letter { subject, text } = letter;
    let (recipient, language) = (recipient.to_owned(), tongue.tag().to_owned());
    let mail = Mail { id: Uuid::now_v7(), recipient, language, subject, text };
    Ok(mails::enqueue(work.tx, &mail, work.now).await?)
}

/// Delivers mails into a folder, an `.eml` file each.
pub struct Postman {
    app: App,
    folder: PathBuf,
    wake: Arc<tokio::sync::Notify>,
}

impl Postman {
    /// A postman for this folder, which is there.
    #[must_use]
    pub fn new(app: App, folder: PathBuf) -> Self {
        let wake = Arc::clone(&app.mail_waits);
        Self { app, folder, wake }
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

    /// Delivers what waits.
    ///
    /// # Errors
    /// Where a mail can't be written down, or the database fails; the mail stays in the queue.
    pub async fn deliver(&self) -> Result<(), Failure> {
        loop {
            let batch = self.app.read(async |tx| Ok(mails::waiting(tx, BATCH).await?)).await?;
            if batch.is_empty() {
                return Ok(());
            }
            for mail in batch {
                let (id, path) = (mail.id, self.folder.join(self.name(&mail)));
                match message(mail) {
                    Ok(message) => {
                        std::fs::write(path, message.formatted()).map_err(Failure::unforeseen)?;
                    }
                    // It never will be one: it must not hold up those behind it.
                    Err(failure) => tracing::error!(mail = %id, ?failure, "a mail that is none is dropped"),
                }
                self.app.db.write(async move |tx| mails::delete(tx, id).await).await?;
            }
        }
    }
}

impl Postman {
    /// The name of a mail's file: it begins with a fingerprint of the address, by which the file is found once its reader
    /// is erased.
    fn name(&self, mail: &Mail) -> String {
        let folded =
            Email::from_text(&mail.recipient).map_or_else(|_| mail.recipient.clone(), |email| email.folded());
        format!("{}-{}.eml", beginning(&self.app.recipient_hash(&folded)), mail.id)
    }
}

fn message(mail: Mail) -> Result<Message, Failure> {
    let Mail { id: _, recipient, language: _, subject, text } = mail;
    Message::builder()
        .from(SENDER.parse().map_err(Failure::unforeseen)?)
        .to(recipient.parse().map_err(Failure::unforeseen)?)
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(Failure::unforeseen)
}
