//! Where somebody stands in the list, and why others were given places meanwhile.

use palabre_domain::policy::table::GetPosition;
use palabre_domain::pool::PoolCount;
use palabre_domain::position::{MOST_TOLD, PassedOver, PassedOverFor, Place, passed_over, why};
use palabre_domain::registration::{ContactReader, RegistrationState};
use palabre_domain::values::{EditionId, Instant, PoolId, ProfileId};
use palabre_persistence::pools::Pool;
use palabre_persistence::registrations::Registration;
use palabre_persistence::{Tx, pools, positions, profiles, registrations};
use uuid::Uuid;

use super::{App, Ask, Failure};

/// Where somebody stands in the list, at one instant.
#[derive(Debug, Clone)]
pub struct Position {
    /// How many wait in the edition.
    pub waiting: u64,
    /// How many of them are ahead; none where this one does not wait.
    pub ahead: Option<u64>,
    /// The pools that this one draws from, by slug, each with whether it is full.
    pub why: Vec<(String, bool)>,
    /// When somebody behind was given a place: the newest times, oldest first.
    pub passed_over: Vec<Passed>,
}

/// A time at which somebody behind was given a place.
#[derive(Debug, Clone)]
pub struct Passed {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: PassedOverFor,
    /// The pools, by slug, that were full.
    pub pools: Vec<String>,
}

impl App {
    /// Where a registration stands in the list.
    ///
    /// # Errors
    /// 404.
    pub async fn get_position(&self, ask: &Ask<GetPosition>) -> Result<Position, Failure> {
        let nobody = ContactReader { of_everybody: false, all_else: false, account: None };
        self.read(async |tx| {
            let found = registrations::find(tx, ask.grant.scope(), nobody).await?;
            let registration = found.ok_or_else(Failure::not_found)?;
            let Registration { edition, profile, state, waiting_key, waiting_since, .. } = registration;
            position(tx, &Standing { edition, profile, state, waiting_key, waiting_since }).await
        })
        .await
    }
}

/// What of a registration says where it stands.
pub(super) struct Standing {
    pub(super) edition: EditionId,
    pub(super) profile: ProfileId,
    pub(super) state: RegistrationState,
    pub(super) waiting_key: Uuid,
    pub(super) waiting_since: Option<Instant>,
}

/// Where a registration stands in the list; a fixed number of statements, however long it is.
pub(super) async fn position(tx: &Tx, standing: &Standing) -> Result<Position, Failure> {
    let Standing { edition, profile, state, waiting_key, waiting_since } = *standing;
    let waiting = positions::waiting(tx, edition, None).await?;
    let place = match (state, waiting_since) {
        (RegistrationState::Waitlisted, Some(since)) => Place { key: waiting_key, since },
        _ => return Ok(Position { waiting, ahead: None, why: Vec::new(), passed_over: Vec::new() }),
    };
    let mine = profiles::pools_of(tx, profile).await?;
    let pools = pools::all(tx, edition).await?;
    let slug = |id: PoolId| pools.iter().find(|pool| pool.id == id).map(|pool| pool.slug.clone());
    let counts: Vec<PoolCount> = pools.iter().map(Pool::count).collect();
    let why = why(&mine, &counts).into_iter().filter_map(|(id, full)| Some((slug(id)?, full)));
    let most = u64::try_from(MOST_TOLD).unwrap_or(u64::MAX);
    let given = positions::given_behind(tx, edition, (place.key, place.since), most).await?;
    let passed = passed_over(place, &mine, &given).into_iter();
    let passed = passed.map(|PassedOver { at, reason, pools }| Passed {
        at,
        reason,
        pools: pools.into_iter().filter_map(slug).collect(),
    });
    Ok(Position {
        waiting,
        ahead: Some(positions::waiting(tx, edition, Some(place.key)).await?),
        why: why.collect(),
        passed_over: passed.collect(),
    })
}
