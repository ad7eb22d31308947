//! Mails: a row in the transaction that causes them; the postman delivers it, then deletes it.

use palabre_domain::policy::Action;
use palabre_domain::values::{Email, FromText as _, Instant, RegistrationId};
use palabre_persistence::mails::{self, Mail};
use uuid::Uuid;

use super::letters::{Letter, html};
use super::{App, Failure, Tongue, Work};

/// A letter, and to whom it goes.
pub(super) struct Addressed {
    /// The address.
    pub(super) recipient: String,
    /// The address, folded.
    pub(super) recipient_folded: String,
    /// The language of its words.
    pub(super) tongue: Tongue,
    /// What it says.
    pub(super) letter: Letter,
    /// A calendar that goes with it.
    pub(super) calendar: Option<String>,
    /// The registration that it is about.
    pub(super) about: Option<RegistrationId>,
}

/// The language of the server's that is nearest to a tag.
pub(super) fn tongue(tag: &str) -> Tongue {
    Tongue::of_tag(tag).unwrap_or_default()
}

impl App {
    /// The mail that a letter becomes.
    pub(super) fn mail(&self, addressed: Addressed, now: Instant) -> Mail {
        let Addressed { recipient, recipient_folded, tongue, letter, calendar, about } = addressed;
        Mail {
            id: Uuid::now_v7(),
            created_at: now,
            recipient_hash: self.recipient_hash(&recipient_folded),
            recipient,
            language: tongue.tag().to_owned(),
            subject: letter.subject.to_owned(),
            html: Some(html(tongue, &letter)),
            text: letter.text,
            calendar,
            about,
            attempts: 0,
        }
    }
}

/// Puts a letter into the queue, in the transaction.
pub(super) async fn enqueue<A: Action>(
    work: &Work<'_, A>,
    recipient: &str,
    tongue: Tongue,
    letter: Letter,
) -> Result<(), Failure> {
    let recipient = recipient.to_owned();
    let recipient_folded =
        Email::from_text(&recipient).map_or_else(|_| recipient.clone(), |email| email.folded());
    let addressed = Addressed { recipient, recipient_folded, tongue, letter, calendar: None, about: None };
    Ok(mails::enqueue(work.tx, vec![work.app.mail(addressed, work.now)]).await?)
}
