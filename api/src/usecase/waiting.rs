//! Places that come free go to those who wait, in their order, in the same transaction.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::Action;
use palabre_domain::pool::{PoolCount, profile_left};
use palabre_domain::values::{EditionId, PoolId, RegistrationId};
use palabre_domain::waiting::{self as rule, Queue};
use palabre_persistence::journal::{self, NewEntry};
use palabre_persistence::pools::Pool;
use palabre_persistence::{Caller, Tx, gates, pools, scopes, waiting};

use super::{App, Failure, Located, Work};

/// Gives on what is free in an edition, and says to whom, in order.
///
/// All pools of the edition are locked before, in the order of their ids ([`pools::lock_all`]).
///
/// # Errors
/// The database's own.
pub(super) async fn pass_on(tx: &Tx, edition: EditionId) -> Result<Vec<RegistrationId>, Failure> {
    let heads = waiting::waiting(tx, edition).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let before: Vec<PoolCount> = pools::all(tx, edition).await?.iter().map(Pool::count).collect();
    let (mut queues, mut who) = (Vec::new(), Vec::new());
    for head in heads {
        let left = left(&before, &head.pools);
        if left != Some(0) {
            let first = waiting::first(tx, edition, head.profile, left).await?;
            let keys = first.iter().map(|(key, _)| *key).collect();
            queues.push(Queue { profile: head.profile, pools: head.pools, waiting: keys });
            who.extend(first);
        }
    }
    let mut after = before.clone();
    let placed = rule::pass_on(&mut after, &queues);
    for (before, after) in before.iter().zip(&after).filter(|(before, after)| before != after) {
        // The pools are locked: only a mistake of ours finds them full, and nothing is written then.
        if !pools::take(tx, after.id, after.taken - before.taken).await? {
            return Err(Failure::Conflict);
        }
    }
    let id_of = |key: &_| who.iter().find(|(waiting, _)| waiting == key).map(|(_, id)| *id);
    let placed: Vec<RegistrationId> = placed.iter().filter_map(id_of).collect();
    waiting::confirm(tx, &placed).await?;
    Ok(placed)
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
        for placed in pass_on(self.tx, edition).await? {
            self.record(Deed::RegistrationPlaced, placed).await?;
        }
        Ok(())
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
        self.db
            .write(async move |tx: &Tx| {
                let nobody = Caller::nobody(app.now());
                let Some((scope, _)) = scopes::edition(tx, edition.0, nobody).await? else { return Ok(0) };
                let Some(gate) = gates::enter(tx, &scope).await? else { return Ok(0) };
                if admits(gate.state, Writing::Arc).is_err() {
                    return Ok(0);
                }
                pools::lock_all(tx, edition).await?;
                let placed = pass_on(tx, edition).await?;
                for id in &placed {
                    let deed = Deed::RegistrationPlaced;
                    let entry = NewEntry {
                        organization: scope.organization.organization_id,
                        edition: Some(edition),
                        actor: None,
                        role: Some("program"),
                        action: deed.as_str(),
                        object_kind: deed.object().as_str(),
                        object: id.0,
                        at: app.now(),
                    };
                    journal::record(tx, &[entry]).await?;
                }
                Ok::<usize, Failure>(placed.len())
            })
            .await
    }
}
