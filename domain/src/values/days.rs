//! Times counted from the first day of an edition, and moments that move with it.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Timelike as _};
use serde::{Deserialize, Serialize};

use super::dates::{YEARS, numbers};
use super::{Flaw, FromText, LocalTime, Moment, Shape, TimeZone};

/// A time of the day, `09:00` or `09:00:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(NaiveTime);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.0.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        self.0.format(form).fmt(f)
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_text(&text).map_err(|flaw| flaw.code())
    }
}

impl FromText for TimeOfDay {
    const SHAPE: Shape =
        Shape::free("TimeOfDay", 5, 8).pattern("^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let read = || match text.len() {
            5 => numbers(text, "00:00").and_then(|[hour, minute]| NaiveTime::from_hms_opt(hour, minute, 0)),
            _ => numbers(text, "00:00:00")
                .and_then(|[hour, minute, second]| NaiveTime::from_hms_opt(hour, minute, second)),
        };
        read().map(Self).ok_or(Flaw::Malformed { form: "time_of_day" })
    }
}

/// How far from the first day a format plans, in days: ten years.
pub const FURTHEST_DAY: i32 = 3650;

/// A time on a day counted from the first day of an edition: 0 is that day itself, -30 a month before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DayTime {
    /// The day.
    pub day: i32,
    /// What the clock shows there.
    pub time: TimeOfDay,
}

impl DayTime {
    /// The moment that this is in an edition that begins on `start`; none outside the years that a date can lie in.
    ///
    /// Nobody can be asked what is meant where clocks show the time twice (then the first counts) or never (then as
    /// much time has passed as the clock would have shown).
    #[must_use]
    pub fn from_start(&self, start: NaiveDate, time_zone: TimeZone) -> Option<Moment> {
        let date = start.checked_add_signed(TimeDelta::try_days(self.day.into())?)?;
        moment(LocalTime(date.and_time(self.time.0)), time_zone)
    }

    /// Where a moment lies in an edition that begins on `start`, by the clock that it was said for; none further away than a
    /// format plans.
    #[must_use]
    pub fn of(moment: &Moment, start: NaiveDate) -> Option<Self> {
        let LocalTime(local) = moment.local;
        let days = local.date().signed_duration_since(start).num_days();
        let day = i32::try_from(days).ok().filter(|day| day.abs() <= FURTHEST_DAY)?;
        Some(Self { day, time: TimeOfDay(local.time()) })
    }
}

impl Moment {
    /// The moment so many days later, or earlier, at which the clock shows the same; none outside the years that a
    /// date can lie in. Where the clock shows it twice or never, as in [`DayTime::from_start`]; no day later is the same
    /// moment, whichever of two it is.
    #[must_use]
    pub fn days_later(&self, days: i64) -> Option<Self> {
        if days == 0 {
            return Some(*self);
        }
        let LocalTime(local) = self.local;
        moment(LocalTime(local.checked_add_signed(TimeDelta::try_days(days)?)?), self.time_zone)
    }
}

fn moment(local: LocalTime, time_zone: TimeZone) -> Option<Moment> {
    YEARS.contains(&local.0.year()).then(|| Moment { local, time_zone, instant: local.settle(&time_zone) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::values::{ReducedDate, utc_text};

    fn day(text: &str) -> NaiveDate {
        ReducedDate::from_text(text).unwrap().day().unwrap()
    }

    fn planned(day_of_it: i32, time: &str, start: &str) -> (String, String) {
        let time = TimeOfDay::from_text(time).unwrap();
        let zone = TimeZone::from_text("Europe/Brussels").unwrap();
        let moment = DayTime { day: day_of_it, time }.from_start(day(start), zone).unwrap();
        (moment.local.to_string(), utc_text(moment.instant))
    }

    #[test]
    fn day_zero_is_the_first_day_and_the_clock_shows_what_was_planned() {
        let due = |local: &str, instant: &str| (local.to_owned(), instant.to_owned());
        assert_eq!(planned(0, "09:00", "2025-11-20"), due("2025-11-20T09:00:00", "2025-11-20T08:00:00Z"));
        assert_eq!(planned(1, "17:30", "2025-11-20"), due("2025-11-21T17:30:00", "2025-11-21T16:30:00Z"));
        // Summer time: the same on the clock, another instant.
        assert_eq!(planned(-60, "09:00", "2025-11-20"), due("2025-09-21T09:00:00", "2025-09-21T07:00:00Z"));
    }

    #[test]
    fn a_planned_time_that_comes_twice_or_never_is_settled() {
        // Twice: the first. Never: an hour later on the clock, as much time after midnight.
        assert_eq!(planned(0, "02:30", "2025-10-26").1, "2025-10-26T00:30:00Z");
        assert_eq!(planned(0, "02:30", "2025-03-30").1, "2025-03-30T01:30:00Z");
    }

    #[test]
    fn a_time_of_day_comes_back_as_it_was_said() {
        for (text, shown) in
            [("09:00", Some("09:00")), ("09:00:00", Some("09:00")), ("23:59:59", Some("23:59:59"))]
                .into_iter()
                .chain(["24:00", "9:00", "09:60", "09:00Z", "09h00", "09:00:60"].map(|text| (text, None)))
        {
            let read = TimeOfDay::from_text(text).ok().map(|time| time.to_string());
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn dates_move_by_whole_days_and_months_do_not() {
        let moved = |text, days| {
            let date = ReducedDate::from_text(text).unwrap();
            date.days_later(days).map(|date| date.to_string())
        };
        assert_eq!(moved("2024-02-28", 2).as_deref(), Some("2024-03-01"));
        assert_eq!(moved("2025-11-21", -365).as_deref(), Some("2024-11-21"));
        assert_eq!(moved("2024-10", 1), None);
        assert_eq!(moved("2200-12-31", 1), None);
        assert_eq!(moved("2024-02-28", i64::MAX), None);
    }

    proptest! {
        #[test]
        fn what_is_read_off_a_moment_leads_back_to_it(day_of_it in -3650_i32..3650, minutes in 0_u32..1440) {
            let time = TimeOfDay(NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap());
            let zone = TimeZone::from_text("Europe/Brussels").unwrap();
            let planned = DayTime { day: day_of_it, time };
            let start = day("2025-11-20");
            let moment = planned.from_start(start, zone).unwrap();
            prop_assert_eq!(DayTime::of(&moment, start), Some(planned));
        }

        #[test]
        fn a_moment_that_moves_keeps_what_the_clock_shows(days in -3650_i64..3650, minutes in 0_u32..1440) {
            let time = TimeOfDay(NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap());
            let zone = TimeZone::from_text("Europe/Brussels").unwrap();
            let moment = DayTime { day: 0, time }.from_start(day("2025-11-20"), zone).unwrap();
            let moved = moment.days_later(days).unwrap();
            prop_assert_eq!(moved.local.0.time(), moment.local.0.time());
            prop_assert_eq!(moved.local.0.signed_duration_since(moment.local.0), TimeDelta::days(days));
        }
    }
}
