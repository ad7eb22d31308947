//! Reviews: registrations that somebody looks at before they get a place.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::{ConfirmRegistration, DeclineRegistration};
use palabre_domain::registration::{RegistrationMove, RegistrationState};
use palabre_domain::values::Lines;
use palabre_persistence::registrations::{self, Registration};
use palabre_persistence::{pools, profiles};

use super::journal::Told;
use super::placing::places_for;
use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Lets somebody in: to a place where there is one and nobody who could take it waits, to the list otherwise, at the place in
    /// the order at which they came.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn confirm_registration(
        &self,
        ask: Ask<ConfirmRegistration>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut registration = reviewed(work, RegistrationMove::Confirm).await?;
            let mine = profiles::pools_of(work.tx, registration.profile).await?;
            let key = registration.waiting_key;
            let placing = places_for(work.tx, registration.edition, &mine, Some(key)).await?;
            registration.state = placing.state;
            registration.waiting_since = (placing.state == RegistrationState::Waitlisted).then_some(work.now);
            registrations::save(work.tx, &mut registration).await?;
            placing.tell_those_passed_over(work.tx, &registration, work.now).await?;
            let told = Told::of(Deed::RegistrationConfirmed, registration.id).left_in(placing.state);
            work.record_told(&[told]).await?;
            if placing.others_first {
                work.pass_places_on(registration.edition).await?;
                return registrations::lock(work.tx, work.scope()).await?.ok_or(Failure::Conflict);
            }
            Ok(registration)
        })
        .await
    }

    /// Decides against somebody, with a reason.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn decline_registration(
        &self,
        ask: Ask<DeclineRegistration>,
        reason: Lines<2000>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut registration = reviewed(work, RegistrationMove::Decline).await?;
            registration.reason = Some(reason.as_str().to_owned());
            registrations::save(work.tx, &mut registration).await?;
            work.record(Deed::RegistrationDeclined, registration.id).await?;
            Ok(registration)
        })
        .await
    }
}

/// The registration in the state that a decision makes of it, not saved yet; all pools of the edition are locked.
async fn reviewed<A: Action<Scope = RegistrationScope>>(
    work: &Work<'_, A>,
    step: RegistrationMove,
) -> Result<Registration, Failure> {
    work.enter(&work.scope().edition, Writing::Arc).await?;
    pools::lock_all(work.tx, work.scope().edition.edition_id).await?;
    let found = registrations::lock(work.tx, work.scope()).await?;
    let mut registration = found.ok_or_else(Failure::not_found)?;
    work.check_version(registration.version)?;
    registration.state = step.apply(registration.state)?;
    Ok(registration)
}
