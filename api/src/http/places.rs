//! The places of an edition, for anyone to count.

use std::collections::BTreeMap;
use std::future::ready;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, get};
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::GetPlaces;
use palabre_domain::pool;
use palabre_domain::values::{EditionId, FromText as _};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled, current};
use super::answers::json;
use super::funders::FunderAnswer;
use super::problem::Problem;
use crate::usecase::places::{Places, ProfilePlaces};
use crate::usecase::pools::Pool;
use crate::usecase::{Answer, App};

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

/// The places as they are answered, and sent to who listens.
pub(super) fn rendered(places: &Places) -> Answer {
    let Places { edition, as_of, pools, profiles, until: _, funders } = places;
    json(
        200,
        &PlacesAnswer {
            edition_id: edition.0,
            as_of: *as_of,
            pools: pools.iter().map(of_pool).collect(),
            profiles: profiles.iter().map(of_profile).collect(),
            funders: funders.iter().cloned().map(Into::into).collect(),
        },
    )
}

/// Who asks for places: somebody who is signed in, or anyone, who finds them on the board.
pub enum PlacesCall {
    /// Somebody who is signed in, or who asks for more than the address.
    Allowed(Box<Allowed<GetPlaces>>),
    /// Anyone.
    Anyone(Data<App>, Uuid),
}

impl FromRequest for PlacesCall {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let nobody =
            !request.headers().contains_key(header::AUTHORIZATION) && request.query_string().is_empty();
        let edition = request.match_info().get("edition_id").and_then(|id| EditionId::from_text(id).ok());
        if let (true, Some(edition), Some(app)) = (nobody, edition, request.app_data::<Data<App>>()) {
            return Box::pin(ready(Ok(Self::Anyone(app.clone(), edition.0))));
        }
        let allowed = Allowed::from_request(request, payload);
        Box::pin(async move { Ok(Self::Allowed(Box::new(allowed.await?))) })
    }
}

/// Count the places of an edition: taken, left, and whether one can register now.
#[utoipa::path(tag = "Places", responses((status = 200, description = "The places", body = PlacesAnswer)))]
#[get("/v1/editions/{edition_id}/places")]
pub async fn get_places(call: PlacesCall) -> Handled {
    // Who has just registered must see it at once: whoever keeps it asks again.
    match call {
        PlacesCall::Allowed(call) => Ok(call.current(rendered(&call.app.get_places(&call.ask).await?))),
        PlacesCall::Anyone(app, edition) => {
            Ok(current(app.places_on_the_board(edition, rendered).await?.answer.clone()))
        }
    }
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_places);
}
