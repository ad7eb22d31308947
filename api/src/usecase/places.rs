//! The places of an edition: what is taken, what is left, whether one can register now.

use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::GetPlaces;
use palabre_domain::pool::{PoolCount, profile_left};
use palabre_domain::values::{EditionId, Instant};
use palabre_domain::window::{WindowKind, window_open};
use palabre_persistence::{funders, places, pools, profiles};

use super::partners::Funder;
use super::pools::Pool;
use super::profiles::Profile;
use super::{App, Ask, Failure};

/// The places of an edition at one instant.
pub struct Places {
    /// The edition.
    pub edition: EditionId,
    /// When this was so.
    pub as_of: Instant,
    /// Every pool.
    pub pools: Vec<Pool>,
    /// Every profile.
    pub profiles: Vec<ProfilePlaces>,
    /// When a window opens or closes next: whether one can register may be another matter then.
    pub until: Option<Instant>,
    /// Whose money pays for them.
    pub funders: Vec<Funder>,
}

/// What is left for a profile.
pub struct ProfilePlaces {
    /// The profile.
    pub profile: Profile,
    /// The places left for it, the least of its pools; `None` is unlimited.
    pub left: Option<u32>,
    /// Whether a registration sent now would be taken, to a place or to the list.
    pub open: bool,
}

impl App {
    /// The places of an edition, all counted at one instant.
    ///
    /// # Errors
    /// 404.
    pub async fn get_places(&self, ask: &Ask<GetPlaces>) -> Result<Places, Failure> {
        self.places_of(ask.grant.scope().edition_id).await
    }

    /// The places of an edition that somebody may read.
    pub(super) async fn places_of(&self, edition: EditionId) -> Result<Places, Failure> {
        self.read(async |tx| {
            // Before the first statement, at which the transaction's one instant lies: nothing older is missing.
            let as_of = self.now();
            let (state, windows) = places::door(tx, edition).await?.ok_or_else(Failure::not_found)?;
            let pools = pools::all(tx, edition).await?;
            let profiles = profiles::all(tx, edition).await?;
            let open = admits(state, Writing::Arc)
                .and_then(|()| window_open(WindowKind::Registration, state, &windows, as_of))
                .is_ok();
            let edges = windows.iter().filter(|window| window.kind == WindowKind::Registration);
            let edges = edges.flat_map(|window| [window.opens_at, window.closes_at]).flatten();
            let until = edges.filter(|edge| *edge > as_of).min();
            let counts: Vec<PoolCount> = pools.iter().map(Pool::count).collect();
            let of_profile = |profile: Profile| {
                let drawn = profile.pool_ids();
                let mine: Vec<PoolCount> =
                    counts.iter().filter(|pool| drawn.contains(&pool.id)).copied().collect();
                ProfilePlaces { profile, left: profile_left(&mine), open }
            };
            let profiles = profiles.into_iter().map(of_profile).collect();
            let funders = funders::of(tx, edition).await?;
            Ok(Places { edition, as_of, pools, profiles, until, funders })
        })
        .await
    }
}
