//! Erasing registrations: by the door, by the holder who deletes an account, or by the program once their time is over.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{EditionState, Writing, admits};
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::EraseRegistration;
use palabre_domain::registration::RegistrationMove;
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId};
use palabre_persistence::registrations::{self, Registration};
use palabre_persistence::{Tx, erasure, gates, journal, pools, profiles, removals, team_members};
use uuid::Uuid;

use super::journal::{Told, acting_role};
use super::mail::Whose;
use super::team_members::leave;
use super::waiting::{Placed, pass_on};
use super::{Answer, App, Ask, Failure, Render};

/// The inside of a write that erases: with or without somebody who asked for it.
pub(super) struct Eraser<'a> {
    /// The program, for its keys.
    pub(super) app: &'a App,
    /// The open transaction.
    pub(super) tx: &'a Tx,
    /// Who erases; none for the program.
    pub(super) actor: Option<AccountId>,
    /// As what.
    pub(super) role: Option<&'static str>,
    /// When.
    pub(super) now: Instant,
}

impl App {
    /// Erases what says who a registration was, in every state of its edition; what is live is cancelled first, and
    /// its places go to those who wait. Who was erased stays erased.
    ///
    /// # Errors
    /// 404, 412.
    pub async fn erase_registration(
        &self,
        ask: Ask<EraseRegistration>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        let answer = self
            .write(ask, render, async move |work| {
                let scope = work.scope();
                let gate = work.enter(&scope.edition, Writing::Erasure).await?;
                pools::lock_all(work.tx, scope.edition.edition_id).await?;
                let found = registrations::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
                work.check_version(found.version)?;
                let (actor, role) = (work.grant.account(), acting_role(work.grant.roles()));
                let eraser = Eraser { app: work.app, tx: work.tx, actor, role, now: work.now };
                eraser.erase_locked(scope, gate.state, found).await?;
                registrations::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)
            })
            .await?;
        self.removal_waits.notify_one();
        Ok(answer)
    }
}

impl Eraser<'_> {
    /// Erases the registration of a scope; says whether there was anything to erase.
    ///
    /// # Errors
    /// 404 where it is gone.
    pub(super) async fn erase(&self, scope: &RegistrationScope) -> Result<bool, Failure> {
        let gate = gates::enter(self.tx, &scope.edition).await?.ok_or_else(Failure::not_found)?;
        pools::lock_all(self.tx, scope.edition.edition_id).await?;
        let found = registrations::lock(self.tx, scope).await?.ok_or_else(Failure::not_found)?;
        self.erase_locked(scope, gate.state, found).await
    }

    /// The same once the pools of the edition and the registration are locked.
    ///
    /// Once the edition is over nothing is cancelled: who came, and who did not, is counted.
    async fn erase_locked(
        &self,
        scope: &RegistrationScope,
        state: EditionState,
        mut registration: Registration,
    ) -> Result<bool, Failure> {
        if registration.erased_at.is_some() {
            return Ok(false);
        }
        let edition = &scope.edition;
        let place = (edition.organization.organization_id, edition.edition_id);
        let open = admits(state, Writing::Arc).is_ok();
        if open {
            self.take_back(place, &mut registration).await?;
        }
        erasure::registration(self.tx, place.0, &registration, self.now).await?;
        team_members::renamed(self.tx, registration.id).await?;
        let mark = self.app.mark(&Whose::Registration(registration.id));
        removals::ask(self.tx, Some(mark), self.now).await?;
        self.record(place, Deed::RegistrationErased, registration.id).await?;
        if open {
            self.pass_places_on(place).await?;
        }
        Ok(true)
    }

    /// Cancels what is live, gives its places back and ends its membership.
    async fn take_back(
        &self,
        place: (OrganizationId, EditionId),
        registration: &mut Registration,
    ) -> Result<(), Failure> {
        let before = registration.state;
        if let Ok(cancelled) = RegistrationMove::Cancel.apply(before) {
            registration.state = cancelled;
            registration.offer_expires_at = None;
            registration.waiting_since = None;
            registrations::save(self.tx, registration).await?;
            if before.holds_places() {
                let held = profiles::pools_of(self.tx, registration.profile).await?;
                pools::give_back(self.tx, &held).await?;
            }
            self.record(place, Deed::RegistrationCancelled, registration.id).await?;
        }
        if let Some((mut team, _)) = team_members::lock_team_of(self.tx, registration.id).await? {
            leave(self.tx, &mut team, registration.id, self.now).await?;
            self.record(place, Deed::TeamMemberRemoved, team.id).await?;
        }
        Ok(())
    }

    async fn pass_places_on(&self, place: (OrganizationId, EditionId)) -> Result<(), Failure> {
        let told: Vec<Told> =
            pass_on(self.tx, place.1, self.now).await?.into_iter().map(Placed::told).collect();
        self.tell(place, &told).await?;
        self.app.notify(self.tx, Some(place.1), &told, self.now).await
    }

    async fn record(
        &self,
        place: (OrganizationId, EditionId),
        deed: Deed,
        object: impl Into<Uuid>,
    ) -> Result<(), Failure> {
        self.tell(place, &[Told::of(deed, object)]).await
    }

    /// Writes down only: who is erased is not written to any more.
    async fn tell(
        &self,
        (organization, edition): (OrganizationId, EditionId),
        told: &[Told],
    ) -> Result<(), Failure> {
        let place = (organization, Some(edition));
        let entries = told.iter().map(|told| told.entry(place, self.actor, self.role, self.now));
        Ok(journal::record(self.tx, &entries.collect::<Vec<_>>()).await?)
    }
}
