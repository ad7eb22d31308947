//! Clones: a new edition with the structure and the texts of an earlier one, and of nobody's data (invariant 12).
//!
//! What becomes of each thing is told in a manifest, which depends on nothing but the source and the two starts.

use crate::values::{Moment, ReducedDate, words};

words! {
    /// What a manifest speaks of.
    pub enum Part {
        /// The edition's own fields.
        Edition = "edition",
        /// A text of the edition: summary, description, guiding question.
        Text = "text",
        /// Something else that is set on the edition: days, time zone, mode, venue, languages, recognition, or how
        /// its door is kept.
        Setting = "setting",
        /// Somebody to turn to.
        Contact = "contact",
        /// A stage of its own.
        Stage = "stage",
        /// A term of its vocabulary.
        Term = "term",
        /// A window.
        Window = "window",
        /// A pool.
        Pool = "pool",
        /// A profile.
        Profile = "profile",
        /// A rule of the composition policy: a size, or profiles that must be there.
        CompositionRule = "composition_rule",
        /// People to keep together, or apart.
        KeptGroup = "kept_group",
        /// A consent purpose.
        ConsentPurpose = "consent_purpose",
        /// A partner.
        Partner = "partner",
        /// An item of the programme.
        ProgrammeItem = "programme_item",
        /// A support offer.
        SupportOffer = "support_offer",
        /// A question to those who register.
        Question = "question",
        /// A round of selection.
        Round = "round",
        /// An entry of the staff.
        Staff = "staff",
        /// A registration, with its person and answers.
        Registration = "registration",
        /// A consent.
        Consent = "consent",
        /// Somebody's attendance of a programme item.
        Attendance = "attendance",
        /// A problem statement.
        ProblemStatement = "problem_statement",
        /// A theme of what is voiced.
        Theme = "theme",
        /// A cluster of statements.
        Cluster = "cluster",
        /// That a structure lives a problem too.
        Resonance = "resonance",
        /// A challenge.
        Challenge = "challenge",
        /// A team.
        Team = "team",
        /// A prototype.
        Prototype = "prototype",
        /// A credit.
        Credit = "credit",
        /// A figure.
        Figure = "figure",
        /// An entry of the audit log.
        AuditEntry = "audit_entry",
    }
}

words! {
    /// Why something is not as it is in the source.
    pub enum Reason {
        /// It was said when the clone was asked for.
        GivenAnew = "given_anew",
        /// An edition begins as a draft.
        BeginsAsDraft = "begins_as_draft",
        /// It moved by as many whole days as the start; clocks show the same.
        MovedWithTheStart = "moved_with_the_start",
        /// Nobody said when the new edition starts.
        NoNewStart = "no_new_start",
        /// The source does not say when it starts.
        NoStartInSource = "no_start_in_source",
        /// Of one of the two starts only the month is known: nobody counts days from there.
        StartIsAMonth = "start_is_a_month",
        /// Of the last day only the month is known.
        EndIsAMonth = "end_is_a_month",
        /// It would lie outside the years that a date can lie in.
        OutOfRange = "out_of_range",
        /// Clocks that jump leave nothing between its opening and its closing, or its start and its end, there.
        ClosesBeforeItOpens = "closes_before_it_opens",
        /// Nobody has a place yet.
        NobodyRegisteredYet = "nobody_registered_yet",
        /// The organization agreed for the source, and is asked anew.
        AskedAnew = "asked_anew",
        /// It is about people, and they were not asked.
        Personal = "personal",
        /// It is what was said and made in the source, and stays its history.
        HistoryOfTheSource = "history_of_the_source",
    }
}

/// What was copied, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// What.
    pub part: Part,
    /// How many.
    pub count: u64,
}

/// What begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    /// Of what.
    pub part: Part,
    /// Which field.
    pub field: &'static str,
    /// Why.
    pub reason: Reason,
}

/// What stays with the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// What.
    pub part: Part,
    /// How many.
    pub count: u64,
    /// Why.
    pub reason: Reason,
}

/// What became of each part of the source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// What was copied; of what there is none, nothing is told.
    pub copied: Vec<Copied>,
    /// What begins anew.
    pub reset: Vec<Reset>,
    /// What stays with the source; of what there is none, nothing is told.
    pub left_out: Vec<LeftOut>,
}

impl Manifest {
    /// Tells that something was copied.
    pub fn copied(&mut self, part: Part, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.copied.extend((count > 0).then_some(Copied { part, count }));
    }

    /// Tells that a field begins anew.
    pub fn reset(&mut self, part: Part, field: &'static str, reason: Reason) {
        self.reset.push(Reset { part, field, reason });
    }

    /// Tells that something stays with the source.
    pub fn left_out(&mut self, part: Part, count: u64) {
        self.left_out.extend((count > 0).then_some(LeftOut { part, count, reason: reason(part) }));
    }
}

