//! Local times, time zones, and how the two become an instant.

use std::fmt;
use std::str::FromStr as _;

use chrono::{
    LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, SecondsFormat, SubsecRound as _, TimeDelta,
};
use chrono::{TimeZone as _, Timelike as _};

use super::dates::{date, numbers};
use super::{Flaw, FromText, Instant, Shape};

fn date_time(text: &str) -> Option<NaiveDateTime> {
    let [year, month, day, hour, minute, second] = numbers(text, "0000-00-00T00:00:00")?;
    Some(date(year, month, day)?.and_time(NaiveTime::from_hms_opt(hour, minute, second)?))
}

/// A time zone of the IANA database, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    /// The name, as in `Europe/Brussels`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The date that a calendar on the wall shows there at this instant, `2025-11-20`.
    #[must_use]
    pub fn date_at(&self, at: Instant) -> String {
        at.with_timezone(&self.0).date_naive().format("%Y-%m-%d").to_string()
    }

    /// What a clock on the wall shows there at this instant.
    #[must_use]
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }

    /// The instant at which a day begins there.
    #[must_use]
    pub(crate) fn begins(&self, day: NaiveDate) -> Instant {
        LocalTime(day.and_time(NaiveTime::MIN)).settle(self)
    }
}

/// UTC: where nobody said by which clock.
impl Default for TimeZone {
    fn default() -> Self {
        Self(chrono_tz::Tz::UTC)
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.name().to_owned()
    }
}

impl FromText for TimeZone {
    const SHAPE: Shape = Shape::free("TimeZone", 1, 64).pattern("^[A-Za-z0-9_+/-]+$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        chrono_tz::Tz::from_str(text).map(Self).map_err(|_| Flaw::Malformed { form: "time_zone" })
    }
}

/// What a clock on the wall shows, to the second, nobody says where: `2025-11-20T09:00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime(pub(super) NaiveDateTime);

impl LocalTime {
    /// The instant at which clocks of `zone` show this.
    ///
    /// When clocks go back they show it twice, when they go forward never. Then only an instant that was
    /// `given` beside it says what is meant: one of the two, or, for a time that was skipped, the instant
    /// reached by the offset before the jump or by the one after. A given instant that is none of these is
    /// refused, always.
    ///
    /// # Errors
    /// [`Flaw::Broken`] with `local_time_skipped`, `local_time_ambiguous` (nothing was given) or
    /// `instant_mismatch`.
    pub fn resolve(&self, zone: &TimeZone, given: Option<Instant>) -> Result<Instant, Flaw> {
        let (candidates, doubt) = match zone.0.from_local_datetime(&self.0) {
            LocalResult::Single(only) => ([only.to_utc(), only.to_utc()], None),
            LocalResult::Ambiguous(first, second) => {
                ([first.to_utc(), second.to_utc()], Some("local_time_ambiguous"))
            }
            LocalResult::None => (self.around_the_jump(zone), Some("local_time_skipped")),
        };
        match (given, doubt) {
            (Some(given), _) if candidates.contains(&given) => Ok(given),
            (Some(_), _) => Err(Flaw::Broken("instant_mismatch")),
            (None, Some(code)) => Err(Flaw::Broken(code)),
            (None, None) => Ok(candidates[0]),
        }
    }

    /// The instant that is meant where nobody can be asked: of two the first; for a time that was skipped, the
    /// one reached by the offset before the jump, so that as much time has passed as the clock would have shown.
    #[must_use]
    pub(super) fn settle(&self, zone: &TimeZone) -> Instant {
        match zone.0.from_local_datetime(&self.0) {
            LocalResult::Single(only) | LocalResult::Ambiguous(only, _) => only.to_utc(),
            LocalResult::None => self.around_the_jump(zone)[0],
        }
    }

