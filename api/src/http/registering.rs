//! Registering: to a place, or to the list.

use actix_web::post;
use actix_web::web::Data;
use deserr::Deserr;
use palabre_domain::policy::table::CreateRegistration;
use palabre_domain::registration::ConsentGiven;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, created};
use super::body::Flaws;
use super::form::InAnswers;
use super::limits::Buckets;
use super::registrations::{RegistrationAnswer, plain};
use super::wire::{
    Few, InEmail, InLanguage, InPhone, InSlug, Languages, Lines2000, Skills, Text200, WordingVersion,
};
use crate::usecase::registering::{About, NewRegistration, Registered};

/// A registration to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewRegistrationBody {
    /// As what, by slug.
    pub profile: InSlug,
    /// The name.
    #[schema(example = "Participant 1")]
    pub name: Text200,
    /// The address; the caller's own makes the registration theirs.
    #[deserr(default)]
    pub email: Option<InEmail>,
    /// The telephone.
    #[deserr(default)]
    pub phone: Option<InPhone>,
    /// The language to be spoken to in.
    #[deserr(default)]
    pub language: Option<InLanguage>,
    /// The association, service or school one comes from.
    #[deserr(default)]
    pub structure: Option<Text200>,
    /// Where that is.
    #[deserr(default)]
    pub territory: Option<Text200>,
    /// The languages one speaks.
    #[deserr(default)]
    pub languages: Option<Languages>,
    /// What one can do.
    #[deserr(default)]
    pub skills: Option<Skills>,
    /// Why one comes.
    #[deserr(default)]
    pub motivation: Option<Lines2000>,
    /// What one answers to what the edition asks; all that is required of the profile is due.
    #[deserr(default)]
    pub answers: Option<InAnswers>,
    /// What one needs to take part; only the registration desk reads it, and it is erased a month after the edition.
    #[deserr(default)]
    pub access_needs: Option<Lines2000>,
    /// The consents given: each to the present wording of a purpose of the edition.
    pub consents: Consents,
    /// Whether the name is shown to the edition's participants. Where the edition asks for consent to that (`list_me`), only
    /// with it, and by default then.
    #[deserr(default)]
    pub visible: Option<bool>,
}

/// The consents of one registration.
pub type Consents = Few<ConsentBody, 50>;

/// A consent, to one wording of one purpose.
#[derive(Debug, Deserr, ToSchema)]
#[schema(as = Consent)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ConsentBody {
    /// The purpose.
    pub purpose: InSlug,
    /// The version of its text that was read.
    pub version: WordingVersion,
}

/// A registration that was just made, and its receipt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Registered)]
pub struct RegisteredAnswer {
    /// The registration.
    pub registration: RegistrationAnswer,
    /// A code by which the registration is followed without an account; told once, here.
    pub receipt: String,
}

impl Resource for RegisteredAnswer {
    type View = Registered;

    fn of(registered: &Registered) -> Self {
        let Registered { registration, receipt } = registered;
        Self { registration: RegistrationAnswer::of(registration), receipt: receipt.clone() }
    }

    fn version(&self) -> Option<i64> {
        self.registration.version()
    }

    fn address(&self) -> String {
        self.registration.address()
    }
}

/// Register somebody: oneself by one's own address, otherwise somebody else; to a place, or to the list.
#[utoipa::path(
    tag = "Registrations",
    request_body = NewRegistrationBody,
    responses((status = 201, description = "The registration and its receipt", body = RegisteredAnswer)),
    extensions((
        "x-codes" = json!(["wrong_state", "window_closed", "consent_missing", "already_registered"])
    ))
)]
#[post("/v1/editions/{edition_id}/registrations")]
pub async fn create_registration(
    call: Allowed<CreateRegistration, NewRegistrationBody>,
    buckets: Data<Buckets>,
) -> Handled {
    let body = call.body;
    buckets.take_letter(call.app.keys(), body.email.as_ref().map(|email| &email.0))?;
    let about = About {
        name: body.name.0,
        email: body.email.map(|email| email.0),
        phone: body.phone.map(|phone| phone.0),
        language: body.language.map(|language| language.0),
        structure: body.structure.map(|structure| structure.0),
        territory: body.territory.map(|territory| territory.0),
        languages: plain(body.languages.unwrap_or_default().0),
        skills: plain(body.skills.unwrap_or_default().0),
        motivation: body.motivation.map(|motivation| motivation.0),
        answers: body.answers.unwrap_or_default().0,
        access_needs: body.access_needs.map(|needs| needs.0),
        visible: body.visible,
    };
    let given = |consent: ConsentBody| ConsentGiven {
        purpose: consent.purpose.0.into(),
        version: consent.version.unsigned(),
    };
    let consents = body.consents.0.into_iter().map(given).collect();
    let new = NewRegistration { profile: body.profile.0, about, consents };
    Ok(call.app.create_registration(call.ask, new, created::<RegisteredAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_registration);
}
