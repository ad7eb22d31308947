//! Dates that may be known to the month only, and countries.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::{Flaw, FromText, Shape};

/// The years that a hackathon of ours can lie in; beyond them a date is a slip of the keyboard.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Reads `parts` decimal numbers at fixed places; every other byte must be the one of `form`.
///
/// chrono's own reading takes signs, blanks and short numbers: two spellings of one date.
pub(super) fn numbers<const N: usize>(text: &str, form: &str) -> Option<[u32; N]> {
    if text.len() != form.len() {
        return None;
    }
    let mut numbers = [0_u32; N];
    let mut place = 0;
    for (byte, due) in text.bytes().zip(form.bytes()) {
        if due == b'0' {
            let digit = char::from(byte).to_digit(10)?;
            let number = numbers.get_mut(place)?;
            *number = *number * 10 + digit;
        } else if byte == due {
            place += 1;
        } else {
            return None;
        }
    }
    Some(numbers)
}

pub(super) fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A day, or a month whose day nobody knows; years 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReducedDate {
    /// The day, or the first of the month.
    first: NaiveDate,
    day_is_known: bool,
}

impl ReducedDate {
    /// The text by which dates are put in order, bytewise: a month before each of its days.
    #[must_use]
    pub fn sort_key(&self) -> String {
        self.to_string()
    }

    /// The day itself, or the first of the month: the earliest day that is meant.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// The day itself, or the last of the month: the latest day that is meant.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        if self.day_is_known {
            return self.first;
        }
        let days = self.first.num_days_in_month();
        self.first.with_day(days.into()).unwrap_or(self.first)
    }

    /// The day, where it is known.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        self.day_is_known.then_some(self.first)
    }

    /// The date so many days later, or earlier; none for a month, whose days nobody counts, and outside the years
    /// that a date can lie in.
    #[must_use]
    pub fn days_later(&self, days: i64) -> Option<Self> {
        let first = self.day()?.checked_add_signed(TimeDelta::try_days(days)?)?;
        YEARS.contains(&first.year()).then_some(Self { first, day_is_known: true })
    }

    /// The days from another date to this one; none where either is only a month.
    #[must_use]
    pub fn days_since(&self, earlier: &Self) -> Option<i64> {
        Some(self.day()?.signed_duration_since(earlier.day()?).num_days())
    }

    /// Whether every day that this one can mean lies before every day that the other can.
    ///
    /// `2024-10` is not surely before `2024-10-15`, and not after it either.
    #[must_use]
    pub fn surely_before(&self, other: &Self) -> bool {
        if self.day_is_known {
            self.first < other.first
        } else {
            (self.first.year(), self.first.month()) < (other.first.year(), other.first.month())
        }
    }
}

impl fmt::Display for ReducedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.day_is_known { "%Y-%m-%d" } else { "%Y-%m" };
        self.first.format(form).fmt(f)
    }
}

impl From<ReducedDate> for String {
    fn from(date: ReducedDate) -> Self {
        date.to_string()
    }
}

impl FromText for ReducedDate {
    const SHAPE: Shape = Shape::free("ReducedDate", 7, 10)
        .pattern("^(19[0-9]{2}|2[01][0-9]{2}|2200)-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let day_is_known = text.len() > 7;
        let first = if day_is_known {
            numbers(text, "0000-00-00").and_then(|[year, month, day]| date(year, month, day))
        } else {
            numbers(text, "0000-00").and_then(|[year, month]| date(year, month, 1))
        };
        let first = first.ok_or(Flaw::Malformed { form: "date" })?;
        Ok(Self { first, day_is_known })
    }
}

/// A country by the form of its ISO 3166-1 code: two upper-case letters. Whether it exists is not asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(String);

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.0
    }
}

impl FromText for Country {
    const SHAPE: Shape = Shape::free("Country", 2, 2).pattern("^[A-Z]{2}$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        if text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Flaw::Malformed { form: "country" })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_a_day_or_a_month_and_comes_back_as_it_was_written() {
        for text in ["2025-11-20", "2024-10", "1900-01", "2200-12-31", "2024-02-29"] {
            assert_eq!(ReducedDate::from_text(text).map(|date| date.sort_key()), Ok(text.to_owned()));
        }
        for text in [
            "1899-12",
            "2201-01",
            "2025-02-29",
            "2025-13",
            "2025-00",
            "2025-1-01",
            "2025-01-1",
            "2025-01-",
            "2025/01",
            "+025-01",
            " 025-01",
            "2025-01-00",
            "٢٠٢٥-٠١",
        ] {
            assert!(ReducedDate::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_neither_before_nor_after_its_days() {
        let surely =
            |a, b| Ok::<_, Flaw>(ReducedDate::from_text(a)?.surely_before(&ReducedDate::from_text(b)?));
        assert_eq!(surely("2024-10", "2024-10-15"), Ok(false));
        assert_eq!(surely("2024-10-15", "2024-10"), Ok(false));
        assert_eq!(surely("2024-10", "2024-11-01"), Ok(true));
        assert_eq!(surely("2024-10-31", "2024-11"), Ok(true));
        assert_eq!(surely("2024-10-15", "2024-10-15"), Ok(false));
        assert_eq!(surely("2024-10-14", "2024-10-15"), Ok(true));
    }

    #[test]
    fn a_country_is_two_capitals() {
        assert!(Country::from_text("BE").is_ok());
        for text in ["be", "B", "BEL", "B1", "ÉÉ"] {
            assert!(Country::from_text(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fall_over(text in "\\PC{0,12}") {
            let _ = (ReducedDate::from_text(&text), Country::from_text(&text));
        }
    }
}