    /// The two instants that a skipped time may mean.
    ///
    /// A day off is beyond any offset (at most 14 hours) and any jump (24 hours, once), and nearer than the
    /// next jump.
    fn around_the_jump(self, zone: &TimeZone) -> [Instant; 2] {
        [-1, 1].map(|days| {
            let near = self.0.checked_add_signed(TimeDelta::days(days)).unwrap_or(self.0);
            let offset = zone.0.offset_from_utc_datetime(&near).fix();
            self.0.checked_sub_offset(offset).unwrap_or(self.0).and_utc()
        })
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m-%dT%H:%M:%S").fmt(f)
    }
}

impl From<LocalTime> for String {
    fn from(local: LocalTime) -> Self {
        local.to_string()
    }
}

impl FromText for LocalTime {
    const SHAPE: Shape =
        Shape::free("LocalTime", 19, 19).pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        date_time(text).map(Self).ok_or(Flaw::Malformed { form: "local_time" })
    }
}

/// A time as somebody said it: by the clock of a place, and the instant that this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What the clock shows.
    pub local: LocalTime,
    /// Where.
    pub time_zone: TimeZone,
    /// The instant.
    pub instant: Instant,
}

impl Moment {
    /// The moment at which clocks of `time_zone` show `local`.
    ///
    /// # Errors
    /// As [`LocalTime::resolve`].
    pub fn at(local: LocalTime, time_zone: TimeZone, given: Option<Instant>) -> Result<Self, Flaw> {
        let instant = local.resolve(&time_zone, given)?;
        Ok(Self { local, time_zone, instant })
    }
}

