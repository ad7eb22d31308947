//! Where mails go: into a folder, or to a mail server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::address::AddressError;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use palabre_persistence::mails::Mail;

/// How long a mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// From whom mails come where nobody said.
const NOBODY: &str = "Palabre <palabre@localhost>";

/// A way for mails to leave.
#[derive(Clone)]
pub struct Post {
    way: Way,
    sender: Mailbox,
}

#[derive(Clone)]
enum Way {
    /// An `.eml` file each.
    Folder(PathBuf),
    /// A conversation over SMTP.
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Why a mail was not handed on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It never will be: it is no mail.
    Never(String),
    /// It was refused for good: there is nobody of that address, or mails from us are not wanted.
    Refused(String),
    /// Not this one, for now.
    NotThisOne(String),
    /// None, for now: nobody is there, or there is no room.
    NotNow(String),
}

impl Post {
    /// Writes mails into a folder, which is there.
    ///
    /// # Errors
    /// A sentence, where the sender is no address.
    pub fn folder(folder: PathBuf, sender: Option<&str>) -> Result<Self, String> {
        Ok(Self { way: Way::Folder(folder), sender: mailbox(sender.unwrap_or(NOBODY))? })
    }

    /// Hands mails to the server of an address `smtp://…` or `smtps://…`.
    ///
    /// # Errors
    /// A sentence, where the address can't be understood or the sender is no address.
    pub fn server(url: &str, sender: &str) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("the address of the mail server is not understood: {error}"))?;
        let server = builder.timeout(Some(PATIENCE)).build();
        Ok(Self { way: Way::Server(Box::new(server)), sender: mailbox(sender)? })
    }

    /// The folder that mails are written into, where they are.
    #[must_use]
    pub fn written_to(&self) -> Option<&Path> {
        match &self.way {
            Way::Folder(folder) => Some(folder),
            Way::Server(_) => None,
        }
    }

    /// Whether mails can be handed on now: somebody is there, and knows us. Asked before the first of some, so that none is begun
    /// in vain.
    pub(super) async fn ready(&self) -> Result<(), Trouble> {
        match &self.way {
            Way::Folder(_) => Ok(()),
            Way::Server(server) => match server.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Trouble::NotNow("the mail server does not answer".to_owned())),
                Err(error) => {
                    let code = error.status().map(u16::from);
                    Err(Trouble::NotNow(format!("the mail server does not let us in: {code:?}")))
                }
            },
        }
    }

    /// Hands a mail on; `name` is that of its file.
    pub(super) async fn send(&self, mail: &Mail, name: &str) -> Result<(), Trouble> {
        let message = self.message(mail)?;
        match &self.way {
            Way::Folder(folder) => write(&folder.join(name), &message.formatted())
                .map_err(|error| Trouble::NotNow(error.to_string())),
            Way::Server(server) => server.send(message).await.map(drop).map_err(|error| trouble(&error)),
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, Trouble> {
        let never = |error: &dyn std::fmt::Display| Trouble::Never(error.to_string());
        let Mail { recipient, subject, language, .. } = mail;
        let message = Message::builder()
            .from(self.sender.clone())
            .to(addressee(recipient).map_err(|error| never(&error))?)
            .subject(subject.clone())
            // Its own, so that a mailbox knows one that had to be repeated.
            .message_id(Some(format!("<{}@{}>", mail.id, self.sender.email.domain())))
            .header(ContentLanguage(language.clone()))
            .header(AutoSubmitted);
        let words = Words::of(mail);
        let message = match (words, calendar(mail)) {
            (Words::Plain(part), None) => message.singlepart(part),
            (Words::Plain(part), Some(calendar)) => {
                message.multipart(MultiPart::mixed().singlepart(part).singlepart(calendar))
            }
            (Words::Both(parts), None) => message.multipart(parts),
            (Words::Both(parts), Some(calendar)) => {
                message.multipart(MultiPart::mixed().multipart(parts).singlepart(calendar))
            }
        };
        message.map_err(|error| never(&error))
    }
}

/// Writes a file for its owner's eyes only: there are codes in it.
fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    std::io::Write::write_all(&mut options.open(file)?, bytes)
}

/// To whom a mail goes. A domain in another script is written as every mail server reads it (RFC 5891).
fn addressee(recipient: &str) -> Result<Mailbox, AddressError> {
    let address: Address = recipient.parse()?;
    if address.domain().is_ascii() {
        return Ok(Mailbox::new(None, address));
    }
    let domain = url::Host::parse(address.domain()).map_err(|_| AddressError::InvalidDomain)?;
    Ok(Mailbox::new(None, Address::new(address.user(), domain.to_string())?))
}

/// What a mail says: as text, and as a page where there is one.
enum Words {
    Plain(SinglePart),
    Both(MultiPart),
}

impl Words {
    fn of(mail: &Mail) -> Self {
        match mail.html.clone() {
            None => Self::Plain(SinglePart::plain(mail.text.clone())),
            Some(html) => Self::Both(MultiPart::alternative_plain_html(mail.text.clone(), html)),
        }
    }
}

/// The calendar of a mail, as a file.
fn calendar(mail: &Mail) -> Option<SinglePart> {
    let calendar = mail.calendar.clone()?;
    let kind = ContentType::parse("text/calendar; charset=utf-8").ok()?;
    Some(Attachment::new("palabre.ics".to_owned()).body(calendar, kind))
}

/// In which language a mail speaks.
#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// That nobody wrote a mail by hand, so that nobody's absence answers it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is no address to send from; Palabre <palabre@example.org> is one"))
}

/// What an error of the conversation means for the mail. Words of the server are not repeated: they may name the address.
fn trouble(error: &SmtpError) -> Trouble {
    match error.status().map(u16::from) {
        // Nothing was said: the server can't take an address in another script (RFC 6531).
        None if error.is_client() => Trouble::Refused("the mail server can't take this address".to_owned()),
        // It hung up in the middle: be it because of this mail, those behind it are not held up.
        None => Trouble::NotThisOne("the conversation ended early".to_owned()),
        Some(code @ 500..) => Trouble::Refused(format!("the mail server said {code}")),
        Some(code) => Trouble::NotThisOne(format!("the mail server said {code}")),
    }
}
