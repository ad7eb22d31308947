//! Mails: a row in the transaction that causes them; the postman delivers it, then deletes it.

use palabre_domain::policy::Action;
use palabre_domain::values::{AccountId, Instant, RegistrationId};
use palabre_persistence::mails::{self, Mail};
use uuid::Uuid;

use super::letters::{Letter, html};
use super::{App, Failure, Tongue, Work};

/// A letter, and to whom it goes.
pub(super) struct Addressed {
    /// The address.
    pub(super) recipient: String,
    /// Whose it is: with that it is erased.
    pub(super) whose: Whose,
    /// The language of its words.
    pub(super) tongue: Tongue,
    /// What it says.
    pub(super) letter: Letter,
    /// A calendar that goes with it.
    pub(super) calendar: Option<String>,
}

/// Whose a mail is. Not simply its reader's: anybody can name an address, and be erased under it; only what they themselves had written
/// goes with them then.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// It is about a registration.
    Registration(RegistrationId),
    /// It signs an account in.
    Account(AccountId),
    /// It was written to an address, folded; whoever proves it holds it.
    Address(String),
}

/// The language of the server's that is nearest to a tag.
pub(super) fn tongue(tag: &str) -> Tongue {
    Tongue::of_tag(tag).unwrap_or_default()
}

impl App {
    /// The mail that a letter becomes.
    pub(super) fn mail(&self, addressed: Addressed, now: Instant) -> Mail {
        let Addressed { recipient, whose, tongue, letter, calendar } = addressed;
        let about = match &whose {
            Whose::Registration(id) => Some(*id),
            Whose::Account(_) | Whose::Address(_) => None,
        };
        Mail {
            id: Uuid::now_v7(),
            created_at: now,
            recipient_hash: self.mark(&whose),
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

    /// The fingerprint by which the mails of somebody are found, in the queue and among the files.
    pub(super) fn mark(&self, whose: &Whose) -> Vec<u8> {
        match whose {
            Whose::Registration(id) => self.keys.fingerprint("mail about", &[id.0.as_bytes()]),
            Whose::Account(id) => self.keys.fingerprint("mail of", &[id.0.as_bytes()]),
            Whose::Address(folded) => self.keys.fingerprint("mail", &[folded.as_bytes()]),
        }
    }
}

/// Puts a letter into the queue, in the transaction.
pub(super) async fn enqueue<A: Action>(
    work: &Work<'_, A>,
    recipient: &str,
    whose: Whose,
    tongue: Tongue,
    letter: Letter,
) -> Result<(), Failure> {
    let addressed = Addressed { recipient: recipient.to_owned(), whose, tongue, letter, calendar: None };
    Ok(mails::enqueue(work.tx, vec![work.app.mail(addressed, work.now)]).await?)
}
