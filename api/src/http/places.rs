//! The places of an edition, for anyone to count.

use std::collections::BTreeMap;

use actix_web::get;
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::GetPlaces;
use palabre_domain::pool;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::funders::FunderAnswer;
use crate::usecase::places::{Places, ProfilePlaces};
use crate::usecase::pools::Pool;

/// The places of an edition, all counted at one instant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Places)]
pub struct PlacesAnswer {
    /// The edition.
    pub edition_id: Uuid,
    /// When this was so.
    pub as_of: DateTime<Utc>,
    /// Every pool.
    #[schema(max_items = 100)]
    pub pools: Vec<PoolPlacesAnswer>,
    /// Every profile.
    #[schema(max_items = 100)]
    pub profiles: Vec<ProfilePlacesAnswer>,
    /// Whose money pays for them.
    #[schema(max_items = 100)]
    pub funders: Vec<FunderAnswer>,
}

/// What is taken and left in a pool.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PoolPlaces)]
pub struct PoolPlacesAnswer {
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// Its places; null is unlimited.
    pub size: Option<u32>,
    /// Those taken: confirmed, checked in and live offers.
    pub taken: u32,
    /// Those left; null is unlimited.
    pub left: Option<u32>,
}

/// What is left for a profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProfilePlaces)]
pub struct ProfilePlacesAnswer {
    /// Its short name.
    pub slug: String,
    /// Its name, by language.
    pub name: BTreeMap<String, String>,
    /// The places left for it: the least of its pools'; null is unlimited.
    pub left: Option<u32>,
    /// Whether a registration sent now would be taken, to a place or to the list.
    pub open: bool,
}

// The bound in the document is the one that is held when pools and profiles are made.
const _: () = assert!(pool::MOST == 100);

fn of_pool(pool: &Pool) -> PoolPlacesAnswer {
    let left = pool.count().left();
    let Pool { slug, name, size, taken, .. } = pool.clone();
    PoolPlacesAnswer { slug, name, size, taken, left }
}

fn of_profile(places: &ProfilePlaces) -> ProfilePlacesAnswer {
    let ProfilePlaces { profile, left, open } = places;
    let (slug, name) = (profile.slug.clone(), profile.name.clone());
    ProfilePlacesAnswer { slug, name, left: *left, open: *open }
}

/// Count the places of an edition: taken, left, and whether one can register now.
#[utoipa::path(tag = "Places", responses((status = 200, description = "The places", body = PlacesAnswer)))]
#[get("/v1/editions/{edition_id}/places")]
pub async fn get_places(call: Allowed<GetPlaces>) -> Handled {
    let Places { edition, as_of, pools, profiles, funders } = call.app.get_places(&call.ask).await?;
    let answer = PlacesAnswer {
        edition_id: edition.0,
        as_of,
        pools: pools.iter().map(of_pool).collect(),
        profiles: profiles.iter().map(of_profile).collect(),
        funders: funders.into_iter().map(Into::into).collect(),
    };
    // Who has just registered must see it at once.
    Ok(call.current(json(200, &answer)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_places);
}
