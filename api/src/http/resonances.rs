//! Resonance: "we live this too".

use actix_web::{delete, put};
use deserr::Deserr;
use palabre_domain::policy::table::{AddResonance, RemoveResonance};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::done;
use super::body::{Flaws, NoBody};
use super::wire::Text200;

/// For whom somebody says it.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ResonanceBody {
    /// The structure, where staff say it for one; that of a participant is in their registration, and is not given here.
    #[deserr(default)]
    pub structure: Option<Text200>,
}

/// For whom somebody takes it back.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResonanceQuery {
    /// The structure, where staff take back what staff said for one; participants give none.
    #[deserr(default)]
    pub structure: Option<Text200>,
}

/// Say that one's structure lives a problem too; nothing changes where that was said. Structures are counted once each, whatever the case,
/// accents and spaces of their name; `resonance` of the statement tells how many, from three on.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ResonanceBody,
    responses((status = 204, description = "It was said")),
    extensions(("x-codes" = json!(["wrong_state", "structure_missing"])))
)]
#[put("/v1/problem-statements/{statement_id}/resonance")]
pub async fn add_resonance(call: Allowed<AddResonance, ResonanceBody>) -> Handled {
    let structure = call.body.structure.map(|structure| structure.0);
    Ok(call.app.add_resonance(call.ask, structure, done::<()>).await?.into())
}

/// Take back that one's structure lives a problem too; nothing changes where that was not said. The structure counts as long as somebody
/// else of it says so.
#[utoipa::path(
    tag = "Problem statements",
    params(ResonanceQuery),
    responses((status = 204, description = "It is not said any more")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/problem-statements/{statement_id}/resonance")]
pub async fn remove_resonance(call: Allowed<RemoveResonance, NoBody, ResonanceQuery>) -> Handled {
    let structure = call.query.structure.map(|structure| structure.0);
    Ok(call.app.remove_resonance(call.ask, structure, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(add_resonance).service(remove_resonance);
}
