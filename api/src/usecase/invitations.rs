//! Invitations: by mail only, bound to an address, for members and staff alike.

use chrono::Duration;
use palabre_domain::audit::Deed;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::table::{
    AcceptInvitation, CreateInvitation, DeleteInvitation, GetInvitation, ListInvitations,
};
use palabre_domain::policy::{Action, Actor};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Email, Instant, InvitationId};
use palabre_persistence::{accounts, invitations, members, organizations, staff};
use uuid::Uuid;

pub use palabre_persistence::invitations::{Invitation, InvitedAs};

use super::claims::claim;
use super::failure::taken;
use super::keys::Secret;
use super::letters::{self, InvitedTo};
use super::mail::Whose;
use super::sign_in_links::prove_address;
use super::{Answer, App, Ask, Failure, Located, Page, Paged, Render, Work, mail};

/// Days that an invitation lives.
const DAYS: i64 = 14;

impl App {
    /// Invites an address to become a member.
    ///
    /// # Errors
    /// `already_member`.
    pub async fn create_invitation(
        &self,
        ask: Ask<CreateInvitation>,
        email: Email,
        role: OrganizationRole,
        render: Render<Invitation>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let found = organizations::lock(work.tx, work.scope()).await?;
            let organization = found.ok_or_else(Failure::not_found)?;
            if let Some(account) = accounts::find_by_email(work.tx, &email.folded()).await?
                && members::find(work.tx, organization.id, account.id).await?.is_some()
            {
                return Err(Refusal::AlreadyMember.into());
            }
            let to = InvitedTo::Organization { organization: &organization.name, role: role.as_str() };
            let invitation = invite(work, &email, InvitedAs::Member(role), &to).await?;
            work.record(Deed::InvitationCreated, invitation.id).await?;
            Ok(invitation)
        })
        .await
    }

    /// The invitations of an organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_invitations(
        &self,
        ask: &Ask<ListInvitations>,
        page: Page,
    ) -> Result<Paged<Invitation>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found = self
            .read(async |tx| Ok(invitations::list(tx, organization, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |invitation| invitation.id.0))
    }

    /// An invitation.
    ///
    /// # Errors
    /// 404.
    pub async fn get_invitation(&self, ask: &Ask<GetInvitation>) -> Result<Invitation, Failure> {
        self.read(async |tx| invitations::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Takes an invitation back; one that was accepted stays as it is.
    ///
    /// # Errors
    /// 404, 412; `invitation_spent`.
    pub async fn delete_invitation(
        &self,
        ask: Ask<DeleteInvitation>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let found = invitations::find(work.tx, work.scope()).await?;
            let invitation = found.ok_or_else(Failure::not_found)?;
            work.check_version(invitation.version)?;
            if invitation.accepted_at.is_some() {
                return Err(Refusal::InvitationSpent.into());
            }
            invitations::delete(work.tx, &invitation).await?;
            if let InvitedAs::Staff(entry) = invitation.to {
                // Without its invitation nobody can accept it: the address can be invited again.
                staff::end_invited(work.tx, entry).await?;
            }
            work.record(Deed::InvitationDeleted, invitation.id).await
        })
        .await
    }

    /// Accepts an invitation from a signed-in account of its address; proves the address by that.
    ///
    /// # Errors
    /// 404 for a token that is none; `wrong_address`, `invitation_spent`, `already_member`.
    pub async fn accept_invitation(
        &self,
        ask: Ask<AcceptInvitation>,
        token: String,
        render: Render<Invitation>,
    ) -> Result<Answer, Failure> {
        let Actor::Account(me) = ask.grant.actor() else { return Err(Failure::not_found()) };
        let hash = self.invitation_hash(&token);
        self.write(ask, render, async move |work| {
            let found = invitations::lock_by_token(work.tx, &hash).await?;
            let mut invitation = found.ok_or_else(Failure::not_found)?;
            let mut account = accounts::lock(work.tx, me.account).await?.ok_or_else(Failure::not_found)?;
            if account.email_folded != invitation.email_folded {
                return Err(Refusal::WrongAddress.into());
            }
            if invitation.accepted_at.is_some() || invitation.expires_at <= work.now {
                return Err(Refusal::InvitationSpent.into());
            }
            prove_address(work.tx, &mut account, Some(me.session)).await?;
            claim(work, &account).await?;
            let place = match invitation.to {
                InvitedAs::Member(role) => {
                    members::insert(work.tx, invitation.organization, account.id, role, work.now)
                        .await
                        .map_err(taken(Refusal::AlreadyMember))?;
                    (invitation.organization, None)
                }
                InvitedAs::Staff(entry) => {
                    let edition = staff::activate(work.tx, entry, account.id).await?;
                    let edition = edition.ok_or(Failure::Rejected(Refusal::InvitationSpent.into()))?;
                    (invitation.organization, Some(edition))
                }
            };
            invitations::accept(work.tx, &mut invitation, work.now).await?;
            let deed = Deed::InvitationAccepted;
            work.record_in(place, deed, invitation.id, Some(account.id), Some("signed_in")).await?;
            Ok(invitation)
        })
        .await
    }

    fn invitation_hash(&self, token: &str) -> Vec<u8> {
        self.keys.fingerprint("invitation", &[token.as_bytes()])
    }
}

/// Makes an invitation and the mail that carries its token, in the language of the account that has the address,
/// else of the organization.
pub(super) async fn invite<A: Action>(
    work: &Work<'_, A>,
    email: &Email,
    to: InvitedAs,
    words: &InvitedTo<'_>,
) -> Result<Invitation, Failure>
where
    A::Scope: Located,
{
    let (organization, _) = work.scope().journal().ok_or_else(Failure::not_found)?;
    let known = accounts::find_by_email(work.tx, &email.folded()).await?;
    let language = match known {
        Some(account) => account.language,
        None => organizations::default_language(work.tx, organization).await?,
    };
    let token = Secret::long();
    let invitation = Invitation {
        id: InvitationId(Uuid::now_v7()),
        version: 1,
        created_at: work.now,
        organization,
        email: email.as_str().to_owned(),
        email_folded: email.folded(),
        to,
        token_hash: work.app.invitation_hash(token.as_str()),
        language: language.clone(),
        expires_at: expiry(work.now),
        accepted_at: None,
        invited_by: work.grant.account(),
    };
    invitations::insert(work.tx, &invitation).await?;
    let tongue = mail::tongue(&language);
    let link = work.app.settings.public_url.as_deref();
    let letter = letters::invitation(tongue, words, token.as_str(), link);
    mail::enqueue(work, email.as_str(), Whose::Address(email.folded()), tongue, letter).await?;
    Ok(invitation)
}

fn expiry(now: Instant) -> Instant {
    now + Duration::days(DAYS)
}
