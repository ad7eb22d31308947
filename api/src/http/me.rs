//! One's own registrations and roles.

use actix_web::get;
use palabre_domain::policy::table::{ListMyRegistrations, ListMyRoles};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, listed};
use super::body::{ListQuery, NoBody};
use super::registrations::RegistrationAnswer;
use crate::usecase::me::{HeldRole, MyRegistration};

/// What the caller is somewhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyRole)]
pub struct MyRoleAnswer {
    /// `organization`, or `edition`.
    pub scope: &'static str,
    /// In which organization.
    pub organization_id: Uuid,
    /// In which edition; null for a role in the whole organization.
    pub edition_id: Option<Uuid>,
    /// `owner`, `organizer`, `viewer`, in an edition by way of a co-organizer; there also what its staff do, or `participant`.
    pub role: String,
}

impl Resource for MyRoleAnswer {
    type View = HeldRole;

    fn of(held: &HeldRole) -> Self {
        let HeldRole { id: _, organization, edition, role } = held.clone();
        Self {
            scope: if edition.is_some() { "edition" } else { "organization" },
            organization_id: organization.0,
            edition_id: edition.map(Into::into),
            role,
        }
    }

    fn version(&self) -> Option<i64> {
        None
    }

    fn address(&self) -> String {
        String::new()
    }
}

/// A registration in the list of one's own.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct MyRegistrationAnswer(RegistrationAnswer);

impl Resource for MyRegistrationAnswer {
    type View = MyRegistration;

    fn of(MyRegistration { registration, held }: &MyRegistration) -> Self {
        Self(RegistrationAnswer { held_by_me: Some(*held), ..RegistrationAnswer::of(registration) })
    }

    fn version(&self) -> Option<i64> {
        self.0.version()
    }

    fn address(&self) -> String {
        self.0.address()
    }
}

/// List the registrations that one holds, in any edition, and, without what they tell of people, those that one made for others.
#[utoipa::path(
    tag = "Accounts",
    params(ListQuery),
    responses((status = 200, description = "A page of registrations", body = ListAnswer<RegistrationAnswer>))
)]
#[get("/v1/me/registrations")]
pub async fn list_my_registrations(call: Allowed<ListMyRegistrations, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_my_registrations(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<MyRegistrationAnswer>(page, &call.continuation())))
}

/// List what one is in organizations and editions: as a member, as staff, as a participant.
#[utoipa::path(
    tag = "Accounts",
    params(ListQuery),
    responses((status = 200, description = "A page of roles", body = ListAnswer<MyRoleAnswer>))
)]
#[get("/v1/me/roles")]
pub async fn list_my_roles(call: Allowed<ListMyRoles, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_my_roles(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<MyRoleAnswer>(page, &call.continuation())))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_my_registrations).service(list_my_roles);
}
