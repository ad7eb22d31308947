//! What happens in an edition, and when; and who was there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::registration::RegistrationState;
use crate::rejection::{Refusal, Rejection};
use crate::values::{DayTime, Flaw, Moment, TimeOfDay, TimeZone, words};

/// The most items of an edition's programme: as many as a format outlines.
pub const MOST: u64 = 200;

/// Whether a programme takes one more item.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// In how large a company somebody who speaks is one of many.
const A_COMPANY: u64 = 10;

/// Whether the promise of anonymity holds for what is voiced in an item that so many attended: among few, everybody knows who
/// spoke.
#[must_use]
pub const fn anonymity_holds(attendance: u64) -> bool {
    attendance >= A_COMPANY
}

/// Whether a registration can be noted as attending: those who take part can, and who was erased is nobody any more.
///
/// # Errors
/// [`Refusal::NotConfirmed`].
pub fn may_attend(state: RegistrationState, is_erased: bool) -> Result<(), Rejection> {
    if state.is_participant() && !is_erased { Ok(()) } else { Err(Refusal::NotConfirmed.into()) }
}

words! {
    /// The kind of a programme item.
    pub enum ProgrammeItemKind {
        /// Before the edition, elsewhere: problems are named, ideas come.
        PreIdeation = "pre_ideation",
        /// Thinking together, before anything is solved.
        Reflection = "reflection",
        /// Learning something.
        Workshop = "workshop",
        /// Designing and building.
        Making = "making",
        /// Somebody tells something.
        Talk = "talk",
        /// People come together.
        Meeting = "meeting",
        /// Nothing is to be done.
        Break = "break",
        /// A team presents.
        Pitch = "pitch",
        /// All teams present, before the field.
        Plenary = "plenary",
        /// The end.
        Closing = "closing",
    }
}

/// When an item takes place, as far as anybody has said.
///
/// Neither has to lie within the days of the edition: ideas come before, elsewhere, and what goes on goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// When it begins; `None` while nobody knows.
    pub starts: Option<Moment>,
    /// When it ends; `None` while nobody knows.
    pub ends: Option<Moment>,
}

impl Hours {
    /// Refuses an item that ends before it has begun, or as it begins.
    ///
    /// # Errors
    /// [`Flaw::Broken`] with `ends_before_start`.
    pub fn check(&self) -> Result<(), Flaw> {
        match (self.starts, self.ends) {
            (Some(starts), Some(ends)) if ends.instant <= starts.instant => {
                Err(Flaw::Broken("ends_before_start"))
            }
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }

    /// The same without its end, where clocks that jump leave nothing between the two.
    #[must_use]
    pub fn ever(self) -> Self {
        match self.check() {
            Ok(()) => self,
            Err(_) => Self { ends: None, ..self },
        }
    }
}

/// When an item is planned: on a day counted from the first of the edition, as far as anybody has said at what time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedHours {
    /// The day: 0 is the first.
    pub day: i32,
    /// When it begins.
    pub starts: Option<TimeOfDay>,
    /// When it ends.
    pub ends: Option<TimeOfDay>,
}

impl PlannedHours {
    /// The hours that these are in an edition that begins on `start`; what would lie outside the years that a date can lie in is not
    /// known.
    #[must_use]
    pub fn from_start(&self, start: NaiveDate, time_zone: TimeZone) -> Hours {
        let moment =
            |time: Option<TimeOfDay>| DayTime { day: self.day, time: time? }.from_start(start, time_zone);
        Hours { starts: moment(self.starts), ends: moment(self.ends) }.ever()
    }

