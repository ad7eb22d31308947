//! Places that come free go to those who wait, in their order, in the same transaction.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::Action;
use palabre_domain::pool::{PoolCount, profile_left};
use palabre_domain::registration::{RegistrationState, given, offered_until};
use palabre_domain::values::{EditionId, Instant, OrganizationId, PoolId, RegistrationId};
use palabre_domain::waiting::{self as rule, Queue};
use palabre_persistence::placements::{self, NewPlacement};
use palabre_persistence::pools::Pool;
use palabre_persistence::{Caller, Tx, gates, journal, pools, scopes, waiting};
use uuid::Uuid;

use super::journal::Told;
use super::{App, Failure, Located, Work};

/// Somebody who waited, and was given places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// Who.
    pub(super) id: RegistrationId,
    /// Confirmed, or offered.
    pub(super) state: RegistrationState,
}

impl Placed {
    /// What is written down of it.
    pub(super) fn told(self) -> Told {
        Told::of(Deed::RegistrationPlaced, self.id).left_in(self.state)
    }
}

/// Gives on what is free in an edition, or offers it where the edition does so, and says to whom, in order.
///
/// All pools of the edition are locked before, in the order of their ids ([`pools::lock_all`]).
///
/// # Errors
/// The database's own.
pub(super) async fn pass_on(tx: &Tx, edition: EditionId, now: Instant) -> Result<Vec<Placed>, Failure> {
    let heads = waiting::waiting(tx, edition).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let before: Vec<PoolCount> = pools::all(tx, edition).await?.iter().map(Pool::count).collect();
    let (mut queues, mut who) = (Vec::new(), Vec::new());
    for head in heads {
        // One more than there are places: who comes first of those that stay is passed over by others.
        let most = left(&before, &head.pools).map(|left| left.saturating_add(1));
        let first = waiting::first(tx, edition, head.profile, most).await?;
        let keys = first.iter().map(|(key, _)| *key).collect();
        queues.push(Queue { profile: head.profile, pools: head.pools, waiting: keys });
        who.extend(first);
    }
    let mut after = before.clone();
    let placed = rule::pass_on(&mut after, &queues);
    if placed.is_empty() {
        return Ok(Vec::new());
    }
    for (before, after) in before.iter().zip(&after).filter(|(before, after)| before != after) {
        // The pools are locked: only a mistake of ours finds them full, and nothing is written then.
        if !pools::take(tx, after.id, after.taken - before.taken).await? {
            return Err(Failure::Conflict);
        }
    }
    let id_of = |key: Uuid| who.iter().find(|(waiting, _)| *waiting == key).map(|(_, id)| *id);
    let passed = placed.iter().filter(|placed| placed.passes).filter_map(|placed| {
        let (registration, full_pools) = (id_of(placed.key)?, placed.full_pools.clone());
        Some(NewPlacement { at: now, edition, registration, waiting_key: placed.key, full_pools })
    });
    placements::keep(tx, passed.collect()).await?;
    let placed: Vec<RegistrationId> = placed.iter().filter_map(|placed| id_of(placed.key)).collect();
    let door = gates::door_of(tx, edition).await?.ok_or_else(Failure::not_found)?;
    let until = offered_until(door.offer_hours, now);
    waiting::give(tx, &placed, until).await?;
    Ok(placed.into_iter().map(|id| Placed { id, state: given(until) }).collect())
}

/// The places left for who draws from some of the pools.
fn left(counts: &[PoolCount], draws: &[PoolId]) -> Option<u32> {
    let drawn: Vec<PoolCount> = counts.iter().filter(|pool| draws.contains(&pool.id)).copied().collect();
    profile_left(&drawn)
}

impl<A: Action> Work<'_, A>
where
    A::Scope: Located,
{
    /// Gives on what is free in an edition whose pools are locked, and writes it down.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn pass_places_on(&self, edition: EditionId) -> Result<(), Failure> {
        let told: Vec<Told> =
            pass_on(self.tx, edition, self.now).await?.into_iter().map(Placed::told).collect();
        self.record_told(&told).await
    }
}

impl App {
    /// Gives on the places that two writers left lying because they could not see each other: on PostgreSQL, one freed a
    /// place while the other went to the list. Says how many were placed. Meant to be called by a timer.
    ///
    /// # Errors
    /// The database's own; what was placed in earlier editions of the same sweep stays.
    pub async fn sweep_waiting_lists(&self) -> Result<usize, Failure> {
        let due = self
            .read(async |tx| {
                let mut due = Vec::new();
                for edition in waiting::editions_with_places(tx).await? {
                    let standing = waiting::standing(tx, edition).await?;
                    if rule::next_to_place(&standing.pools, &standing.waiting).is_some() {
                        due.push(edition);
                    }
                }
                Ok(due)
            })
            .await?;
        let mut placed = 0;
        for edition in due {
            placed += self.sweep_waiting_list(edition).await?;
        }
        Ok(placed)
    }

    async fn sweep_waiting_list(&self, edition: EditionId) -> Result<usize, Failure> {
        let app = self.clone();
        self.change(async move |tx: &Tx| {
            let now = app.now();
            let Some(place) = enter_as_program(tx, edition, now).await? else { return Ok(0) };
            pools::lock_all(tx, edition).await?;
            let placed = pass_on(tx, edition, now).await?;
            let told: Vec<Told> = placed.iter().map(|placed| placed.told()).collect();
            record_as_program(&app, tx, place, &told, now).await?;
            Ok::<usize, Failure>(placed.len())
        })
        .await
    }
}

/// Enters an edition for what the program does by itself; none where nothing is written in it any more.
pub(super) async fn enter_as_program(
    tx: &Tx,
    edition: EditionId,
    now: Instant,
) -> Result<Option<(OrganizationId, Option<EditionId>)>, Failure> {
    let Some((scope, _)) = scopes::edition(tx, edition.0, Caller::nobody(now)).await? else {
        return Ok(None);
    };
    let Some(gate) = gates::enter(tx, &scope).await? else { return Ok(None) };
    let open = admits(gate.state, Writing::Arc).is_ok();
    Ok(open.then_some((scope.organization.organization_id, Some(edition))))
}

/// Writes down what the program did by itself, and tells those whom it concerns.
pub(super) async fn record_as_program(
    app: &App,
    tx: &Tx,
    place: (OrganizationId, Option<EditionId>),
    told: &[Told],
    now: Instant,
) -> Result<(), Failure> {
    let entries = told.iter().map(|told| told.entry(place, None, Some("program"), now));
    journal::record(tx, &entries.collect::<Vec<_>>()).await?;
    app.notify(tx, place.1, told, now).await
}
