//! Places for somebody who comes, or is let in: all that the profile needs, or the list.

use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{EditionId, Instant, PoolId};
use palabre_domain::waiting::{Arrival, arrival, full, passes};
use palabre_persistence::placements::{self, NewPlacement};
use palabre_persistence::registrations::Registration;
use palabre_persistence::{Tx, pools, waiting};
use uuid::Uuid;

use super::Failure;

/// What somebody gets.
pub(super) struct Placing {
    /// Confirmed, or on the list.
    pub(super) state: RegistrationState,
    /// Whether others have to be placed first.
    pub(super) others_first: bool,
    /// Where somebody who waits longer is passed over: the pools that keep them from it.
    passing: Option<Vec<PoolId>>,
}

impl Placing {
    /// A state without places.
    pub(super) fn of(state: RegistrationState) -> Self {
        Self { state, others_first: false, passing: None }
    }

    /// Keeps for those who wait longer why somebody else got places.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn tell_those_passed_over(
        &self,
        tx: &Tx,
        placed: &Registration,
        now: Instant,
    ) -> Result<(), Failure> {
        let Some(full_pools) = self.passing.clone() else { return Ok(()) };
        let (edition, registration, waiting_key) = (placed.edition, placed.id, placed.waiting_key);
        let placement = NewPlacement { at: now, edition, registration, waiting_key, full_pools };
        Ok(placements::keep(tx, vec![placement]).await?)
    }
}

/// Takes the places of a profile, all or none, for somebody with this key in the order, or who comes just now.
pub(super) async fn places_for(
    tx: &Tx,
    edition: EditionId,
    mine: &[PoolId],
    key: Option<Uuid>,
) -> Result<Placing, Failure> {
    // Looked at without a lock, so that those who wait touch no row of a full pool; the conditional update decides.
    let standing = waiting::standing(tx, edition).await?;
    let arrival = arrival(&standing.pools, &standing.waiting, mine);
    let placed = arrival == Arrival::Takes && pools::take_each(tx, mine).await?;
    let state = if placed { RegistrationState::Confirmed } else { RegistrationState::Waitlisted };
    // Whoever comes just now is behind everybody.
    let passing = placed && passes(&standing.waiting, key.unwrap_or(Uuid::max()));
    Ok(Placing {
        state,
        others_first: arrival == Arrival::WaitsBehindOthers,
        passing: passing.then(|| full(&standing.pools)),
    })
}