/// An instant as text: RFC 3339, `Z`, as many of its microseconds as it has and never more.
#[must_use]
pub fn utc_text(at: Instant) -> String {
    at.trunc_subsecs(6).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// An instant read from text: RFC 3339 in UTC with `Z`, at most six decimals, so that what was sent comes
/// back the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcInstant(pub Instant);

impl FromText for UtcInstant {
    const SHAPE: Shape = Shape::free("UtcInstant", 20, 27)
        .pattern(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$")
        .format("date-time");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let read = || {
            let (seconds, decimals) = text.strip_suffix('Z')?.split_at_checked(19)?;
            let nanoseconds = match decimals.strip_prefix('.') {
                Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                    format!("{digits:0<9}").parse().ok()?
                }
                None if decimals.is_empty() => 0,
                Some(_) | None => return None,
            };
            Some(Self(date_time(seconds)?.with_nanosecond(nanoseconds)?.and_utc()))
        };
        read().ok_or(Flaw::Malformed { form: "instant" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Option<Instant> {
        let read = UtcInstant::from_text(text).ok().map(|instant| instant.0);
        assert!(read.is_some(), "{text} is no instant");
        read
    }

    fn resolved(local: &str, zone: &str, given: Option<Instant>) -> Result<String, &'static str> {
        LocalTime::from_text(local)
            .and_then(|local| local.resolve(&TimeZone::from_text(zone)?, given))
            .map(utc_text)
            .map_err(|flaw| flaw.code())
    }

    #[test]
    fn a_local_time_has_an_instant() {
        assert_eq!(
            resolved("2025-11-20T09:00:00", "Europe/Brussels", None),
            Ok("2025-11-20T08:00:00Z".to_owned())
        );
        for (given, due) in [
            ("2025-11-20T08:00:00Z", Ok("2025-11-20T08:00:00Z".to_owned())),
            ("2025-11-20T09:00:00Z", Err("instant_mismatch")),
            ("2025-11-20T08:00:00.000001Z", Err("instant_mismatch")),
        ] {
            assert_eq!(resolved("2025-11-20T09:00:00", "Europe/Brussels", at(given)), due);
        }
    }

    #[test]
    fn a_time_that_exists_twice_needs_an_instant() {
        let twice = |given| resolved("2025-10-26T02:30:00", "Europe/Brussels", given);
        assert_eq!(twice(None), Err("local_time_ambiguous"));
        for either in ["2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"] {
            assert_eq!(twice(at(either)), Ok(either.to_owned()));
        }
        assert_eq!(twice(at("2025-10-26T02:30:00Z")), Err("instant_mismatch"));
    }

    #[test]
    fn a_time_that_does_not_exist_needs_an_instant_beside_the_jump() {
        let never = |given| resolved("2025-03-30T02:30:00", "Europe/Brussels", given);
        assert_eq!(never(None), Err("local_time_skipped"));
        for either in ["2025-03-30T00:30:00Z", "2025-03-30T01:30:00Z"] {
            assert_eq!(never(at(either)), Ok(either.to_owned()));
        }
        assert_eq!(never(at("2025-03-30T02:30:00Z")), Err("instant_mismatch"));
        // A whole day that never was.
        let apia = |given| resolved("2011-12-30T12:00:00", "Pacific/Apia", given);
        assert_eq!(apia(None), Err("local_time_skipped"));
        assert!(apia(at("2011-12-30T22:00:00Z")).is_ok());
        assert!(apia(at("2011-12-29T22:00:00Z")).is_ok());
    }

    #[test]
    fn an_instant_is_utc_with_microseconds_at_most() {
        for text in ["2025-11-20T08:00:00Z", "2025-11-20T08:00:00.120Z", "2025-11-20T08:00:00.123456Z"] {
            assert_eq!(UtcInstant::from_text(text).map(|instant| utc_text(instant.0)), Ok(text.to_owned()));
        }
        for text in [
            "2025-11-20T08:00:00",
            "2025-11-20T08:00:00+00:00",
            "2025-11-20T08:00:00.1234567Z",
            "2025-11-20T08:00:00.Z",
            "2025-11-20T08:00:60Z",
            "2025-11-20T24:00:00Z",
            "2025-11-20 08:00:00Z",
            "2025-11-20t08:00:00z",
            "2025-11-20T08:00:0éZ",
            "9999-11-20T08:00:00Z",
        ] {
            assert!(UtcInstant::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_date_on_the_wall_is_that_of_the_place() {
        let date = |zone| TimeZone::from_text(zone).ok().zip(at("2025-11-20T23:30:00Z"));
        let shown = |zone| date(zone).map(|(zone, at)| zone.date_at(at));
        assert_eq!(shown("Europe/Brussels").as_deref(), Some("2025-11-21"));
        assert_eq!(shown("America/Montreal").as_deref(), Some("2025-11-20"));
        assert!(TimeZone::from_text("europe/brussels").is_err());
        assert!(TimeZone::from_text("Mars/Olympus").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fall_over(text in "\\PC{0,30}") {
            let _ = (UtcInstant::from_text(&text), TimeZone::from_text(&text), LocalTime::from_text(&text));
        }

        #[test]
        fn an_instant_settles_the_local_time_it_shows(
            seconds in -2_000_000_000_i64..7_000_000_000,
            zone in 0..chrono_tz::TZ_VARIANTS.len(),
        ) {
            let zone = TimeZone(chrono_tz::TZ_VARIANTS[zone]);
            let instant = Instant::from_timestamp(seconds, 0).unwrap_or_default();
            let local = LocalTime(instant.with_timezone(&zone.0).naive_local());
            prop_assert_eq!(local.resolve(&zone, Some(instant)), Ok(instant));
            if let Ok(alone) = local.resolve(&zone, None) {
                prop_assert_eq!(alone, instant);
            }
        }

        #[test]
        fn a_local_time_alone_shows_again_or_is_refused(
            seconds in -2_000_000_000_i64..7_000_000_000,
            zone in 0..chrono_tz::TZ_VARIANTS.len(),
        ) {
            let zone = TimeZone(chrono_tz::TZ_VARIANTS[zone]);
            let local = LocalTime(Instant::from_timestamp(seconds, 0).unwrap_or_default().naive_utc());
            match local.resolve(&zone, None) {
                Ok(instant) => prop_assert_eq!(instant.with_timezone(&zone.0).naive_local(), local.0),
                Err(flaw) => prop_assert!(matches!(flaw.code(), "local_time_skipped" | "local_time_ambiguous")),
            }
        }
    }
}
