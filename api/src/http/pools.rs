//! Pools of places.

use std::collections::BTreeMap;

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangePool, CreatePool, DeletePool, GetPool, ListPools};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{self, ListAnswer, Resource, created, done, listed};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, InSlug, Map200, MapPatch200, Patch, PoolSize};
use crate::usecase::pools::{NewPool, Pool, PoolChanges};

/// A pool to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewPoolBody {
    /// Its short name, unique in the edition.
    #[schema(example = "coders")]
    pub slug: InSlug,
    /// Its name.
    pub name: Map200,
    /// Its places; null is unlimited.
    #[deserr(default)]
    pub size: Option<PoolSize>,
}

/// What to change of a pool.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PoolPatch {
    /// Another short name.
    #[deserr(default)]
    #[schema(value_type = InSlug, required = false)]
    pub slug: Change<InSlug>,
    /// Another name: a language with `null` is taken away, one that is not named stays.
    #[deserr(default)]
    #[schema(value_type = MapPatch200, required = false)]
    pub name: Change<MapPatch200>,
    /// Another size, not below what is taken; null is unlimited. What a larger one brings goes to those who wait.
    #[deserr(default)]
    #[schema(value_type = Option<PoolSize>)]
    pub size: Patch<PoolSize>,
}

/// A pool of places.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pool)]
pub struct PoolAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; places taken and given back are none.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// Its places; null is unlimited.
    pub size: Option<u32>,
    /// Those taken: confirmed, checked in and live offers.
    pub taken: u32,
}

impl Resource for PoolAnswer {
    type View = Pool;

    fn of(pool: &Pool) -> Self {
        let Pool { id, version, created_at, edition, slug, name, size, taken } = pool.clone();
        Self { id: id.0, version, created_at, edition_id: edition.0, slug, name, size, taken }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/pools/{}", self.id)
    }
}

/// Make a pool of places.
#[utoipa::path(
    tag = "Places",
    request_body = NewPoolBody,
    responses((status = 201, description = "The pool", body = PoolAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "slug_taken", "full"])))
)]
#[post("/v1/editions/{edition_id}/pools")]
pub async fn create_pool(call: Allowed<CreatePool, NewPoolBody>) -> Handled {
    let NewPoolBody { slug, name, size } = call.body;
    let new = NewPool { slug: slug.0, name: name.0, size: size.map(PoolSize::unsigned) };
    Ok(call.app.create_pool(call.ask, new, created::<PoolAnswer>).await?.into())
}

/// List the pools of an edition.
#[utoipa::path(
    tag = "Places",
    params(ListQuery),
    responses((status = 200, description = "A page of pools", body = ListAnswer<PoolAnswer>))
)]
#[get("/v1/editions/{edition_id}/pools")]
pub async fn list_pools(call: Allowed<ListPools, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_pools(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<PoolAnswer>(page, &call.continuation())))
}

/// Read a pool.
#[utoipa::path(tag = "Places", responses((status = 200, description = "The pool", body = PoolAnswer)))]
#[get("/v1/pools/{pool_id}")]
pub async fn get_pool(call: Allowed<GetPool>) -> Handled {
    let pool = call.app.get_pool(&call.ask).await?;
    // No 304: what is taken changes by itself and is not in the tag.
    Ok(call.reply(answers::shown::<PoolAnswer>(&pool)))
}

/// Change a pool; places that a larger size brings go to those who wait.
#[utoipa::path(
    tag = "Places",
    request_body = PoolPatch,
    responses((status = 200, description = "The pool", body = PoolAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "slug_taken", "size_below_taken"])))
)]
#[patch("/v1/pools/{pool_id}")]
pub async fn change_pool(call: Allowed<ChangePool, PoolPatch>) -> Handled {
    let PoolPatch { slug, name, size } = call.body;
    let changes = PoolChanges {
        slug: slug.map(|slug| slug.0),
        name: name.map(|name| name.0),
        size: size.map(PoolSize::unsigned),
    };
    Ok(call.app.change_pool(call.ask, changes, answers::shown::<PoolAnswer>).await?.into())
}

/// Delete a pool that no profile draws from.
#[utoipa::path(
    tag = "Places",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state", "in_use"])))
)]
#[delete("/v1/pools/{pool_id}")]
pub async fn delete_pool(call: Allowed<DeletePool>) -> Handled {
    Ok(call.app.delete_pool(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_pool)
        .service(list_pools)
        .service(get_pool)
        .service(change_pool)
        .service(delete_pool);
}
