//! Who was there in a programme item. The journal says that somebody was, and not who: it outlives them.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{AddAttendance, RemoveAttendance};
use palabre_domain::programme::may_attend;
use palabre_domain::values::RegistrationId;
use palabre_persistence::attendances::{self, Visitor};
use palabre_persistence::programme;

use super::team_members::found_in_edition;
use super::{Answer, App, Ask, Failure, Render};

impl App {
    /// Notes that somebody was there; whoever is noted stays noted.
    ///
    /// # Errors
    /// 404; `wrong_state`, `not_confirmed`.
    pub async fn add_attendance(
        &self,
        ask: Ask<AddAttendance>,
        registration: RegistrationId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            found_in_edition(work.tx, &scope.edition, registration).await?;
            work.enter(&scope.edition, Writing::Arc).await?;
            let found = attendances::lock_visitor(work.tx, scope, registration).await?;
            let Visitor { state, is_erased } = found.ok_or_else(Failure::not_found)?;
            // The item may have been deleted since the address was looked at; under the lock of its edition it stays.
            programme::find(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            may_attend(state, is_erased)?;
            if attendances::add(work.tx, scope, registration).await? {
                work.record(Deed::AttendanceAdded, scope.programme_item_id).await?;
            }
            Ok(())
        })
        .await
    }

    /// Notes that somebody was not there after all; nothing changes where they were not noted.
    ///
    /// # Errors
    /// 404; `wrong_state`.
    pub async fn remove_attendance(
        &self,
        ask: Ask<RemoveAttendance>,
        registration: RegistrationId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            found_in_edition(work.tx, &scope.edition, registration).await?;
            work.enter(&scope.edition, Writing::Arc).await?;
            if attendances::remove(work.tx, scope, registration).await? {
                work.record(Deed::AttendanceRemoved, scope.programme_item_id).await?;
            }
            Ok(())
        })
        .await
    }
}
