//! Mails: a row in the transaction that causes them; the postman delivers it, then deletes it.

use palabre_domain::policy::Action;
use palabre_domain::values::{Email, FromText as _};
use palabre_persistence::mails::{self, Mail};
use uuid::Uuid;

use super::letters::Letter;
use super::{Failure, Tongue, Work};

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
    let (id, created_at) = (Uuid::now_v7(), work.now);
    let folded = Email::from_text(&recipient).map_or_else(|_| recipient.clone(), |email| email.folded());
    let recipient_hash = work.app.recipient_hash(&folded);
    let mail = Mail { id, created_at, recipient, recipient_hash, language, subject, text, attempts: 0 };
    Ok(mails::enqueue(work.tx, &mail).await?)
}
