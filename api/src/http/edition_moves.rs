//! What organizers make of an edition.

use actix_web::post;
use palabre_domain::policy::table::{
    ArchiveEdition, BeginFollowUp, CancelEdition, ConcludeEdition, PublishEdition, StartEdition,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::body::ReasonBody;
use super::edition_answers::EditionAnswer;

/// Publish an edition: from here on anyone reads it.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "not_ready"])))
)]
#[post("/v1/editions/{edition_id}/publish")]
pub async fn publish_edition(call: Allowed<PublishEdition>) -> Handled {
    Ok(call.app.publish_edition(call.ask, shown::<EditionAnswer>).await?.into())
}

/// Start an edition: its days begin.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/editions/{edition_id}/start")]
pub async fn start_edition(call: Allowed<StartEdition>) -> Handled {
    Ok(call.app.start_edition(call.ask, shown::<EditionAnswer>).await?.into())
}

/// Conclude an edition: its days are over; registrations and challenges get their last state.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/editions/{edition_id}/conclude")]
pub async fn conclude_edition(call: Allowed<ConcludeEdition>) -> Handled {
    Ok(call.app.conclude_edition(call.ask, shown::<EditionAnswer>).await?.into())
}

/// Begin the follow-up of an edition: what was promised is followed from here on.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/editions/{edition_id}/begin-follow-up")]
pub async fn begin_follow_up(call: Allowed<BeginFollowUp>) -> Handled {
    Ok(call.app.begin_follow_up(call.ask, shown::<EditionAnswer>).await?.into())
}

/// Archive an edition: only what is known of it afterwards is written down from here on, credits and figures.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/editions/{edition_id}/archive")]
pub async fn archive_edition(call: Allowed<ArchiveEdition>) -> Handled {
    Ok(call.app.archive_edition(call.ask, shown::<EditionAnswer>).await?.into())
}

/// Cancel an edition, with a reason that everybody reads; a draft is deleted instead.
#[utoipa::path(
    tag = "Editions",
    request_body = ReasonBody,
    responses((status = 200, description = "The edition", body = EditionAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/editions/{edition_id}/cancel")]
pub async fn cancel_edition(call: Allowed<CancelEdition, ReasonBody>) -> Handled {
    let reason = call.body.reason.0;
    Ok(call.app.cancel_edition(call.ask, reason, shown::<EditionAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(publish_edition)
        .service(start_edition)
        .service(conclude_edition)
        .service(begin_follow_up)
        .service(archive_edition)
        .service(cancel_edition);
}
