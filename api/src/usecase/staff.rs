//! The staff of editions: invited by mail, active once the invitation is accepted, ended when taken back.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{ChangeStaff, CreateStaff, DeleteStaff, GetStaff, ListStaff};
use palabre_domain::rejection::Refusal;
use palabre_domain::staff::{StaffMove, StaffRole, StaffState, changeable};
use palabre_domain::values::Email;
use palabre_persistence::{editions, invitations, organizations, staff};

pub use palabre_persistence::staff::Staff;

use super::failure::taken;
use super::invitations::{InvitedAs, invite};
use super::letters::InvitedTo;
use super::{Answer, App, Ask, Failure, Page, Paged, Render};

impl App {
    /// Asks somebody to join the staff of an edition, by mail.
    ///
    /// # Errors
    /// `wrong_state`, `already_staff`.
    pub async fn create_staff(
        &self,
        ask: Ask<CreateStaff>,
        email: Email,
        role: StaffRole,
        render: Render<Staff>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            work.enter(scope, Writing::SetUp).await?;
            let entry = staff::insert(work.tx, scope.edition_id, &email, role, work.now)
                .await
                .map_err(taken(Refusal::AlreadyStaff))?;
            let organization = organizations::find(work.tx, &scope.organization).await?;
            let organization = organization.ok_or_else(Failure::not_found)?;
            let edition = editions::find(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            let title = edition.title.get(&organization.default_language).or(edition.title.values().next());
            let to = InvitedTo::Staff {
                organization: &organization.name,
                edition: title.map_or("", String::as_str),
                role: role.as_str(),
            };
            invite(work, &email, InvitedAs::Staff(entry.id), &to).await?;
            work.record(Deed::StaffCreated, entry.id).await?;
            Ok(entry)
        })
        .await
    }

    /// The staff of an edition, those who left it included.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_staff(&self, ask: &Ask<ListStaff>, page: Page) -> Result<Paged<Staff>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(staff::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |entry| entry.id.0))
    }

    /// An entry of the staff.
    ///
    /// # Errors
    /// 404.
    pub async fn get_staff(&self, ask: &Ask<GetStaff>) -> Result<Staff, Failure> {
        self.read(async |tx| staff::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)).await
    }

    /// Gives an entry of the staff another role.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`, `already_staff`.
    pub async fn change_staff(
        &self,
        ask: Ask<ChangeStaff>,
        role: Option<StaffRole>,
        render: Render<Staff>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let gate = editions::enter(work.tx, &work.scope().edition).await?;
            let mut entry = staff::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(entry.version)?;
            admits(gate.state, Writing::SetUp)?;
            changeable(entry.state)?;
            entry.role = role.unwrap_or(entry.role);
            staff::save(work.tx, &mut entry).await.map_err(taken(Refusal::AlreadyStaff))?;
            work.record(Deed::StaffChanged, entry.id).await?;
            Ok(entry)
        })
        .await
    }

    /// Ends an entry of the staff: its rights go at once, and so does an invitation that waits.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn delete_staff(&self, ask: Ask<DeleteStaff>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let gate = editions::enter(work.tx, &work.scope().edition).await?;
            let mut entry = staff::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(entry.version)?;
            admits(gate.state, Writing::SetUp)?;
            let waits = entry.state == StaffState::Invited;
            entry.state = StaffMove::End.apply(entry.state)?;
            if waits {
                invitations::delete_of_staff(work.tx, entry.id).await?;
            }
            staff::save(work.tx, &mut entry).await?;
            work.record(Deed::StaffEnded, entry.id).await
        })
        .await
    }
}
