//! The door: who has come. A place that somebody holds is held on the way in, too, so that no pool is touched.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::{CheckIn, UndoCheckIn};
use palabre_domain::registration::RegistrationMove;
use palabre_domain::values::Lines;
use palabre_persistence::registrations::{self, Registration};

use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Notes that somebody has come.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn check_in(&self, ask: Ask<CheckIn>, render: Render<Registration>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let registration = moved(work, RegistrationMove::CheckIn, None).await?;
            work.record(Deed::RegistrationCheckedIn, registration.id).await?;
            Ok(registration)
        })
        .await
    }

    /// Takes back that somebody has come, with a reason.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn undo_check_in(
        &self,
        ask: Ask<UndoCheckIn>,
        reason: Lines<2000>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let registration = moved(work, RegistrationMove::UndoCheckIn, Some(&reason)).await?;
            work.record(Deed::RegistrationCheckInUndone, registration.id).await?;
            Ok(registration)
        })
        .await
    }
}

/// The registration in the state that the door makes of it, saved.
async fn moved<A: Action<Scope = RegistrationScope>>(
    work: &Work<'_, A>,
    step: RegistrationMove,
    reason: Option<&Lines<2000>>,
) -> Result<Registration, Failure> {
    work.enter(&work.scope().edition, Writing::Arc).await?;
    let found = registrations::lock(work.tx, work.scope()).await?;
    let mut registration = found.ok_or_else(Failure::not_found)?;
    work.check_version(registration.version)?;
    registration.state = step.apply(registration.state)?;
    registration.reason = reason.map(|reason| reason.as_str().to_owned());
    registrations::save(work.tx, &mut registration).await?;
    Ok(registration)
}
