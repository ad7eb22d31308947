//! Profiles: what people register as.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeProfile, CreateProfile, DeleteProfile, GetProfile, ListProfiles};
use palabre_domain::values::Slug;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InKnowledge, InSlug, Map200, MapPatch200, PoolSlugs};
use crate::usecase::profiles::{NewProfile, Profile, ProfileChanges};

/// A profile to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewProfileBody {
    /// Its short name, unique in the edition.
    #[schema(example = "social-worker")]
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// The kind of knowledge it brings.
    pub knowledge: InKnowledge,
    /// The pools it draws from, by slug: who registers with it needs a place in each of them.
    pub pools: PoolSlugs,
}

/// What to change of a profile.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ProfilePatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another name: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub name: Change<MapPatch200>,
    /// Another kind of knowledge.
    #[deserr(default)]
    #[schema(value_type = InKnowledge, required = false)]
    pub knowledge: Change<InKnowledge>,
    /// Other pools; not while a live registration has the profile.
    #[deserr(default)]
    #[schema(value_type = PoolSlugs, required = false)]
    pub pools: Change<PoolSlugs>,
}

/// A profile that one registers as.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Profile)]
pub struct ProfileAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// The kind of knowledge it brings.
    #[schema(value_type = InKnowledge)]
    pub knowledge: &'static str,
    /// The pools it draws from, by slug.
    pub pools: Vec<String>,
}

impl Resource for ProfileAnswer {
    type View = Profile;

    fn of(profile: &Profile) -> Self {
        let Profile { id, version, created_at, edition, slug, name, knowledge, pools } = profile.clone();
        let pools = pools.into_iter().map(|pool| pool.slug).collect();
        let (id, edition_id, knowledge) = (id.0, edition.0, knowledge.as_str());
        Self { id, version, created_at, edition_id, slug, name, knowledge, pools }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/profiles/{}", self.id)
    }
}

fn slugs(pools: PoolSlugs) -> Vec<Slug> {
    pools.0.into_iter().map(|slug| slug.0).collect()
}

/// Make a profile.
#[utoipa::path(
    tag = "Places",
    request_body = NewProfileBody,
    responses((status = 201, description = "The profile", body = ProfileAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "slug_taken", "full"])))
)]
#[post("/v1/editions/{edition_id}/profiles")]
pub async fn create_profile(call: Allowed<CreateProfile, NewProfileBody>) -> Handled {
    let NewProfileBody { slug, name, knowledge, pools } = call.body;
    let new = NewProfile { slug: slug.0, name: name.0, knowledge: knowledge.0, pools: slugs(pools) };
    Ok(call.app.create_profile(call.ask, new, created::<ProfileAnswer>).await?.into())
}

/// List the profiles of an edition.
#[utoipa::path(
    tag = "Places",
    params(ListQuery),
    responses((status = 200, description = "A page of profiles", body = ListAnswer<ProfileAnswer>))
)]
#[get("/v1/editions/{edition_id}/profiles")]
pub async fn list_profiles(call: Allowed<ListProfiles, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_profiles(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<ProfileAnswer>(page, &call.continuation())))
}

/// Read a profile.
#[utoipa::path(tag = "Places", responses((status = 200, description = "The profile", body = ProfileAnswer)))]
#[get("/v1/profiles/{profile_id}")]
pub async fn get_profile(call: Allowed<GetProfile>) -> Handled {
    let profile = call.app.get_profile(&call.ask).await?;
    Ok(call.shown::<ProfileAnswer>(&profile))
}

/// Change a profile; its pools only while no live registration has it.
#[utoipa::path(
    tag = "Places",
    request_body = ProfilePatch,
    responses((status = 200, description = "The profile", body = ProfileAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "slug_taken", "in_use"])))
)]
#[patch("/v1/profiles/{profile_id}")]
pub async fn change_profile(call: Allowed<ChangeProfile, ProfilePatch>) -> Handled {
    let ProfilePatch { slug, name, knowledge, pools } = call.body;
    let changes = ProfileChanges {
        slug: slug.map(|slug| slug.0),
        name: name.map(|name| name.0),
        knowledge: knowledge.map(|knowledge| knowledge.0),
        pools: pools.map(slugs),
    };
    Ok(call.app.change_profile(call.ask, changes, shown::<ProfileAnswer>).await?.into())
}

/// Delete a profile with which nobody ever registered, and for which the composition policy does not ask.
#[utoipa::path(
    tag = "Places",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state", "in_use"])))
)]
#[delete("/v1/profiles/{profile_id}")]
pub async fn delete_profile(call: Allowed<DeleteProfile>) -> Handled {
    Ok(call.app.delete_profile(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_profile)
        .service(list_profiles)
        .service(get_profile)
        .service(change_profile)
        .service(delete_profile);
}
