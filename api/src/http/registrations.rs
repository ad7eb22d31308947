//! Registrations: a person's place, or wait, in an edition.

use actix_web::web::Data;
use actix_web::{get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::answer::FormAnswers;
use palabre_domain::policy::table::{
    CancelRegistration, ChangeRegistration, GetRegistration, ListRegistrations,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, listed, shown};
use super::body::{Flag, Flaws, Limit, NoBody, listing};
use super::form::{InAnswers, InAnswersPatch};
use super::limits::Buckets;
use super::wire::{
    Change, In, InEmail, InLanguage, InPhone, InRegistrationState, InSlug, Languages, Lines2000, Patch,
    Skills, Text200,
};
use crate::usecase::registrations::{Filter, Registration, RegistrationChanges};

/// What to change of a registration; the profile is not: cancel, and register.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct RegistrationPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another address.
    #[deserr(default)]
    #[schema(value_type = Option<InEmail>)]
    pub email: Patch<InEmail>,
    /// Another telephone.
    #[deserr(default)]
    #[schema(value_type = Option<InPhone>)]
    pub phone: Patch<InPhone>,
    /// Another language to be spoken to in.
    #[deserr(default)]
    #[schema(value_type = Option<InLanguage>)]
    pub language: Patch<InLanguage>,
    /// Another association, service or school.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub structure: Patch<Text200>,
    /// Another territory.
    #[deserr(default)]
    #[schema(value_type = Option<Text200>)]
    pub territory: Patch<Text200>,
    /// Other languages that one speaks.
    #[deserr(default)]
    #[schema(value_type = Option<Languages>)]
    pub languages: Patch<Languages>,
    /// Other skills.
    #[deserr(default)]
    #[schema(value_type = Option<Skills>)]
    pub skills: Patch<Skills>,
    /// Another motivation.
    #[deserr(default)]
    #[schema(value_type = Option<Lines2000>)]
    pub motivation: Patch<Lines2000>,
    /// Other answers to what the edition asks.
    #[deserr(default)]
    #[schema(value_type = Option<InAnswersPatch>)]
    pub answers: Patch<InAnswersPatch>,
    /// Whether the name is shown to the edition's participants.
    #[deserr(default)]
    #[schema(value_type = bool, required = false)]
    pub visible: Change<bool>,
}

/// A registration.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Registration)]
pub struct RegistrationAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made here.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// As what, by slug.
    pub profile: String,
    /// The name; null once it was erased.
    pub name: Option<String>,
    /// The address; null for facilitators too.
    pub email: Option<String>,
    /// The telephone; null for facilitators too.
    pub phone: Option<String>,
    /// The language to be spoken to in.
    pub language: Option<String>,
    /// The association, service or school one comes from.
    pub structure: Option<String>,
    /// Where that is.
    pub territory: Option<String>,
    /// The languages one speaks.
    pub languages: Vec<String>,
    /// What one can do.
    pub skills: Vec<String>,
    /// Why one comes.
    pub motivation: Option<String>,
    /// What was answered to what the edition asks.
    #[schema(value_type = InAnswers)]
    pub answers: FormAnswers,
    /// The consents given and not withdrawn.
    pub consents: Vec<ConsentAnswer>,
    /// Whether the name is shown to the edition's participants.
    pub visible: bool,
    /// Where it stands.
    #[schema(value_type = InRegistrationState)]
    pub state: &'static str,
    /// Why it stands there, where that was said.
    pub reason: Option<String>,
    /// Until when places are held for one who was offered them.
    pub offer_expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub registered_at: DateTime<Utc>,
    /// When everything in it that said who it was, was erased.
    pub erased_at: Option<DateTime<Utc>>,
    /// Whether the caller holds it, in the list of one's own; the others were made for somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(extensions(("x-sometimes" = json!(true))))]
    pub held_by_me: Option<bool>,
}

/// A consent, to one wording of one purpose.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsentGiven)]
pub struct ConsentAnswer {
    /// The purpose.
    pub purpose: String,
    /// The version of its text.
    pub version: u32,
}

impl Resource for RegistrationAnswer {
    type View = Registration;

