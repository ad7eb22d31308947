//! One's own registrations and roles.

use palabre_domain::policy::table::{ListMyRegistrations, ListMyRoles};
use palabre_persistence::{registration_lists, roles};

pub use palabre_persistence::roles::HeldRole;

use super::registrations::Registration;
use super::{App, Ask, Failure, Page, Paged};

/// A registration that the caller holds, or made for somebody else.
pub struct MyRegistration {
    /// The registration, as far as the caller reads it.
    pub registration: Registration,
    /// Whether the caller holds it.
    pub held: bool,
}

impl App {
    /// The registrations that the caller holds or made for somebody else, in any edition and state.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_my_registrations(
        &self,
        ask: &Ask<ListMyRegistrations>,
        page: Page,
    ) -> Result<Paged<MyRegistration>, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let found = self
            .read(async |tx| Ok(registration_lists::list_of(tx, me, page.after, page.fetch()).await?))
            .await?;
        let mine = |registration: Registration| {
            let held = registration.account == Some(me);
            MyRegistration { registration, held }
        };
        let found = found.into_iter().map(mine).collect();
        Ok(Paged::cut(found, &page, |mine: &MyRegistration| mine.registration.id.0))
    }

    /// What the caller is in organizations and editions: as a member, as staff, as a participant.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_my_roles(
        &self,
        ask: &Ask<ListMyRoles>,
        page: Page,
    ) -> Result<Paged<HeldRole>, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let now = self.now();
        let found =
            self.read(async |tx| Ok(roles::list_of(tx, me, now, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |role| role.id))
    }
}
