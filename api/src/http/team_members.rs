//! Members of teams.

use actix_web::{delete, put};
use palabre_domain::policy::table::{AddTeamMember, RemoveTeamMember};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::done;

/// Put somebody into a team; nothing changes where they are in it.
#[utoipa::path(
    tag = "Teams",
    responses((status = 204, description = "Is in the team")),
    extensions(("x-codes" = json!([
        "wrong_state", "window_closed", "not_confirmed", "in_team", "policy_unmet"
    ])))
)]
#[put("/v1/teams/{team_id}/members/{registration_id}")]
pub async fn add_team_member(call: Allowed<AddTeamMember>) -> Handled {
    let registration = call.id("registration_id")?;
    Ok(call.app.add_team_member(call.ask, registration, done::<()>).await?.into())
}

/// Take somebody out of a team, or leave it; nothing changes where they are not in it.
#[utoipa::path(
    tag = "Teams",
    responses((status = 204, description = "Is not in the team")),
    extensions(("x-codes" = json!(["wrong_state", "window_closed", "policy_unmet"])))
)]
#[delete("/v1/teams/{team_id}/members/{registration_id}")]
pub async fn remove_team_member(call: Allowed<RemoveTeamMember>) -> Handled {
    let registration = call.id("registration_id")?;
    Ok(call.app.remove_team_member(call.ask, registration, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(add_team_member).service(remove_team_member);
}