/// Why a part stays with the source.
const fn reason(part: Part) -> Reason {
    match part {
        Part::Staff
        | Part::Registration
        | Part::Consent
        | Part::Attendance
        | Part::KeptGroup
        | Part::AuditEntry => Reason::Personal,
        Part::Edition
        | Part::Text
        | Part::Setting
        | Part::Contact
        | Part::Stage
        | Part::Term
        | Part::Window
        | Part::Pool
        | Part::Profile
        | Part::CompositionRule
        | Part::ConsentPurpose
        | Part::Partner
        | Part::ProgrammeItem
        | Part::SupportOffer
        | Part::Question
        | Part::Round
        | Part::ProblemStatement
        | Part::Theme
        | Part::Cluster
        | Part::Resonance
        | Part::Challenge
        | Part::Team
        | Part::Prototype
        | Part::Credit
        | Part::Figure => Reason::HistoryOfTheSource,
    }
}

/// How far the dates of a clone lie from those of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// So many whole days.
    Days(i64),
    /// Nobody knows: dates are left blank.
    Blank(Reason),
}

impl Shift {
    /// The distance between the start of the source and the one that is wanted.
    #[must_use]
    pub fn between(source: Option<&ReducedDate>, wanted: Option<&ReducedDate>) -> Self {
        match (source, wanted) {
            (_, None) => Self::Blank(Reason::NoNewStart),
            (None, Some(_)) => Self::Blank(Reason::NoStartInSource),
            (Some(source), Some(wanted)) => {
                wanted.days_since(source).map_or(Self::Blank(Reason::StartIsAMonth), Self::Days)
            }
        }
    }

    /// A moment of the source in the clone, and why it is another one.
    #[must_use]
    pub fn moment(self, moment: &Moment) -> (Option<Moment>, Reason) {
        self.applied(|days| moment.days_later(days))
    }

    /// A day of the source in the clone, and why it is another one.
    #[must_use]
    pub fn date(self, date: &ReducedDate) -> (Option<ReducedDate>, Reason) {
        match (self, date.day()) {
            (Self::Days(_), None) => (None, Reason::EndIsAMonth),
            (Self::Days(_), Some(_)) | (Self::Blank(_), _) => self.applied(|days| date.days_later(days)),
        }
    }

    fn applied<T>(self, moved: impl FnOnce(i64) -> Option<T>) -> (Option<T>, Reason) {
        match self {
            Self::Blank(reason) => (None, reason),
            Self::Days(days) => match moved(days) {
                Some(moved) => (Some(moved), Reason::MovedWithTheStart),
                None => (None, Reason::OutOfRange),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::FromText as _;

    fn date(text: &str) -> ReducedDate {
        ReducedDate::from_text(text).unwrap()
    }

    #[test]
    fn dates_move_by_the_distance_of_the_starts_or_are_left_blank() {
        let table = [
            (Some("2024-11-21"), Some("2025-11-20"), Shift::Days(364)),
            (Some("2025-11-20"), Some("2024-11-21"), Shift::Days(-364)),
            (Some("2025-11-20"), Some("2025-11-20"), Shift::Days(0)),
            (Some("2024-10"), Some("2025-11-20"), Shift::Blank(Reason::StartIsAMonth)),
            (Some("2024-10-15"), Some("2025-11"), Shift::Blank(Reason::StartIsAMonth)),
            (Some("2024-10"), Some("2024-10"), Shift::Blank(Reason::StartIsAMonth)),
            (Some("2024-10-15"), None, Shift::Blank(Reason::NoNewStart)),
            (None, Some("2025-11-20"), Shift::Blank(Reason::NoStartInSource)),
            (None, None, Shift::Blank(Reason::NoNewStart)),
        ];
        for (source, wanted, due) in table {
            let (source, wanted) = (source.map(date), wanted.map(date));
            assert_eq!(Shift::between(source.as_ref(), wanted.as_ref()), due);
        }
    }

    #[test]
    fn a_date_of_the_clone_says_why_it_is_another_one() {
        let moved = |shift: Shift, text| {
            let (moved, reason) = shift.date(&date(text));
            (moved.map(|date| date.to_string()), reason)
        };
        let day = Some("2025-11-20".to_owned());
        assert_eq!(moved(Shift::Days(364), "2024-11-21"), (day, Reason::MovedWithTheStart));
        assert_eq!(moved(Shift::Days(364), "2024-11"), (None, Reason::EndIsAMonth));
        assert_eq!(moved(Shift::Days(i64::MAX), "2024-11-21"), (None, Reason::OutOfRange));
        assert_eq!(moved(Shift::Blank(Reason::NoNewStart), "2024-11-21"), (None, Reason::NoNewStart));
    }

    #[test]
    fn of_what_there_is_none_nothing_is_told() {
        let mut manifest = Manifest::default();
        manifest.copied(Part::Pool, 0);
        manifest.left_out(Part::Registration, 0);
        assert_eq!(manifest, Manifest::default());
        manifest.left_out(Part::Registration, 34);
        let due = LeftOut { part: Part::Registration, count: 34, reason: Reason::Personal };
        assert_eq!(manifest.left_out, [due]);
    }
}
