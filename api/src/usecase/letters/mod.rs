//! What the mails say, in the language of their reader. One file a letter.
//!
//! Subjects say nothing of what an edition is about: a mailbox may be open on a shared screen, and that may be delicate. What
//! organizers have written (names, titles, reasons) stands in the text only, each on one line, so that nobody can add a paragraph, a
//! token or a header of their own to a mail that the server signs; what a stranger may have written, who knows no more of the reader
//! than an address, does not stand there at all.

mod door;
mod html;
mod invitation;
mod sign_in;
#[cfg(test)]
mod tests;

pub(super) use door::{DoorFacts, door};
pub(super) use html::html;
pub(super) use invitation::{InvitedTo, invitation};
pub(super) use sign_in::sign_in;

use super::Tongue;

/// A mail, ready to be addressed: plain text, one sentence a line, paragraphs between empty lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The subject; holds nothing that a person has written.
    pub(super) subject: &'static str,
    /// The text.
    pub(super) text: String,
    /// What the reader is to copy, alone on a line of the text.
    pub(super) code: Option<String>,
}

/// The link as the other way, where there is one.
fn or_open(tongue: Tongue, link: Option<&str>) -> String {
    let Some(link) = link else { return String::new() };
    let words = match tongue {
        Tongue::En => "Or open this link:",
        Tongue::Fr => "Ou ouvrez ce lien\u{a0}:",
        Tongue::Nl => "Of open deze link:",
        Tongue::De => "Oder öffnen Sie diesen Link:",
    };
    format!("{words}\n\n{link}\n\n")
}

/// What somebody has written, on one line, and without signs that turn the direction of what stands after them.
pub(super) fn one_line(text: &str) -> String {
    let turns = |sign: &char| matches!(*sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text.chars().filter(|sign| !turns(sign)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
