//! Calendars that go with mails: the days to keep free, or to have back.

use chrono::NaiveDate;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use palabre_domain::values::{Instant, ReducedDate};
use palabre_persistence::notices::AboutEdition;

use super::letters::one_line;

/// The days of an edition as a calendar (RFC 5545): one entry of whole days, which the next calendar about the same edition replaces.
///
/// None where a day is not known: nobody keeps a month free.
pub(super) fn calendar(
    edition: &AboutEdition,
    title: &str,
    place: Option<&str>,
    called_off: bool,
    now: Instant,
) -> Option<String> {
    let (first, after) = whole_days(edition)?;
    let mut entry = Event::new();
    entry
        .uid(&format!("{}@palabre", edition.id.0))
        .timestamp(now)
        // Whoever keeps calendars takes the entry of the highest number.
        .sequence(u32::try_from(edition.version).unwrap_or(u32::MAX))
        .summary(&one_line(title))
        .status(if called_off { EventStatus::Cancelled } else { EventStatus::Confirmed })
        // Whole days, of which nobody knows the hours yet: they don't block what else one does then.
        .add_property("TRANSP", "TRANSPARENT")
        .starts(first)
        .ends(after);
    if let Some(place) = place {
        entry.location(&one_line(place));
    }
    let mut calendar = Calendar::new();
    calendar.properties.retain(|property| property.key() != "PRODID");
    calendar.append_property(Property::new("PRODID", "-//Palabre//Palabre//EN"));
    calendar.append_property(Property::new("METHOD", if called_off { "CANCEL" } else { "PUBLISH" }));
    Some(calendar.push(entry.done()).done().to_string())
}

/// The first day of an edition, and the day after its last.
fn whole_days(edition: &AboutEdition) -> Option<(NaiveDate, NaiveDate)> {
    let first = edition.starts_on?;
    let last = match edition.ends_on {
        Some(last) => Some(last),
        None => first.days_later(i64::from(edition.days.unwrap_or(1).max(1)) - 1),
    };
    Some((first.day()?, last.as_ref().and_then(ReducedDate::day)?.succ_opt()?))
}
