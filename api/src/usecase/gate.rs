//! The gate of an edition: its state first, then its window, under a lock that its transitions wait for.

use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::window::{WindowKind, window_open};
use palabre_persistence::editions::{self, Edition};
use palabre_persistence::gates::{self, Gate};

use super::{Failure, Work};

impl<A: Action> Work<'_, A> {
    /// Enters an edition for writing; the first thing that a write in an edition does.
    ///
    /// # Errors
    /// `wrong_state` where nothing of this kind is written now; after `stale`, where a version was sent.
    pub async fn enter(&self, edition: &EditionScope, writing: Writing) -> Result<Gate, Failure> {
        let gate = gates::enter(self.tx, edition).await?.ok_or_else(Failure::not_found)?;
        self.refuse_in_turn(admits(gate.state, writing))?;
        Ok(gate)
    }

    /// Locks an edition against everything else in it, and reads it: for its transitions, and for whatever raises its
    /// version (two writers who only share the edition would wait for each other when they save it). What
    /// may be written is asked after the version: [`admits`].
    ///
    /// # Errors
    /// 404 where the edition is gone.
    pub async fn lock_edition(&self, edition: &EditionScope) -> Result<Edition, Failure> {
        editions::lock(self.tx, edition).await?.ok_or_else(Failure::not_found)
    }

    /// Enters through a window, which binds the public and participants, never staff.
    ///
    /// # Errors
    /// `wrong_state` before `window_closed`.
    pub async fn enter_by(
        &self,
        edition: &EditionScope,
        writing: Writing,
        window: WindowKind,
    ) -> Result<Gate, Failure> {
        let gate = self.enter(edition, writing).await?;
        if !self.grant.roles().works_on_the_edition() {
            self.refuse_in_turn(window_open(window, gate.state, &gate.windows, self.now))?;
        }
        Ok(gate)
    }
}
