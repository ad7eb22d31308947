//! For how long what is known of people is kept: when an edition ended, and when something that hangs on it has to go.

use chrono::{NaiveDate, TimeDelta};

use crate::values::{Instant, ReducedDate, TimeZone};

/// For how many days after the edition it is kept what somebody needs to take part.
pub const ACCESS_NEEDS_DAYS: u16 = 30;

/// What an edition says of when it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// Its first day, or the month.
    pub starts_on: Option<ReducedDate>,
    /// Its last day, or the month.
    pub ends_on: Option<ReducedDate>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// Where its days begin and end; where this is not said, in UTC.
    pub time_zone: Option<TimeZone>,
    /// When it was concluded or called off.
    pub closed_at: Option<Instant>,
}

impl Period {
    /// The last day that is meant: of a month its last, so that nothing goes while it may still be under way.
    fn last_day(&self) -> Option<NaiveDate> {
        let Self { starts_on, ends_on, days, time_zone: _, closed_at: _ } = self;
        if let Some(ends_on) = ends_on {
            return Some(ends_on.last_day());
        }
        let starts_on = starts_on.as_ref()?;
        let more = i64::from(days.unwrap_or(1).max(1)) - 1;
        starts_on.last_day().checked_add_signed(TimeDelta::days(more))
    }
}

/// When an edition is over: at the end of its last day, by its own clocks; one without dates, once it was concluded or
/// called off. None where neither is known: of such an edition nothing goes by itself.
#[must_use]
pub fn ended_at(period: &Period) -> Option<Instant> {
    match period.last_day().and_then(|day| day.succ_opt()) {
        Some(day_after) => Some(period.time_zone.unwrap_or_default().begins(day_after)),
        None => period.closed_at,
    }
}

/// When something has to go that is kept for so many days after an edition; it is never kept shorter because it was made
/// afterwards (an edition of last year that is written down today).
#[must_use]
pub fn due(ended: Option<Instant>, made: Instant, days: u16) -> Option<Instant> {
    ended?.max(made).checked_add_signed(TimeDelta::days(days.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{FromText as _, UtcInstant, utc_text};

    fn date(text: &str) -> Option<ReducedDate> {
        (!text.is_empty()).then(|| ReducedDate::from_text(text).unwrap())
    }

    fn at(text: &str) -> Instant {
        UtcInstant::from_text(text).unwrap().0
    }

    #[test]
    fn an_edition_is_over_at_the_end_of_its_last_day() {
        let closed = "2026-01-02T03:04:05Z";
        // first day, last day, days, time zone → when it is over
        for (starts, ends, days, zone, over) in [
            ("2025-11-20", "2025-11-21", None, "Europe/Brussels", "2025-11-21T23:00:00Z"),
            ("2025-11-20", "2025-11-21", Some(9), "UTC", "2025-11-22T00:00:00Z"),
            ("2025-11-20", "", None, "UTC", "2025-11-21T00:00:00Z"),
            ("2025-11-20", "", Some(1), "UTC", "2025-11-21T00:00:00Z"),
            ("2025-11-20", "", Some(3), "UTC", "2025-11-23T00:00:00Z"),
            ("2025-11-20", "", Some(0), "UTC", "2025-11-21T00:00:00Z"),
            ("2025-11", "", None, "UTC", "2025-12-01T00:00:00Z"),
            ("2025-11", "", Some(2), "UTC", "2025-12-02T00:00:00Z"),
            ("2024-02", "", None, "UTC", "2024-03-01T00:00:00Z"),
            ("2025-12", "", None, "UTC", "2026-01-01T00:00:00Z"),
            ("2025-11-20", "2025-11", None, "UTC", "2025-12-01T00:00:00Z"),
            ("", "2025-11-21", None, "America/Montreal", "2025-11-22T05:00:00Z"),
            ("2025-11-20", "", None, "", "2025-11-21T00:00:00Z"),
            // At midnight clocks went from 24:00 to 01:00 there.
            ("2024-04-25", "", None, "Africa/Cairo", "2024-04-25T22:00:00Z"),
            ("2200-12-31", "", Some(i16::MAX), "UTC", "2290-09-17T00:00:00Z"),
            ("", "", None, "UTC", closed),
            ("", "", Some(2), "UTC", closed),
        ] {
            let period = Period {
                starts_on: date(starts),
                ends_on: date(ends),
                days,
                time_zone: (!zone.is_empty()).then(|| TimeZone::from_text(zone).unwrap()),
                closed_at: Some(at(closed)),
            };
            assert_eq!(
                ended_at(&period).map(utc_text).as_deref(),
                Some(over),
                "{starts} {ends} {days:?} {zone}"
            );
        }
        assert_eq!(ended_at(&Period::default()), None);
    }

    #[test]
    fn what_is_kept_goes_so_many_days_after_the_edition_or_after_it_was_made() {
        let (ended, before, after) =
            (at("2025-11-22T00:00:00Z"), at("2025-09-01T08:00:00Z"), at("2026-01-01T08:00:00Z"));
        let gone = |ended, made, days| due(ended, made, days).map(utc_text);
        assert_eq!(gone(Some(ended), before, 30).as_deref(), Some("2025-12-22T00:00:00Z"));
        assert_eq!(gone(Some(ended), after, 30).as_deref(), Some("2026-01-31T08:00:00Z"));
        assert_eq!(gone(Some(ended), before, 0).as_deref(), Some("2025-11-22T00:00:00Z"));
        assert_eq!(gone(None, before, 30), None);
        assert!(gone(Some(ended), before, u16::MAX).is_some());
    }
}
