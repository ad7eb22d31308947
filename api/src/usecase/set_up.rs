//! What is set up for an edition besides its own fields: read off one edition, written into another.
//!
//! A format says it with times counted from the first day, an edition with moments; a clone moves these by whole days.

use palabre_domain::composition::CompositionPolicy;
use palabre_domain::format::{
    Blueprint, PlannedItem, PlannedPolicy, PlannedPool, PlannedProfile, PlannedPurpose, PlannedWindow,
};
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::{DayTime, Instant, Moment, PoolId, ProfileId, ReducedDate};
use palabre_persistence::editions::Edition;
use palabre_persistence::pools::{self, Pool};
use palabre_persistence::profiles::{self, DrawnPool, Profile};
use palabre_persistence::purposes::{self, Purpose};
use palabre_persistence::windows::{self, SaidWindow};
use palabre_persistence::{Tx, policies, programme};
use uuid::Uuid;

use super::Failure;
use super::outlines::{SetUpItem, first_day};

/// Windows, pools, profiles, composition policy, consent purposes and programme of an edition.
pub(super) struct SetUp {
    pub(super) windows: Vec<SaidWindow>,
    pub(super) pools: Vec<PlannedPool>,
    pub(super) profiles: Vec<PlannedProfile>,
    pub(super) policy: PlannedPolicy,
    pub(super) purposes: Vec<PlannedPurpose>,
    pub(super) programme: Vec<SetUpItem>,
}

impl SetUp {
    /// What a format plans for an edition, with its windows as [`settle_windows`] leaves them.
    pub(super) fn planned(blueprint: Blueprint, windows: Vec<SaidWindow>) -> Self {
        let Blueprint { pools, profiles, composition_policy, consent_purposes, programme, .. } = blueprint;
        let programme = programme.into_iter().map(Into::into).collect();
        let (policy, purposes) = (composition_policy, consent_purposes);
        Self { windows, pools, profiles, policy, purposes, programme }
    }

    /// Reads what is set up for an edition; whom to keep together and apart is not of it. In a fixed number of statements.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn read(tx: &Tx, scope: &EditionScope) -> Result<Self, Failure> {
        let edition = scope.edition_id;
        let pool = |Pool { slug, name, size, .. }| PlannedPool { slug, name, size };
        let profile = |Profile { slug, name, knowledge, pools, .. }| {
            let pools = pools.into_iter().map(|pool: DrawnPool| pool.slug).collect();
            PlannedProfile { slug, name, knowledge, pools }
        };
        let purpose = |Purpose { purpose, version, text, required }| PlannedPurpose {
            purpose,
            version,
            text,
            required,
        };
        Ok(Self {
            windows: windows::list(tx, edition).await?,
            pools: pools::all(tx, edition).await?.into_iter().map(pool).collect(),
            profiles: profiles::all(tx, edition).await?.into_iter().map(profile).collect(),
            policy: policies::find(tx, scope).await?.into(),
            purposes: purposes::asked(tx, edition)
                .await?
                .into_iter()
                .map(|kept| purpose(kept.wording))
                .collect(),
            programme: programme::all(tx, edition).await?.into_iter().map(Into::into).collect(),
        })
    }

    /// The programme relative to a first day; without one, without times.
    pub(super) fn outline(&self, starts_on: Option<&ReducedDate>) -> Vec<PlannedItem> {
        let start = starts_on.and_then(ReducedDate::day);
        self.programme.iter().cloned().map(|item| item.outlined(start)).collect()
    }

    /// The windows relative to a first day; without one, without times.
    pub(super) fn planned_windows(&self, starts_on: Option<&ReducedDate>) -> Vec<PlannedWindow> {
        let start = starts_on.and_then(ReducedDate::day);
        let day_time = |moment: &Option<Moment>| {
            let (moment, start) = moment.zip(start)?;
            DayTime::of(&moment, start)
        };
        let relative = |SaidWindow { kind, opens_at, closes_at }: &SaidWindow| {
            let (kind, opens) = (*kind, day_time(opens_at));
            // By the clock alone a window that closes in the hour that comes twice may close before it opens.
            let closes = day_time(closes_at).filter(|closes| opens.is_none_or(|opens| opens < *closes));
            PlannedWindow { kind, opens, closes }
        };
        self.windows.iter().map(relative).collect()
    }

    /// Writes it into an edition that was just made, and has nothing of it yet.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn write(
        &self,
        tx: &Tx,
        scope: &EditionScope,
        edition: &mut Edition,
        now: Instant,
    ) -> Result<(), Failure> {
        let Self { windows, pools, profiles, policy, purposes, programme } = self;
        if !windows.is_empty() {
            windows::replace(tx, edition, windows, now).await?;
        }
        if !purposes.is_empty() {
            let wanted = purposes.iter().cloned();
            let wanted = wanted.map(|PlannedPurpose { purpose, version, text, required }| Purpose {
                purpose,
                version,
                text,
                required,
            });
            purposes::replace(tx, edition, &[], &wanted.collect::<Vec<_>>(), now).await?;
        }
        let mut drawn = Vec::with_capacity(pools.len());
        for PlannedPool { slug, name, size } in pools.clone() {
            let id = PoolId(Uuid::now_v7());
            drawn.push(DrawnPool { id, slug: slug.clone() });
            let pool =
                Pool { id, version: 1, created_at: now, edition: edition.id, slug, name, size, taken: 0 };
            pools::insert(tx, &pool).await?;
        }
        for PlannedProfile { slug, name, knowledge, pools } in profiles.clone() {
            let id = ProfileId(Uuid::now_v7());
            let pools = drawn.iter().filter(|pool| pools.contains(&pool.slug)).cloned().collect();
            let profile = Profile {
                id,
                version: 1,
                created_at: now,
                edition: edition.id,
                slug,
                name,
                knowledge,
                pools,
            };
            profiles::insert(tx, &profile).await?;
        }
        if *policy != PlannedPolicy::default() {
            let slugs = policies::profiles(tx, scope).await?;
            let version = policies::version(tx, scope).await?.ok_or(Failure::Conflict)?;
            policies::save(tx, scope, &CompositionPolicy::from(policy.clone()), &slugs, version).await?;
        }
        let first = first_day(edition);
        let items = programme.iter().cloned().map(|item| item.written(edition.id, first, now));
        programme::insert(tx, &items.collect::<Vec<_>>()).await?;
        Ok(())
    }
}

/// The windows that wait in an edition: with their times, and waiting no more, once its first day is known; until then
/// without.
pub(super) fn settle_windows(edition: &mut Edition) -> Vec<SaidWindow> {
    let start = first_day(edition);
    let moment = |planned: Option<DayTime>| {
        let (start, time_zone) = start?;
        planned?.from_start(start, time_zone)
    };
    let window = |PlannedWindow { kind, opens, closes }: &PlannedWindow| {
        ever_open(SaidWindow { kind: *kind, opens_at: moment(*opens), closes_at: moment(*closes) })
    };
    let windows = edition.waiting.windows.iter().map(window).collect();
    if start.is_some() {
        edition.waiting.windows.clear();
    }
    windows
}

/// A window that is open at some time: where clocks that jump leave nothing of it, it has no end.
pub(super) fn ever_open(window: SaidWindow) -> SaidWindow {
    match window.stretch().check() {
        Ok(()) => window,
        Err(_) => SaidWindow { closes_at: None, ..window },
    }
}
