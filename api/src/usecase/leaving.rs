//! Leaving: an account is deleted by its holder, and everything in it that says who that was.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::table::DeleteMe;
use palabre_domain::rejection::Refusal;
use palabre_domain::values::AccountId;
use palabre_persistence::{Caller, accounts, leaving, members, organizations, removals, scopes};

use super::erasure::Eraser;
use super::mail::Whose;
use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Deletes one's own account, and erases the registrations that it holds. Words stay where they were said, without
    /// a name; the journal keeps an id that leads to nobody.
    ///
    /// # Errors
    /// 412; `last_owner` while an organization has no other owner.
    pub async fn delete_me(&self, ask: Ask<DeleteMe>, render: Render<()>) -> Result<Answer, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let answer = self.write(ask, render, async move |work| leave(work, me).await).await?;
        self.removal_waits.notify_one();
        Ok(answer)
    }
}

async fn leave(work: &Work<'_, DeleteMe>, me: AccountId) -> Result<(), Failure> {
    // Organizations are locked before the account, as where members are changed.
    let refused = keep_owners(work, me).await?;
    let account = accounts::lock(work.tx, me).await?.ok_or_else(Failure::not_found)?;
    work.check_version(account.version)?;
    refused.map_or(Ok(()), |refusal| Err(Failure::from(refusal)))?;
    let mut touched: BTreeSet<_> =
        leaving::memberships(work.tx, me).await?.into_iter().map(|(organization, _)| organization).collect();
    touched.extend(leaving::staffed(work.tx, me).await?);
    let eraser = Eraser {
        app: work.app,
        tx: work.tx,
        actor: Some(me),
        role: Some(palabre_domain::policy::Role::Holder.as_str()),
        now: work.now,
    };
    for id in leaving::registrations(work.tx, me).await? {
        let found = scopes::registration(work.tx, id.0, Caller::nobody(work.now)).await?;
        let (scope, _) = found.ok_or(Failure::Conflict)?;
        eraser.erase(&scope).await?;
        touched.insert(scope.edition.organization.organization_id);
    }
    let mut marks = vec![work.app.mark(&Whose::Account(me))];
    if account.email_proven {
        marks.push(work.app.mark(&Whose::Address(account.email_folded.clone())));
    }
    leaving::delete(work.tx, &account, &marks).await?;
    for mark in marks {
        removals::ask(work.tx, Some(mark), work.now).await?;
    }
    for organization in touched {
        work.record_in((organization, None), Deed::AccountErased, me, Some(me), eraser.role).await?;
    }
    Ok(())
}

/// Every organization keeps at least one owner: locks those that the account owns, in the order of their ids, and says
/// whether one would be left without.
async fn keep_owners(work: &Work<'_, DeleteMe>, me: AccountId) -> Result<Option<Refusal>, Failure> {
    let mut refused = None;
    for (organization, role) in leaving::memberships(work.tx, me).await? {
        if role != OrganizationRole::Owner {
            continue;
        }
        let found = scopes::organization(work.tx, organization.0, Caller::nobody(work.now)).await?;
        let (scope, _) = found.ok_or(Failure::Conflict)?;
        organizations::lock(work.tx, &scope).await?;
        // Read again under the lock: another owner may have gone, or taken this one's place.
        let still = members::find(work.tx, organization, me).await?;
        let owns = still.is_some_and(|member| member.role == OrganizationRole::Owner);
        if owns && members::owners(work.tx, organization).await? <= 1 {
            refused = Some(Refusal::LastOwner);
        }
    }
    Ok(refused)
}
