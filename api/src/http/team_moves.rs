//! What becomes of teams: form, start, present, dissolve.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::{DissolveTeam, FormTeam, PresentTeam, StartTeam};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::body::{Flaws, ReasonBody};
use super::teams::TeamAnswer;
use super::wire::Lines2000;

/// How a team is formed.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct FormTeamBody {
    /// Why it is formed although it does not meet the policy; not kept where it does.
    #[deserr(default)]
    pub waiver_reason: Option<Lines2000>,
}

/// Form a team: its policy is met, or somebody answers for it with a reason.
#[utoipa::path(
    tag = "Teams",
    request_body = FormTeamBody,
    responses((status = 200, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "policy_unmet", "challenge_not_open"])))
)]
#[post("/v1/teams/{team_id}/form")]
pub async fn form_team(call: Allowed<FormTeam, FormTeamBody>) -> Handled {
    let waiver = call.body.waiver_reason.map(|reason| reason.0);
    Ok(call.app.form_team(call.ask, waiver, shown::<TeamAnswer>).await?.into())
}

/// Note that a team begins to work.
#[utoipa::path(
    tag = "Teams",
    responses((status = 200, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/teams/{team_id}/start")]
pub async fn start_team(call: Allowed<StartTeam>) -> Handled {
    Ok(call.app.start_team(call.ask, shown::<TeamAnswer>).await?.into())
}

/// Note that a team has shown what it made.
#[utoipa::path(
    tag = "Teams",
    responses((status = 200, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/teams/{team_id}/present")]
pub async fn present_team(call: Allowed<PresentTeam>) -> Handled {
    Ok(call.app.present_team(call.ask, shown::<TeamAnswer>).await?.into())
}

/// Dissolve a team, with a reason; its members are free for another one.
#[utoipa::path(
    tag = "Teams",
    request_body = ReasonBody,
    responses((status = 200, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/teams/{team_id}/dissolve")]
pub async fn dissolve_team(call: Allowed<DissolveTeam, ReasonBody>) -> Handled {
    Ok(call.app.dissolve_team(call.ask, call.body.reason.0, shown::<TeamAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(form_team).service(start_team).service(present_team).service(dissolve_team);
}
