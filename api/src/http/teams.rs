//! Teams: made, changed, read.

use actix_web::{get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeTeam, CreateTeam, GetTeam, ListTeams};
use palabre_domain::rejection::MissingProfiles;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, listed, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::wire::{Change, In, InChallengeId, InRegistrationId, InTeamState, Patch, Text200};
use crate::usecase::teams::{NewTeam, Team, TeamChanges, TeamFilter, TeamMember, TeamView};

/// A team to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewTeamBody {
    /// Its name.
    pub name: Text200,
    /// The challenge it will be on.
    #[deserr(default)]
    pub challenge_id: Option<InChallengeId>,
    /// Where it works.
    #[deserr(default)]
    pub place: Option<Text200>,
}

/// What to change of a team.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct TeamPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another challenge, or none; while the team gathers.
    #[deserr(default)]
    #[schema(value_type = Option<InChallengeId>)]
    pub challenge_id: Patch<InChallengeId>,
    /// Another place.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub place: Patch<Text200>,
    /// The registration of another steward, who is a member.
    #[deserr(default)]
    #[schema(value_type = Option<InRegistrationId>)]
    pub steward: Patch<InRegistrationId>,
}

/// The query of the list of teams.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TeamQuery {
    /// Teams on this challenge only.
    #[deserr(default)]
    #[param(value_type = Option<Uuid>)]
    pub challenge: Option<InChallengeId>,
    /// Teams in this state only.
    #[deserr(default)]
    #[param(value_type = Option<InTeamState>)]
    pub state: Option<InTeamState>,
    /// Teams whose name holds these words only.
    #[deserr(default)]
    #[param(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub q: Option<Text200>,
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

listing!(TeamQuery);

/// Somebody who is in a team, or was.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamMember)]
pub struct TeamMemberAnswer {
    /// Whose registration.
    pub registration_id: Uuid,
    /// Its profile, by slug.
    pub profile: String,
    /// Its name, where the reader may know it.
    pub name: Option<String>,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; null for members now.
    pub until: Option<DateTime<Utc>>,
}

/// Members that a rule of the policy asks for and the team does not have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissingProfiles)]
pub struct MissingAnswer {
    /// The profiles any of which would do, by slug.
    pub profiles: Vec<String>,
    /// How many of them are missing.
    pub count: u32,
}

/// How a team stands by the composition policy, as far as the reader may know that.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Composition)]
pub struct CompositionAnswer {
    /// How many members it has now.
    pub size: u32,
    /// Whether every rule is met.
    pub satisfied: bool,
    /// What each unmet rule lacks.
    pub missing: Vec<MissingAnswer>,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
pub struct TeamAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes, those of its members among them.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// Its name.
    pub name: String,
    /// The challenge it is on.
    pub challenge_id: Option<Uuid>,
    /// Where it works.
    pub place: Option<String>,
    /// The registration of its steward.
    pub steward: Option<Uuid>,
    /// Who is in it, and who was, each once, in the order in which they came.
    pub members: Vec<TeamMemberAnswer>,
    /// How it stands by the composition policy now.
    pub composition: CompositionAnswer,
    /// Why it was formed although it did not meet the policy.
    pub waiver_reason: Option<String>,
    /// Where it stands.
    #[schema(value_type = InTeamState)]
    pub state: &'static str,
    /// Why it was dissolved.
    pub state_reason: Option<String>,
}

impl Resource for TeamAnswer {
    type View = TeamView;

    fn of(view: &TeamView) -> Self {
        let TeamView { team, members, composition } = view.clone();
        let Team {
            id,
            version,
            created_at,
            edition,
            challenge,
            name,
            place,
            steward,
            state,
            state_reason,
            waiver_reason,
            formed_by_waiver: _,
        } = team;
        let member = |TeamMember { registration, profile, name, from, until }| TeamMemberAnswer {
            registration_id: registration.0,
            profile,
            name,
            from,
            until,
        };
        let lack = |MissingProfiles { profiles, count }| MissingAnswer { profiles, count };
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            name,
            challenge_id: challenge.map(Into::into),
            place,
            steward: steward.map(Into::into),
            members: members.into_iter().map(member).collect(),
            composition: CompositionAnswer {
                size: composition.size,
                satisfied: composition.satisfied,
                missing: composition.missing.into_iter().map(lack).collect(),
            },
            waiver_reason,
            state: state.as_str(),
            state_reason,
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/teams/{}", self.id)
    }
}

/// Make a team; a participant who makes one is its first member and its steward.
#[utoipa::path(
    tag = "Teams",
    request_body = NewTeamBody,
    responses((status = 201, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!([
        "wrong_state", "window_closed", "challenge_not_open", "in_team", "not_confirmed"
    ])))
)]
#[post("/v1/editions/{edition_id}/teams")]
pub async fn create_team(call: Allowed<CreateTeam, NewTeamBody>) -> Handled {
    let NewTeamBody { name, challenge_id, place } = call.body;
    let new =
        NewTeam { name: name.0, challenge: challenge_id.map(|id| id.0), place: place.map(|place| place.0) };
    Ok(call.app.create_team(call.ask, new, created::<TeamAnswer>).await?.into())
}

/// List the teams of an edition.
#[utoipa::path(
    tag = "Teams",
    params(TeamQuery),
    responses((status = 200, description = "A page of teams", body = ListAnswer<TeamAnswer>))
)]
#[get("/v1/editions/{edition_id}/teams")]
pub async fn list_teams(call: Allowed<ListTeams, NoBody, TeamQuery>) -> Handled {
    let filter = TeamFilter {
        challenge: call.query.challenge.as_ref().map(|id| id.0),
        state: call.query.state.as_ref().map(|state| state.0),
        words: call.query.q.as_ref().map(|words| words.0.as_str().to_owned()),
    };
    let page = call.app.list_teams(&call.ask, &filter, call.page()?).await?;
    Ok(call.reply(listed::<TeamAnswer>(page, &call.continuation())))
}

/// Read a team.
#[utoipa::path(tag = "Teams", responses((status = 200, description = "The team", body = TeamAnswer)))]
#[get("/v1/teams/{team_id}")]
pub async fn get_team(call: Allowed<GetTeam>) -> Handled {
    let team = call.app.get_team(&call.ask).await?;
    Ok(call.shown::<TeamAnswer>(&team))
}

/// Change a team: its name, its challenge while it gathers, its place, its steward.
#[utoipa::path(
    tag = "Teams",
    request_body = TeamPatch,
    responses((status = 200, description = "The team", body = TeamAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "challenge_not_open", "not_a_member"])))
)]
#[patch("/v1/teams/{team_id}")]
pub async fn change_team(call: Allowed<ChangeTeam, TeamPatch>) -> Handled {
    let TeamPatch { name, challenge_id, place, steward } = call.body;
    let changes = TeamChanges {
        name: name.map(|name| name.0),
        challenge: challenge_id.map(|id| id.0),
        place: place.map(|place| place.0),
        steward: steward.map(|id| id.0),
    };
    Ok(call.app.change_team(call.ask, changes, shown::<TeamAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_team).service(list_teams).service(get_team).service(change_team);
}
