//! The staff of editions: invited by mail, active once the invitation is accepted, ended when taken back or when
//! their term is over.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{ChangeStaff, CreateStaff, DeleteStaff, GetStaff, ListStaff};
use palabre_domain::rejection::Refusal;
use palabre_domain::staff::{StaffMove, StaffRole, StaffState, Term, changeable, of_another, standing};
use palabre_domain::values::{Email, Instant};
use palabre_persistence::{editions, gates, invitations, organizations, staff};

pub use palabre_persistence::staff::Staff;

use super::failure::taken;
use super::invitations::{InvitedAs, invite};
use super::letters::InvitedTo;
use super::localized::in_language;
use super::{Answer, App, Ask, Failure, Page, Paged, Render};

/// Whom to ask, as what, and for how long.
pub struct NewStaff {
    /// The address.
    pub email: Email,
    /// What they do.
    pub role: StaffRole,
    /// The first instant with rights.
    pub from: Option<Instant>,
    /// The first instant without.
    pub until: Option<Instant>,
}

/// What to change of an entry; `Some(None)` takes a bound away.
pub struct StaffChanges {
    /// Another role.
    pub role: Option<StaffRole>,
    /// Another beginning.
    pub from: Option<Option<Instant>>,
    /// Another end.
    pub until: Option<Option<Instant>>,
}

/// An entry as it stands at a moment.
#[derive(Debug, Clone)]
pub struct StaffView {
    /// The entry.
    pub entry: Staff,
    /// Where it stands, its term considered.
    pub standing: StaffState,
}

impl StaffView {
    fn at(now: Instant) -> impl Fn(Staff) -> Self {
        move |entry| Self { standing: standing(entry.state, &entry.term, now), entry }
    }
}

fn term(from: Option<Instant>, until: Option<Instant>) -> Result<Term, Failure> {
    Term::new(from, until).map_err(|flaw| Failure::field("/until", flaw))
}

impl App {
    /// Asks somebody to join the staff of an edition, by mail.
    ///
    /// # Errors
    /// 422 where it ends before it starts; `wrong_state`, `already_staff`.
    pub async fn create_staff(
        &self,
        ask: Ask<CreateStaff>,
        NewStaff { email, role, from, until }: NewStaff,
        render: Render<StaffView>,
    ) -> Result<Answer, Failure> {
        let term = term(from, until)?;
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            work.enter(scope, Writing::SetUp).await?;
            staff::end_what_is_over(work.tx, scope.edition_id, &email, role, work.now).await?;
            let entry = staff::insert(work.tx, scope.edition_id, &email, role, term, work.now)
                .await
                .map_err(taken(Refusal::AlreadyStaff))?;
            let organization = organizations::find(work.tx, &scope.organization).await?;
            let organization = organization.ok_or_else(Failure::not_found)?;
            let edition = editions::find(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            let to = InvitedTo::Staff {
                organization: &organization.name,
                edition: in_language(&edition.title, &[&organization.default_language]),
                role: role.as_str(),
            };
            invite(work, &email, InvitedAs::Staff(entry.id), &to).await?;
            work.record(Deed::StaffCreated, entry.id).await?;
            Ok(StaffView::at(work.now)(entry))
        })
        .await
    }

    /// The staff of an edition, those who left it included.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_staff(&self, ask: &Ask<ListStaff>, page: Page) -> Result<Paged<StaffView>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(staff::list(tx, edition, page.after, page.fetch()).await?)).await?;
        let found = found.into_iter().map(StaffView::at(self.now())).collect();
        Ok(Paged::cut(found, &page, |view: &StaffView| view.entry.id.0))
    }

    /// An entry of the staff.
    ///
    /// # Errors
    /// 404.
    pub async fn get_staff(&self, ask: &Ask<GetStaff>) -> Result<StaffView, Failure> {
        let found = self.read(async |tx| Ok(staff::find(tx, ask.grant.scope()).await?)).await?;
        found.map(StaffView::at(self.now())).ok_or_else(Failure::not_found)
    }

    /// Gives an entry of the staff another role or another term.
    ///
    /// # Errors
    /// 404, 412; 422 where it ends before it starts; `wrong_state`, `own_entry`, `already_staff`.
    pub async fn change_staff(
        &self,
        ask: Ask<ChangeStaff>,
        changes: StaffChanges,
        render: Render<StaffView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let gate = gates::enter(work.tx, &work.scope().edition).await?;
            let gate = gate.ok_or_else(Failure::not_found)?;
            let mut entry = staff::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(entry.version)?;
            let StaffChanges { role, from, until } = &changes;
            let after = term(from.unwrap_or(entry.term.from), until.unwrap_or(entry.term.until))?;
            admits(gate.state, Writing::SetUp)?;
            of_another(entry.account, work.grant.account())?;
            changeable(entry.state, &entry.term, work.now, until.is_some())?;
            entry.role = role.unwrap_or(entry.role);
            entry.term = after;
            staff::save(work.tx, &mut entry).await.map_err(taken(Refusal::AlreadyStaff))?;
            work.record(Deed::StaffChanged, entry.id).await?;
            Ok(StaffView::at(work.now)(entry))
        })
        .await
    }

    /// Ends an entry of the staff: its rights go at once, and so does an invitation that waits. No state of the edition
    /// stands against it: a right that nobody could take back would outlive its reason.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn delete_staff(&self, ask: Ask<DeleteStaff>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            gates::enter(work.tx, &work.scope().edition).await?.ok_or_else(Failure::not_found)?;
            let mut entry = staff::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(entry.version)?;
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
