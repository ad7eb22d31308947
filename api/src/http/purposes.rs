//! Consent purposes of editions.

use std::collections::BTreeMap;

use actix_web::{get, put};
use deserr::Deserr;
use palabre_domain::policy::table::{GetConsentPurposes, ReplaceConsentPurposes};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, shown};
use super::body::Flaws;
use super::wire::{Few, InSlug, Map5000, Whole};
use crate::usecase::purposes::{NewPurpose, Purpose, PurposeSet};

/// The version of a wording.
type InWordingVersion = Whole<1, 1_000_000>;

/// What to ask consent for.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PurposeBody {
    /// The purpose; each comes once.
    pub purpose: InSlug,
    /// Which of its wordings this is: other words need another version once consent was given.
    pub version: InWordingVersion,
    /// The text that people consent to.
    pub text: Map5000,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// Consent purposes.
pub type PurposeBodies = Few<PurposeBody, 50>;

/// The purposes that an edition shall ask consent for.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct PurposesBody {
    /// The purposes, in the order in which they are asked.
    pub purposes: PurposeBodies,
}

/// What an edition asks consent for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsentPurpose)]
pub struct PurposeAnswer {
    /// The purpose.
    pub purpose: String,
    /// Which of its wordings this is.
    pub version: u32,
    /// The text that people consent to, by language.
    pub text: BTreeMap<String, String>,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// The consent purposes of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsentPurposes)]
pub struct PurposesAnswer {
    /// Of which edition.
    pub edition_id: Uuid,
    /// Counts how often they were replaced.
    pub version: i64,
    /// The purposes, in the order in which they are asked.
    pub purposes: Vec<PurposeAnswer>,
}

impl Resource for PurposesAnswer {
    type View = PurposeSet;

    fn of(set: &PurposeSet) -> Self {
        let PurposeSet { edition, version, purposes } = set.clone();
        let purpose =
            |Purpose { purpose, version, text, required }| PurposeAnswer { purpose, version, text, required };
        Self { edition_id: edition.0, version, purposes: purposes.into_iter().map(purpose).collect() }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}/consent-purposes", self.edition_id)
    }
}

/// Read what an edition asks consent for.
#[utoipa::path(
    tag = "Editions",
    responses((status = 200, description = "The consent purposes", body = PurposesAnswer))
)]
#[get("/v1/editions/{edition_id}/consent-purposes")]
pub async fn get_consent_purposes(call: Allowed<GetConsentPurposes>) -> Handled {
    let purposes = call.app.get_consent_purposes(&call.ask).await?;
    Ok(call.shown::<PurposesAnswer>(&purposes))
}

/// Replace what an edition asks consent for; a published one keeps at least one purpose.
#[utoipa::path(
    tag = "Editions",
    request_body = PurposesBody,
    responses((status = 200, description = "The consent purposes", body = PurposesAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "not_ready"])))
)]
#[put("/v1/editions/{edition_id}/consent-purposes")]
pub async fn replace_consent_purposes(call: Allowed<ReplaceConsentPurposes, PurposesBody>) -> Handled {
    let purpose = |PurposeBody { purpose, version, text, required }| NewPurpose {
        purpose: purpose.0,
        version: version.unsigned(),
        text: text.0,
        required,
    };
    let wanted = call.body.purposes.0.into_iter().map(purpose).collect();
    Ok(call.app.replace_consent_purposes(call.ask, wanted, shown::<PurposesAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_consent_purposes).service(replace_consent_purposes);
}
