//! The programme as it is set up: outlined by a format, written into an edition, moved by a clone.

use chrono::NaiveDate;
use palabre_domain::audit::Deed;
use palabre_domain::format::PlannedItem;
use palabre_domain::policy::Action;
use palabre_domain::programme::{Hours, PlannedHours, ProgrammeItemKind};
use palabre_domain::values::{EditionId, Instant, ProgrammeItemId, Texts, TimeZone};
use palabre_persistence::editions::Edition;
use palabre_persistence::programme::{self, ProgrammeItem};
use uuid::Uuid;

use super::{Failure, Located, Work};

/// An item as it is set up: not who hosts it, and not who came. These are people.
#[derive(Debug, Clone)]
pub(super) struct SetUpItem {
    pub(super) kind: ProgrammeItemKind,
    pub(super) title: Texts,
    pub(super) hours: Hours,
    /// When it is planned, for as long as it waits for a first day.
    pub(super) planned: Option<PlannedHours>,
    pub(super) place: Option<String>,
    /// Whether anybody hosts it.
    pub(super) is_hosted: bool,
}

impl From<ProgrammeItem> for SetUpItem {
    fn from(item: ProgrammeItem) -> Self {
        let ProgrammeItem { id: _, version: _, created_at: _, edition: _, kind, title, .. } = item;
        let ProgrammeItem { hours, planned, place, hosts, .. } = item;
        Self { kind, title, hours, planned, place, is_hosted: !hosts.is_empty() }
    }
}

impl From<PlannedItem> for SetUpItem {
    fn from(planned: PlannedItem) -> Self {
        let hours = planned.hours();
        let PlannedItem { kind, title, day: _, starts: _, ends: _ } = planned;
        Self { kind, title, hours: Hours::default(), planned: hours, place: None, is_hosted: false }
    }
}

impl SetUpItem {
    /// As a format outlines it: without its place, which the next edition does not have, and as far as times can be counted from
    /// a first day.
    pub(super) fn outlined(self, start: Option<NaiveDate>) -> PlannedItem {
        let Self { kind, title, hours, planned, place: _, is_hosted: _ } = self;
        let planned = planned.or_else(|| PlannedHours::of(&hours, start?));
        PlannedItem {
            kind,
            title,
            day: planned.map(|planned| planned.day),
            starts: planned.and_then(|planned| planned.starts),
            ends: planned.and_then(|planned| planned.ends),
        }
    }

    /// As an item of an edition that has this first day: what was planned gets its times, or goes on waiting for one.
    pub(super) fn written(
        self,
        edition: EditionId,
        first: Option<(NaiveDate, TimeZone)>,
        now: Instant,
    ) -> ProgrammeItem {
        let Self { kind, title, hours, planned, place, is_hosted: _ } = self;
        let (hours, planned) = match (planned, first) {
            (Some(planned), Some((start, time_zone))) => (planned.from_start(start, time_zone), None),
            (planned, _) => (hours, planned),
        };
        let id = ProgrammeItemId(Uuid::now_v7());
        let (version, created_at, hosts) = (1, now, Vec::new());
        ProgrammeItem { id, version, created_at, edition, kind, title, hours, planned, place, hosts }
    }
}

/// The first day of an edition and by which clock it is one, where both are known.
pub(super) fn first_day(edition: &Edition) -> Option<(NaiveDate, TimeZone)> {
    edition.starts_on.and_then(|date| date.day()).zip(edition.time_zone)
}

/// Gives the items that wait in an edition their times, once its first day is known; until then they wait on.
pub(super) async fn settle_programme<A: Action>(work: &Work<'_, A>, edition: &Edition) -> Result<(), Failure>
where
    A::Scope: Located,
{
    let Some((start, time_zone)) = first_day(edition) else { return Ok(()) };
    let mut deeds = Vec::new();
    for mut item in programme::waiting(work.tx, edition.id).await? {
        if let Some(planned) = item.planned.take() {
            item.hours = planned.from_start(start, time_zone);
            programme::save(work.tx, &mut item).await?;
            deeds.push((item.id.0, Deed::ProgrammeItemChanged));
        }
    }
    work.record_each(&deeds).await
}
