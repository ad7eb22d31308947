//! The mails that a server under test has written, as a mail program reads them.

use std::path::Path;
use std::time::Duration;

use mail_parser::{MessageParser, MimeHeaders as _};

use crate::world::World;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Its language, as its head says it.
    pub language: String,
    /// Its text.
    pub text: String,
    /// The same as a page.
    pub page: String,
    /// The calendar that goes with it.
    pub calendar: Option<String>,
    /// As it was sent.
    pub raw: String,
}

impl Mail {
    /// Reads a mail.
    pub fn read(raw: &[u8]) -> Self {
        let mail = MessageParser::default().parse(raw).unwrap();
        let calendar = mail.attachments().find(|part| part.is_content_type("text", "calendar"));
        Self {
            subject: mail.subject().unwrap().to_owned(),
            language: mail.content_language().as_text_list().unwrap()[0].to_string(),
            text: mail.body_text(0).unwrap().replace("\r\n", "\n"),
            page: mail.body_html(0).unwrap().into_owned(),
            calendar: calendar.map(|part| part.text_contents().unwrap().replace("\r\n ", "")),
            raw: String::from_utf8(raw.to_vec()).unwrap(),
        }
    }

    fn is_invitation(&self) -> bool {
        self.subject == "Invitation sur Palabre"
    }

    /// What stands alone on a line and looks like a code or a token.
    pub fn code(&self) -> Option<&str> {
        let code = |line: &&str| line.len() == 32 && line.bytes().all(|byte| byte.is_ascii_alphanumeric());
        self.text.lines().map(str::trim).find(code)
    }
}

impl World {
    /// The mails to an address so far, in the order in which they were written; waits until there are as many as asked for.
    pub async fn mails(&self, to: &str, at_least: usize) -> Vec<Mail> {
        for _ in 0..400 {
            let mails = mails_in(&self.folder.path().join("mail"), to);
            if mails.len() >= at_least {
                return mails;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("fewer than {at_least} mails to {to}");
    }

    /// The token of the newest invitation to an address; waits until there is one.
    pub async fn invitation(&self, to: &str) -> String {
        self.invitation_after(to, 0).await
    }

    /// The same where that many were there before.
    pub async fn invitation_after(&self, to: &str, before: usize) -> String {
        for number in 1..100 {
            let mails = self.mails(to, number).await;
            let invitations: Vec<&Mail> = mails.iter().filter(|mail| mail.is_invitation()).collect();
            if let Some(newest) = invitations.get(before..).and_then(<[&Mail]>::last) {
                return token_in(newest);
            }
        }
        panic!("no invitation to {to}");
    }

    /// How many invitations came to an address so far.
    pub async fn invitations(&self, to: &str) -> usize {
        self.mails(to, 0).await.iter().filter(|mail| mail.is_invitation()).count()
    }
}

/// The mails to an address in a folder. The names of files end with ids, which are in the order of time.
pub fn mails_in(folder: &Path, to: &str) -> Vec<Mail> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let raw = std::fs::read(&path).unwrap_or_default();
        // One that is just being written is read the next time.
        let is_theirs = String::from_utf8_lossy(&raw).contains(&format!("\r\nTo: {to}\r\n"));
        if is_theirs && whole(&raw) {
            found.push((path, Mail::read(&raw)));
        }
    }
    let written =
        |path: &Path| path.file_name().unwrap().to_str().unwrap().split_once('-').unwrap().1.to_owned();
    found.sort_by_key(|(path, _)| written(path));
    found.into_iter().map(|(_, mail)| mail).collect()
}

/// Whether the last boundary is there.
fn whole(raw: &[u8]) -> bool {
    raw.ends_with(b"--\r\n")
}

/// The token of an invitation, out of its mail.
pub fn token_in(mail: &Mail) -> String {
    mail.code().expect("a line with a token").to_owned()
}
