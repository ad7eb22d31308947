//! Composition policies.

use actix_web::{get, put};
use deserr::Deserr;
use palabre_domain::composition::{AtLeast, CompositionPolicy, Kept};
use palabre_domain::policy::table::{GetCompositionPolicy, ReplaceCompositionPolicy};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, shown};
use super::body::Flaws;
use super::wire::{Few, InRegistrationId, InSlug, Lines1000, Whole};
use crate::usecase::policies::PolicyView;

/// A number of members.
pub type Members = Whole<1, 1000>;
/// The profiles of a rule.
pub type RuleProfiles = Few<InSlug, 50>;
/// The rules of a policy.
pub type Rules = Few<AtLeastBody, 50>;
/// The people of a group.
pub type GroupRegistrations = Few<InRegistrationId, 50>;
/// The groups of a policy.
pub type Groups = Few<KeptBody, 50>;

/// How many members a team has.
#[derive(Debug, Default, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct SizeBody {
    /// The fewest; one where this is not said.
    #[deserr(default)]
    pub min: Option<Members>,
    /// The most.
    #[deserr(default)]
    pub max: Option<Members>,
}

/// At least so many members with any of these profiles.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct AtLeastBody {
    /// The profiles, by slug.
    pub profiles: RuleProfiles,
    /// How many members.
    pub count: Members,
}

/// People to keep together, or apart.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct KeptBody {
    /// Their registrations.
    pub registrations: GroupRegistrations,
    /// Why; read by those who form teams only.
    #[deserr(default)]
    pub reason: Option<Lines1000>,
}

/// What makes a team mixed. Each rule is counted on its own: one person may meet several.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct CompositionPolicyBody {
    /// How many members a team has.
    #[deserr(default)]
    pub size: Option<SizeBody>,
    /// The profiles that must be there.
    #[deserr(default)]
    #[schema(required = false)]
    pub at_least: Rules,
    /// Groups that are in a team whole or not at all.
    #[deserr(default)]
    #[schema(required = false)]
    pub keep_together: Groups,
    /// Groups of which a team has one at most.
    #[deserr(default)]
    #[schema(required = false)]
    pub keep_apart: Groups,
}

impl From<CompositionPolicyBody> for CompositionPolicy {
    fn from(body: CompositionPolicyBody) -> Self {
        let CompositionPolicyBody { size, at_least, keep_together, keep_apart } = body;
        let SizeBody { min, max } = size.unwrap_or_default();
        let rule = |AtLeastBody { profiles, count }| AtLeast {
            profiles: profiles.0.into_iter().map(|slug| slug.0.into()).collect(),
            count: Members::unsigned(count),
        };
        let group = |KeptBody { registrations, reason }| Kept {
            registrations: registrations.0.into_iter().map(|id| id.0).collect(),
            reason: reason.map(|reason| reason.0.into()),
        };
        Self {
            size_min: min.map(Members::unsigned),
            size_max: max.map(Members::unsigned),
            at_least: at_least.0.into_iter().map(rule).collect(),
            keep_together: keep_together.0.into_iter().map(group).collect(),
            keep_apart: keep_apart.0.into_iter().map(group).collect(),
        }
    }
}

/// How many members a team has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamSize)]
pub struct SizeAnswer {
    /// The fewest; null: one.
    pub min: Option<u32>,
    /// The most; null: no limit.
    pub max: Option<u32>,
}

/// At least so many members with any of these profiles.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AtLeast)]
pub struct AtLeastAnswer {
    /// The profiles, by slug.
    pub profiles: Vec<String>,
    /// How many members.
    pub count: u32,
}

impl From<AtLeast> for AtLeastAnswer {
    fn from(AtLeast { profiles, count }: AtLeast) -> Self {
        Self { profiles, count }
    }
}

/// People to keep together, or apart.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Kept)]
pub struct KeptAnswer {
    /// Their registrations.
    pub registrations: Vec<Uuid>,
    /// Why.
    pub reason: Option<String>,
}

/// What makes a team mixed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompositionPolicy)]
pub struct CompositionPolicyAnswer {
    /// Counts its changes.
    pub version: i64,
    /// Of which edition.
    pub edition_id: Uuid,
    /// How many members a team has.
    pub size: SizeAnswer,
    /// The profiles that must be there.
    pub at_least: Vec<AtLeastAnswer>,
    /// Groups that are in a team whole or not at all; null where the reader does not form teams.
    pub keep_together: Option<Vec<KeptAnswer>>,
    /// Groups of which a team has one at most; null where the reader does not form teams.
    pub keep_apart: Option<Vec<KeptAnswer>>,
}

impl Resource for CompositionPolicyAnswer {
    type View = PolicyView;

    fn of(view: &PolicyView) -> Self {
        let PolicyView { edition, version, policy, reads_kept } = view.clone();
        let CompositionPolicy { size_min, size_max, at_least, keep_together, keep_apart } = policy;
        let groups = |groups: Vec<Kept>| {
            let group = |Kept { registrations, reason }| KeptAnswer {
                registrations: registrations.into_iter().map(Into::into).collect(),
                reason,
            };
            reads_kept.then(|| groups.into_iter().map(group).collect())
        };
        Self {
            version,
            edition_id: edition.0,
            size: SizeAnswer { min: size_min, max: size_max },
            at_least: at_least.into_iter().map(Into::into).collect(),
            keep_together: groups(keep_together),
            keep_apart: groups(keep_apart),
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}/composition-policy", self.edition_id)
    }
}

/// Read what makes the teams of an edition mixed.
#[utoipa::path(
    tag = "Teams",
    responses((status = 200, description = "The policy", body = CompositionPolicyAnswer))
)]
#[get("/v1/editions/{edition_id}/composition-policy")]
pub async fn get_composition_policy(call: Allowed<GetCompositionPolicy>) -> Handled {
    let policy = call.app.get_composition_policy(&call.ask).await?;
    Ok(call.shown::<CompositionPolicyAnswer>(&policy))
}

/// Say anew what makes the teams of an edition mixed; no team is unformed by it.
#[utoipa::path(
    tag = "Teams",
    request_body = CompositionPolicyBody,
    responses((status = 200, description = "The policy", body = CompositionPolicyAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[put("/v1/editions/{edition_id}/composition-policy")]
pub async fn replace_composition_policy(
    call: Allowed<ReplaceCompositionPolicy, CompositionPolicyBody>,
) -> Handled {
    let render = shown::<CompositionPolicyAnswer>;
    Ok(call.app.replace_composition_policy(call.ask, call.body.into(), render).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_composition_policy).service(replace_composition_policy);
}
