//! The mails that tell people where their registration stands.

mod de;
mod en;
mod fr;
mod nl;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use palabre_domain::notice::Occasion;
use palabre_domain::values::ReducedDate;

use super::{Letter, Tongue, one_line, or_open};

/// What a letter of the door tells.
#[derive(Debug, Clone, Default)]
pub(in crate::usecase) struct DoorFacts<'a> {
    /// The title of the edition.
    pub(in crate::usecase) edition: &'a str,
    /// The name of the organization.
    pub(in crate::usecase) organization: &'a str,
    /// Its first day, or the month.
    pub(in crate::usecase) starts_on: Option<ReducedDate>,
    /// Its last day, or the month.
    pub(in crate::usecase) ends_on: Option<ReducedDate>,
    /// Where it takes place.
    pub(in crate::usecase) place: Option<String>,
    /// As what the reader comes.
    pub(in crate::usecase) profile: &'a str,
    /// Why, where somebody decided.
    pub(in crate::usecase) reason: Option<&'a str>,
    /// Until when a place is held, on the edition's clocks, and the name of their time zone.
    pub(in crate::usecase) until: Option<(NaiveDateTime, &'static str)>,
    /// The code of the receipt, where there is something to do with it.
    pub(in crate::usecase) code: Option<&'a str>,
    /// The page that takes it.
    pub(in crate::usecase) link: Option<&'a str>,
}

/// What is said on an occasion.
struct Said<'a> {
    /// The title of the edition, between quotation marks.
    edition: String,
    /// Until when a place is held; empty where none is.
    until: &'a str,
}

/// The words of a language.
struct Words {
    hello: &'static str,
    /// Opens and closes a title.
    quotes: [&'static str; 2],
    subject: fn(Occasion) -> &'static str,
    says: fn(Occasion, &Said<'_>) -> String,
    /// Before the title, the organization, the days, the place, the profile and the reason; with the colon.
    labels: [&'static str; 6],
    code: &'static str,
    code_opens: &'static str,
    months: [&'static str; 12],
    /// The first day of a month, as a number.
    first: &'static str,
    /// A day of a month, and a month of a year: `{day}`, `{month}` and `{year}`.
    day: &'static str,
    month: &'static str,
}

fn words(tongue: Tongue) -> &'static Words {
    match tongue {
        Tongue::En => &en::WORDS,
        Tongue::Fr => &fr::WORDS,
        Tongue::Nl => &nl::WORDS,
        Tongue::De => &de::WORDS,
    }
}

/// The mail that tells somebody where their registration stands.
#[must_use]
pub(in crate::usecase) fn door(tongue: Tongue, occasion: Occasion, facts: &DoorFacts<'_>) -> Letter {
    let words = words(tongue);
    let [opens, closes] = words.quotes;
    let until = facts.until.map(|until| words.moment(until)).unwrap_or_default();
    let said = Said { edition: format!("{opens}{}{closes}", one_line(facts.edition)), until: &until };
    let mut text =
        format!("{},\n\n{}\n\n{}\n", words.hello, (words.says)(occasion, &said), words.facts(facts));
    if let Some(code) = facts.code {
        let Words { code: before, code_opens, .. } = words;
        text.push_str(&format!("\n{before}\n\n{code}\n\n{}{code_opens}\n", or_open(tongue, facts.link)));
    }
    Letter { subject: (words.subject)(occasion), text, code: facts.code.map(str::to_owned) }
}

impl Words {
    /// What, by whom, when, where, as what, and why: a line each of what is known.
    fn facts(&self, facts: &DoorFacts<'_>) -> String {
        let days = self.days(facts.starts_on, facts.ends_on);
        let told = [
            Some(one_line(facts.edition)),
            Some(one_line(facts.organization)),
            days,
            facts.place.as_deref().map(one_line),
            Some(one_line(facts.profile)),
            facts.reason.map(one_line),
        ];
        let lines = self.labels.iter().zip(told).filter_map(|(label, told)| {
            let told = told.filter(|told| !told.is_empty())?;
            Some(format!("{label} {told}"))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The days of an edition, as people say them.
    fn days(&self, from: Option<ReducedDate>, to: Option<ReducedDate>) -> Option<String> {
        let from = from?;
        let first = self.date(from);
        let last = to.filter(|to| *to != from).map(|to| self.date(to));
        Some(match last {
            Some(last) => format!("{first} – {last}"),
            None => first,
        })
    }

    fn date(&self, date: ReducedDate) -> String {
        match date.day() {
            Some(day) => self.filled(self.day, day),
            None => self.filled(self.month, date.first_day()),
        }
    }

    /// A moment on the clocks of a time zone.
    fn moment(&self, (local, zone): (NaiveDateTime, &str)) -> String {
        format!("{}, {} ({zone})", self.filled(self.day, local.date()), local.format("%H:%M"))
    }

    fn filled(&self, form: &str, date: NaiveDate) -> String {
        let month = self.months.get(date.month0() as usize).copied().unwrap_or_default();
        let day = if date.day() == 1 { self.first.to_owned() } else { date.day().to_string() };
        let year = date.year().to_string();
        form.replace("{day}", &day).replace("{month}", month).replace("{year}", &year)
    }
}
