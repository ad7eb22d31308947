//! Organizations and their audit entries.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    ChangeOrganization, CreateOrganization, DeleteOrganization, GetOrganization, ListAuditEntries,
    ListOrganizations,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{
    Change, InCountry, InLanguage, InSlug, InWebAddress, Map5000, MapPatch5000, Patch, Text200,
};
use crate::usecase::organizations::{Entry, NewOrganization, Organization, OrganizationChanges};

/// An organization to found.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewOrganizationBody {
    /// Its short name, unique among all.
    pub slug: InSlug,
    /// Its name.
    pub name: Text200,
    /// The language in which each of its localized texts will be present.
    pub default_language: InLanguage,
    /// What it is.
    #[deserr(default)]
    pub description: Option<Map5000>,
    /// Its own page.
    #[deserr(default)]
    pub url: Option<InWebAddress>,
    /// Where it is at home.
    #[deserr(default)]
    pub country: Option<InCountry>,
}

/// What to change of an organization.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct OrganizationPatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another default language; each of its texts must be there in it.
    #[deserr(default)]
    #[schema(value_type = InLanguage, required = false)]
    pub default_language: Change<InLanguage>,
    /// Another description: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = Option<MapPatch5000>)]
    pub description: Patch<MapPatch5000>,
    /// Another page.
    #[deserr(default)]
    #[schema(value_type = Option<InWebAddress>)]
    pub url: Patch<InWebAddress>,
    /// Another country.
    #[deserr(default)]
    #[schema(value_type = Option<InCountry>)]
    pub country: Patch<InCountry>,
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub struct OrganizationAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was founded here.
    pub created_at: DateTime<Utc>,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is, by language.
    pub description: Option<BTreeMap<String, String>>,
    /// Its own page.
    pub url: Option<String>,
    /// Where it is at home (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The language in which each of its localized texts is present.
    pub default_language: String,
}

impl Resource for OrganizationAnswer {
    type View = Organization;

    fn of(organization: &Organization) -> Self {
        let Organization { id, version, created_at, slug, name, description, url, country, default_language } =
            organization.clone();
        Self { id: id.0, version, created_at, slug, name, description, url, country, default_language }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/organizations/{}", self.id)
    }
}

/// Found an organization; whoever founds it is its owner.
#[utoipa::path(
    tag = "Organizations",
    request_body = NewOrganizationBody,
    responses((status = 201, description = "The organization", body = OrganizationAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[post("/v1/organizations")]
pub async fn create_organization(call: Allowed<CreateOrganization, NewOrganizationBody>) -> Handled {
    let NewOrganizationBody { slug, name, default_language, description, url, country } = call.body;
    let new = NewOrganization {
        slug: slug.0,
        name: name.0,
        default_language: default_language.0,
        description: description.map(|text| text.0),
        url: url.map(|url| url.0),
        country: country.map(|country| country.0),
    };
    Ok(call.app.create_organization(call.ask, new, created::<OrganizationAnswer>).await?.into())
}

/// List the organizations one is a member of.
#[utoipa::path(
    tag = "Organizations",
    params(ListQuery),
    responses((status = 200, description = "A page of organizations", body = ListAnswer<OrganizationAnswer>))
)]
#[get("/v1/organizations")]
pub async fn list_organizations(call: Allowed<ListOrganizations, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_organizations(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<OrganizationAnswer>(page, &call.continuation())))
}

/// Read an organization.
#[utoipa::path(
    tag = "Organizations",
    responses((status = 200, description = "The organization", body = OrganizationAnswer))
)]
#[get("/v1/organizations/{organization_id}")]
pub async fn get_organization(call: Allowed<GetOrganization>) -> Handled {
    let organization = call.app.get_organization(&call.ask).await?;
    Ok(call.shown::<OrganizationAnswer>(&organization))
}

/// Change an organization.
#[utoipa::path(
    tag = "Organizations",
    request_body = OrganizationPatch,
    responses((status = 200, description = "The organization", body = OrganizationAnswer)),
    extensions(("x-codes" = json!(["slug_taken", "in_use"])))
)]
#[patch("/v1/organizations/{organization_id}")]
pub async fn change_organization(call: Allowed<ChangeOrganization, OrganizationPatch>) -> Handled {
    let OrganizationPatch { slug, name, default_language, description, url, country } = call.body;
    let changes = OrganizationChanges {
        slug: slug.map(|slug| slug.0),
        name: name.map(|name| name.0),
        default_language: default_language.map(|language| language.0),
        description: description.map(|text| text.0),
        url: url.map(|url| url.0),
        country: country.map(|country| country.0),
    };
    Ok(call.app.change_organization(call.ask, changes, shown::<OrganizationAnswer>).await?.into())
}

/// Delete an organization that has neither events nor formats, and takes part in nobody's edition.
#[utoipa::path(
    tag = "Organizations",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["in_use"])))
)]
#[delete("/v1/organizations/{organization_id}")]
pub async fn delete_organization(call: Allowed<DeleteOrganization>) -> Handled {
    Ok(call.app.delete_organization(call.ask, done::<()>).await?.into())
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct AuditEntryAnswer {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// In which edition, where in one.
    pub edition_id: Option<Uuid>,
    /// By whom; null for the public, the program itself, and voices that are shown to nobody.
    pub actor_id: Option<Uuid>,
    /// Their name now.
    pub actor_name: Option<String>,
    /// What they were there.
    pub actor_role: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which.
    pub object_id: Uuid,
    /// The state in which that left it, where the deed alone does not say.
    pub state: Option<String>,
    /// Why it was done, where the log is the place for it: naming the readers of confidential words.
    pub reason: Option<String>,
    /// The accounts that were named by it.
    #[schema(max_items = 20)]
    pub named: Vec<Uuid>,
}

impl Resource for AuditEntryAnswer {
    type View = Entry;

    fn of(entry: &Entry) -> Self {
        let Entry {
            id,
            at,
            edition,
            actor,
            actor_name,
            actor_role,
            action,
            object_kind,
            object,
            state,
            reason,
            named,
        } = entry.clone();
        Self {
            id,
            at,
            edition_id: edition.map(Into::into),
            actor_id: actor.map(Into::into),
            actor_name,
            actor_role,
            action,
            object_kind,
            object_id: object,
            state,
            reason,
            named: named.into_iter().map(|account| account.0).collect(),
        }
    }

    fn version(&self) -> Option<i64> {
        None
    }

    fn address(&self) -> String {
        String::new()
    }
}

/// List what was done in an organization, oldest first.
#[utoipa::path(
    tag = "Organizations",
    params(ListQuery),
    responses((status = 200, description = "A page of audit entries", body = ListAnswer<AuditEntryAnswer>))
)]
#[get("/v1/organizations/{organization_id}/audit-entries")]
pub async fn list_audit_entries(call: Allowed<ListAuditEntries, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_audit_entries(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<AuditEntryAnswer>(page, &call.continuation())))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_organization)
        .service(list_organizations)
        .service(get_organization)
        .service(change_organization)
        .service(delete_organization)
        .service(list_audit_entries);
}
