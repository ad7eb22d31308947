//! A letter as a page, for those whose mailbox shows pages: the same words, made from the text, so that the two never differ.

use maud::{DOCTYPE, Markup, html};

use super::Letter;
use crate::usecase::Tongue;

/// A letter as a page. It loads nothing from anywhere: nobody learns whether it was opened.
pub(in crate::usecase) fn html(tongue: Tongue, letter: &Letter) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(tongue.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (letter.subject) }
            }
            body style="margin:0;padding:1.5em;font-family:system-ui,sans-serif;line-height:1.5;max-width:40em" {
                @for lines in letter.text.trim_end().split("\n\n") { (paragraph(lines, letter.code.as_deref())) }
            }
        }
    };
    page.into_string()
}

fn paragraph(lines: &str, code: Option<&str>) -> Markup {
    if Some(lines) == code {
        return html! { p style="font:bold 1.25em ui-monospace,monospace;overflow-wrap:anywhere" { (lines) } };
    }
    if is_link(lines) {
        return html! { p style="overflow-wrap:anywhere" { a href=(lines) { (lines) } } };
    }
    html! {
        p {
            @for (number, line) in lines.lines().enumerate() {
                @if number > 0 { br; }
                (line)
            }
        }
    }
}

/// Whether a paragraph is an address of the server's own, which stands alone.
fn is_link(lines: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| lines.starts_with(scheme))
        && !lines.contains(char::is_whitespace)
}
