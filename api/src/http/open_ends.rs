//! What concluding an edition would leave open.

use actix_web::get;
use palabre_domain::policy::table::GetOpenEnds;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use crate::usecase::open_ends::{MOST, OpenEnds, OpenThing, OpenThings};

/// What concluding an edition would leave open, at one instant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenEnds)]
pub struct OpenEndsAnswer {
    /// The edition.
    pub edition_id: Uuid,
    /// Teams that are not dissolved and have no prototype.
    pub teams: OpenThingsAnswer,
    /// Challenges that are drafts or open, and no team is on them.
    pub challenges: OpenThingsAnswer,
    /// Problem statements that are submitted or returned.
    pub problem_statements: OpenThingsAnswer,
}

/// Things that would be left open: how many there are, and the first of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenThings)]
pub struct OpenThingsAnswer {
    /// How many there are, named here or not.
    pub count: u64,
    /// The first of them, oldest first.
    #[schema(max_items = 200)]
    pub items: Vec<OpenThingAnswer>,
}

/// A thing that would be left open.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenThing)]
pub struct OpenThingAnswer {
    /// Its id.
    pub id: Uuid,
    /// Its name, or the beginning of its question or wording; null where the caller may not read that.
    pub label: Option<String>,
    /// Where it stands.
    pub state: &'static str,
}

// The bound in the document is the one that is held.
const _: () = assert!(MOST == 200);

fn things(open: OpenThings) -> OpenThingsAnswer {
    let OpenThings { count, items } = open;
    let thing = |OpenThing { id, label, state }| OpenThingAnswer { id, label, state };
    OpenThingsAnswer { count, items: items.into_iter().map(thing).collect() }
}

/// Read what concluding an edition would leave open: teams without an outcome, challenges without a team, statements
/// undecided.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "What would be left open", body = OpenEndsAnswer))
)]
#[get("/v1/editions/{edition_id}/open-ends")]
pub async fn get_open_ends(call: Allowed<GetOpenEnds>) -> Handled {
    let OpenEnds { edition, teams, challenges, problem_statements } =
        call.app.get_open_ends(&call.ask).await?;
    let answer = OpenEndsAnswer {
        edition_id: edition.0,
        teams: things(teams),
        challenges: things(challenges),
        problem_statements: things(problem_statements),
    };
    Ok(call.reply(json(200, &answer)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_open_ends);
}