    /// Where hours lie in an edition that begins on `start`; none where there are none, or further away than a format plans.
    ///
    /// A plan has one day: what ends on another one, or by its clock before it begins, is planned without an end.
    #[must_use]
    pub fn of(hours: &Hours, start: NaiveDate) -> Option<Self> {
        let planned = |moment: Option<Moment>| DayTime::of(&moment?, start);
        let (starts, ends) = (planned(hours.starts), planned(hours.ends));
        let day = starts.or(ends)?.day;
        let ends = ends.filter(|ends| ends.day == day && starts.is_none_or(|starts| starts < *ends));
        Some(Self { day, starts: starts.map(|starts| starts.time), ends: ends.map(|ends| ends.time) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{FromText, LocalTime, ReducedDate};

    fn read<T: FromText>(text: &str) -> T {
        T::from_text(text).unwrap()
    }

    fn moment(local: &str) -> Option<Moment> {
        let moment = |local| Moment::at(read::<LocalTime>(local), read("Europe/Brussels"), None).unwrap();
        (!local.is_empty()).then_some(local).map(moment)
    }

    fn hours(starts: &str, ends: &str) -> Hours {
        Hours { starts: moment(starts), ends: moment(ends) }
    }

    fn start(text: &str) -> NaiveDate {
        read::<ReducedDate>(text).day().unwrap()
    }

    #[test]
    fn a_programme_takes_so_many_and_no_more() {
        assert_eq!(one_more(MOST - 1), Ok(()));
        assert_eq!(one_more(MOST), Err(Refusal::Full.into()));
    }

    #[test]
    fn among_fewer_than_ten_nobody_is_anonymous() {
        let holds: Vec<bool> = [0, 1, 9, 10, 200].map(anonymity_holds).to_vec();
        assert_eq!(holds, [false, false, false, true, true]);
    }

    #[test]
    fn who_takes_part_attends() {
        for state in RegistrationState::ALL {
            let takes_part = matches!(state, RegistrationState::Confirmed | RegistrationState::CheckedIn);
            assert_eq!(may_attend(*state, false).is_ok(), takes_part, "{state}");
            assert_eq!(may_attend(*state, true), Err(Refusal::NotConfirmed.into()), "{state}");
        }
    }

    #[test]
    fn what_ends_ends_after_it_has_begun_and_is_otherwise_free() {
        let never = Err(Flaw::Broken("ends_before_start"));
        for (starts, ends, due) in [
            ("2025-11-20T09:00:00", "2025-11-20T10:00:00", Ok(())),
            ("2025-11-20T09:00:00", "2025-11-20T09:00:00", never.clone()),
            ("2025-11-20T09:00:00", "2025-11-19T10:00:00", never),
            ("2025-11-20T09:00:00", "", Ok(())),
            ("", "2025-11-20T09:00:00", Ok(())),
            ("", "", Ok(())),
        ] {
            assert_eq!(hours(starts, ends).check(), due, "{starts} {ends}");
        }
    }

    #[test]
    fn hours_become_a_plan_and_hours_again_as_far_as_a_plan_can_say_them() {
        let again = |starts, ends| {
            let planned = PlannedHours::of(&hours(starts, ends), start("2025-11-20"))?;
            let later = planned.from_start(start("2026-11-19"), read("Europe/Brussels"));
            let shown =
                |moment: Option<Moment>| moment.map(|moment| moment.local.to_string()).unwrap_or_default();
            Some((planned.day, shown(later.starts), shown(later.ends)))
        };
        let due = |day, starts: &str, ends: &str| Some((day, starts.to_owned(), ends.to_owned()));
        for (starts, ends, due) in [
            (
                "2025-11-21T09:00:00",
                "2025-11-21T10:30:00",
                due(1, "2026-11-20T09:00:00", "2026-11-20T10:30:00"),
            ),
            ("2025-11-06T18:00:00", "", due(-14, "2026-11-05T18:00:00", "")),
            ("", "2025-11-20T18:00:00", due(0, "", "2026-11-19T18:00:00")),
            // Beyond midnight: the end is on no day of the plan.
            ("2025-11-20T22:00:00", "2025-11-21T01:00:00", due(0, "2026-11-19T22:00:00", "")),
            ("2045-11-20T22:00:00", "", None),
            ("", "", None),
        ] {
            assert_eq!(again(starts, ends), due, "{starts} {ends}");
        }
    }

    #[test]
    fn a_plan_that_clocks_leave_nothing_of_has_no_end() {
        let planned = PlannedHours { day: 0, starts: Some(read("02:30")), ends: Some(read("03:10")) };
        let at = |day| planned.from_start(start(day), read("Europe/Brussels"));
        assert!(at("2025-11-20").ends.is_some());
        // Half past two never comes that day, and is half past three: ten past three is before.
        let jumped = at("2025-03-30");
        assert_eq!((jumped.starts.is_some(), jumped.ends), (true, None));
    }
}