    fn of(registration: &Registration) -> Self {
        let Registration {
            id,
            version,
            created_at,
            edition,
            person: _,
            account: _,
            registered_by: _,
            profile: _,
            profile_slug,
            name,
            email,
            email_folded: _,
            phone,
            language,
            structure,
            territory,
            languages,
            skills,
            motivation,
            answers,
            visible,
            state,
            reason,
            waiting_key: _,
            waiting_since: _,
            offer_expires_at,
            offers_missed: _,
            registered_at,
            erased_at,
            consents,
        } = registration.clone();
        let consents = consents.into_iter();
        Self {
            id: id.0,
            version,
            created_at,
            edition_id: edition.0,
            profile: profile_slug,
            name: erased_at.is_none().then_some(name),
            email,
            phone,
            language,
            structure,
            territory,
            languages,
            skills,
            motivation,
            answers,
            consents: consents
                .map(|given| ConsentAnswer { purpose: given.purpose, version: given.version })
                .collect(),
            visible,
            state: state.as_str(),
            reason,
            offer_expires_at,
            registered_at,
            erased_at,
            held_by_me: None,
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/registrations/{}", self.id)
    }
}

/// Which registrations to list.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegistrationsQuery {
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
    /// In this state.
    #[deserr(default)]
    #[param(value_type = Option<InRegistrationState>)]
    pub state: Option<InRegistrationState>,
    /// With this profile, by slug.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 64)]
    pub profile: Option<InSlug>,
    /// With these words in the name, or, for who reads it, the address.
    #[deserr(default)]
    #[param(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub q: Option<Text200>,
    /// `true`: in no team now; `false`: in one.
    #[deserr(default)]
    #[param(value_type = Option<bool>)]
    pub without_team: Option<In<Flag>>,
}
listing!(RegistrationsQuery);

/// List the registrations of an edition.
#[utoipa::path(
    tag = "Registrations",
    params(RegistrationsQuery),
    responses((status = 200, description = "A page of registrations", body = ListAnswer<RegistrationAnswer>))
)]
#[get("/v1/editions/{edition_id}/registrations")]
pub async fn list_registrations(call: Allowed<ListRegistrations, NoBody, RegistrationsQuery>) -> Handled {
    let RegistrationsQuery { limit: _, cursor: _, state, profile, q, without_team } = &call.query;
    let filter = Filter {
        state: state.as_ref().map(|state| state.0),
        profile: profile.as_ref().map(|slug| slug.0.as_str().to_owned()),
        q: q.as_ref().map(|words| words.0.as_str().to_owned()),
        without_team: without_team.as_ref().map(|flag| flag.0.0),
    };
    let page = call.app.list_registrations(&call.ask, filter, call.page()?).await?;
    Ok(call.reply(listed::<RegistrationAnswer>(page, &call.continuation())))
}

/// Read a registration.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer))
)]
#[get("/v1/registrations/{registration_id}")]
pub async fn get_registration(call: Allowed<GetRegistration>) -> Handled {
    let registration = call.app.get_registration(&call.ask).await?;
    Ok(call.shown::<RegistrationAnswer>(&registration))
}

/// Change a registration; not its profile: for another one, cancel and register.
#[utoipa::path(
    tag = "Registrations",
    request_body = RegistrationPatch,
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "consent_missing", "already_registered", "erased"])))
)]
#[patch("/v1/registrations/{registration_id}")]
pub async fn change_registration(
    call: Allowed<ChangeRegistration, RegistrationPatch>,
    buckets: Data<Buckets>,
) -> Handled {
    let patch = call.body;
    let changes = RegistrationChanges {
        name: patch.name.map(|name| name.0),
        email: patch.email.map(|email| email.0),
        phone: patch.phone.map(|phone| phone.0),
        language: patch.language.map(|language| language.0),
        structure: patch.structure.map(|structure| structure.0),
        territory: patch.territory.map(|territory| territory.0),
        // A list that is taken away is an empty one.
        languages: patch.languages.map(|list| list.0).map(Option::unwrap_or_default).map(plain),
        skills: patch.skills.map(|list| list.0).map(Option::unwrap_or_default).map(plain),
        motivation: patch.motivation.map(|motivation| motivation.0),
        answers: patch.answers.map(|answers| answers.0),
        visible: patch.visible.map(std::convert::identity),
    };
    let typed_in = changes.email.as_ref().and_then(Option::as_ref);
    buckets.take_letter(call.app.keys(), typed_in)?;
    Ok(call.app.change_registration(call.ask, changes, shown::<RegistrationAnswer>).await?.into())
}

/// The values of a list.
pub fn plain<T>(list: Vec<In<T>>) -> Vec<T> {
    list.into_iter().map(|value| value.0).collect()
}

/// Take a registration back; its places go to those who wait.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "The registration", body = RegistrationAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/registrations/{registration_id}/cancel")]
pub async fn cancel_registration(call: Allowed<CancelRegistration>) -> Handled {
    Ok(call.app.cancel_registration(call.ask, shown::<RegistrationAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_registrations)
        .service(get_registration)
        .service(change_registration)
        .service(cancel_registration);
}
