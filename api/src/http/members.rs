//! Members of organizations, and invitations.

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    AcceptInvitation, ChangeMember, CreateInvitation, DeleteInvitation, GetInvitation, GetMember,
    ListInvitations, ListMembers, RemoveMember,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::limits::Buckets;
use super::wire::{InEmail, InOrganizationRole, Text200};
use crate::usecase::invitations::{Invitation, InvitedAs};
use crate::usecase::members::Member;

/// Another role for a member.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct MemberPatch {
    /// The role.
    pub role: InOrganizationRole,
}

/// A member of an organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberAnswer {
    /// The id of the membership.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// In which organization.
    pub organization_id: Uuid,
    /// Whose account; the last part of the address.
    pub account_id: Uuid,
    /// The account's name.
    pub name: String,
    /// The account's address.
    pub email: String,
    /// What they may.
    #[schema(value_type = InOrganizationRole)]
    pub role: &'static str,
}

impl Resource for MemberAnswer {
    type View = Member;

    fn of(member: &Member) -> Self {
        let Member { id, version, created_at, organization, account, role, name, email } = member.clone();
        let (organization_id, account_id) = (organization.0, account.0);
        Self { id, version, created_at, organization_id, account_id, name, email, role: role.as_str() }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/organizations/{}/members/{}", self.organization_id, self.account_id)
    }
}

/// List the members of an organization.
#[utoipa::path(
    tag = "Organizations",
    params(ListQuery),
    responses((status = 200, description = "A page of members", body = ListAnswer<MemberAnswer>))
)]
#[get("/v1/organizations/{organization_id}/members")]
pub async fn list_members(call: Allowed<ListMembers, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_members(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<MemberAnswer>(page, &call.continuation())))
}

/// Read a member.
#[utoipa::path(tag = "Organizations", responses((status = 200, description = "The member", body = MemberAnswer)))]
#[get("/v1/organizations/{organization_id}/members/{account_id}")]
pub async fn get_member(call: Allowed<GetMember>) -> Handled {
    let member = call.app.get_member(&call.ask, call.id("account_id")?).await?;
    Ok(call.shown::<MemberAnswer>(&member))
}

/// Change a member's role; the last owner keeps theirs.
#[utoipa::path(
    tag = "Organizations",
    request_body = MemberPatch,
    responses((status = 200, description = "The member", body = MemberAnswer)),
    extensions(("x-codes" = json!(["last_owner"])))
)]
#[patch("/v1/organizations/{organization_id}/members/{account_id}")]
pub async fn change_member(call: Allowed<ChangeMember, MemberPatch>) -> Handled {
    let account = call.id("account_id")?;
    Ok(call.app.change_member(call.ask, account, call.body.role.0, shown::<MemberAnswer>).await?.into())
}

/// End a membership; the last owner stays.
#[utoipa::path(
    tag = "Organizations",
    responses((status = 204, description = "Ended")),
    extensions(("x-codes" = json!(["last_owner"])))
)]
#[delete("/v1/organizations/{organization_id}/members/{account_id}")]
pub async fn remove_member(call: Allowed<RemoveMember>) -> Handled {
    let account = call.id("account_id")?;
    Ok(call.app.remove_member(call.ask, account, done::<()>).await?.into())
}

/// Whom to invite, and as what.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewInvitationBody {
    /// The address the invitation is bound to.
    pub email: InEmail,
    /// The role that accepting it gives.
    pub role: InOrganizationRole,
}

/// The token of an invitation.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct AcceptInvitationBody {
    /// As the mail told it.
    pub token: Text200,
}

/// An invitation; its token is in the mail only.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// Who invites.
    pub organization_id: Uuid,
    /// The address it is bound to.
    pub email: String,
    /// The role in the organization; null for staff of an edition.
    #[schema(value_type = Option<InOrganizationRole>)]
    pub role: Option<&'static str>,
    /// The entry of an edition's staff; null for members.
    pub staff_id: Option<Uuid>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
}

impl Resource for InvitationAnswer {
    type View = Invitation;

    fn of(invitation: &Invitation) -> Self {
        let Invitation {
            id,
            version,
            created_at,
            organization,
            email,
            email_folded: _,
            to,
            token_hash: _,
            language: _,
            expires_at,
            accepted_at,
            invited_by: _,
        } = invitation.clone();
        let (role, staff_id) = match to {
            InvitedAs::Member(role) => (Some(role.as_str()), None),
            InvitedAs::Staff(staff) => (None, Some(staff.0)),
        };
        let (id, organization_id) = (id.0, organization.0);
        Self { id, version, created_at, organization_id, email, role, staff_id, expires_at, accepted_at }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/invitations/{}", self.id)
    }
}

/// Invite an address to become a member.
#[utoipa::path(
    tag = "Organizations",
    request_body = NewInvitationBody,
    responses((status = 201, description = "The invitation", body = InvitationAnswer)),
    extensions(("x-codes" = json!(["already_member"])))
)]
#[post("/v1/organizations/{organization_id}/invitations")]
pub async fn create_invitation(
    call: Allowed<CreateInvitation, NewInvitationBody>,
    buckets: Data<Buckets>,
) -> Handled {
    buckets.take_letter(call.app.keys(), Some(&call.body.email.0))?;
    let NewInvitationBody { email, role } = call.body;
    Ok(call.app.create_invitation(call.ask, email.0, role.0, created::<InvitationAnswer>).await?.into())
}

/// List the invitations of an organization.
#[utoipa::path(
    tag = "Organizations",
    params(ListQuery),
    responses((status = 200, description = "A page of invitations", body = ListAnswer<InvitationAnswer>))
)]
#[get("/v1/organizations/{organization_id}/invitations")]
pub async fn list_invitations(call: Allowed<ListInvitations, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_invitations(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<InvitationAnswer>(page, &call.continuation())))
}

/// Read an invitation.
#[utoipa::path(
    tag = "Organizations",
    responses((status = 200, description = "The invitation", body = InvitationAnswer))
)]
#[get("/v1/invitations/{invitation_id}")]
pub async fn get_invitation(call: Allowed<GetInvitation>) -> Handled {
    let invitation = call.app.get_invitation(&call.ask).await?;
    Ok(call.shown::<InvitationAnswer>(&invitation))
}

/// Take an invitation back.
#[utoipa::path(
    tag = "Organizations",
    responses((status = 204, description = "Taken back")),
    extensions(("x-codes" = json!(["invitation_spent"])))
)]
#[delete("/v1/invitations/{invitation_id}")]
pub async fn delete_invitation(call: Allowed<DeleteInvitation>) -> Handled {
    Ok(call.app.delete_invitation(call.ask, done::<()>).await?.into())
}

/// Accept an invitation that was sent to the caller's own address.
#[utoipa::path(
    tag = "Organizations",
    request_body = AcceptInvitationBody,
    responses((status = 200, description = "The invitation", body = InvitationAnswer)),
    extensions(("x-codes" = json!(["not_found", "wrong_address", "invitation_spent", "already_member"])))
)]
#[post("/v1/invitations/accept")]
pub async fn accept_invitation(call: Allowed<AcceptInvitation, AcceptInvitationBody>) -> Handled {
    let token = call.body.token.0.into();
    Ok(call.app.accept_invitation(call.ask, token, shown::<InvitationAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_members)
        .service(get_member)
        .service(change_member)
        .service(remove_member)
        .service(create_invitation)
        .service(list_invitations)
        .service(get_invitation)
        .service(delete_invitation)
        .service(accept_invitation);
}
