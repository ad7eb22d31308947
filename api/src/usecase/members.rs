//! Members of organizations.

use palabre_domain::audit::Deed;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::OrganizationScope;
use palabre_domain::policy::table::{ChangeMember, GetMember, ListMembers, RemoveMember};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::AccountId;
use palabre_persistence::{members, organizations};

pub use palabre_persistence::members::Member;

use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

impl App {
    /// The members of an organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_members(&self, ask: &Ask<ListMembers>, page: Page) -> Result<Paged<Member>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found = self
            .read(async |tx| Ok(members::list(tx, organization, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |member| member.id))
    }

    /// A member.
    ///
    /// # Errors
    /// 404.
    pub async fn get_member(&self, ask: &Ask<GetMember>, account: AccountId) -> Result<Member, Failure> {
        let organization = ask.grant.scope().organization_id;
        self.read(async |tx| members::find(tx, organization, account).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Changes a member's role.
    ///
    /// # Errors
    /// 404, 412; `last_owner`.
    pub async fn change_member(
        &self,
        ask: Ask<ChangeMember>,
        account: AccountId,
        role: OrganizationRole,
        render: Render<Member>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut member = member_under_lock(work, account).await?;
            if role != OrganizationRole::Owner {
                keep_an_owner(work, &member).await?;
            }
            member.role = role;
            members::save(work.tx, &mut member).await?;
            work.record(Deed::MemberChanged, member.account).await?;
            Ok(member)
        })
        .await
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// 404, 412; `last_owner`.
    pub async fn remove_member(
        &self,
        ask: Ask<RemoveMember>,
        account: AccountId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let member = member_under_lock(work, account).await?;
            keep_an_owner(work, &member).await?;
            members::delete(work.tx, &member).await?;
            work.record(Deed::MemberRemoved, member.account).await
        })
        .await
    }
}

/// A member, under the lock of the organization: two owners who leave at once would both see the other.
async fn member_under_lock<A: Action<Scope = OrganizationScope>>(
    work: &Work<'_, A>,
    account: AccountId,
) -> Result<Member, Failure> {
    organizations::lock(work.tx, work.scope()).await?;
    let found = members::find(work.tx, work.scope().organization_id, account).await?;
    let member = found.ok_or_else(Failure::not_found)?;
    work.check_version(member.version)?;
    Ok(member)
}

/// An organization keeps at least one owner.
async fn keep_an_owner<A: Action<Scope = OrganizationScope>>(
    work: &Work<'_, A>,
    leaving: &Member,
) -> Result<(), Failure> {
    let owners = members::owners(work.tx, work.scope().organization_id).await?;
    if leaving.role == OrganizationRole::Owner && owners <= 1 {
        return Err(Refusal::LastOwner.into());
    }
    Ok(())
}
