//! Tokens, sign-in links and sessions.

use actix_web::web::Data;
use actix_web::{delete, get, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    CreateTokens, CreateTokensFromLink, EndMySession, GetMySession, ListMySessions, RefreshTokens,
    RequestSignInLink, RevokeTokens,
};
use palabre_domain::values::Flaw;
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::accounts::AccountAnswer;
use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, done, json, listed};
use super::body::{Flaws, ListQuery};
use super::limits::Buckets;
use super::wire::{InEmail, InGivenPassword, InSignInCode, Text200};
use crate::usecase::sign_in_links::Proof;
use crate::usecase::tokens::{Session, Tokens};
use crate::usecase::{Answer, Failure};

/// E-mail and password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct CredentialsBody {
    /// The address.
    pub email: InEmail,
    /// The password.
    pub password: InGivenPassword,
}

/// A refresh token.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct RefreshTokenBody {
    /// The token, good for one use.
    pub refresh_token: Text200,
}

/// An address.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct EmailBody {
    /// The address.
    pub email: InEmail,
}

/// What a sign-in mail gave: its token, or address and code.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct SignInProofBody {
    /// The token of the link.
    #[deserr(default)]
    pub token: Option<Text200>,
    /// The address the mail went to; with `code`.
    #[deserr(default)]
    pub email: Option<InEmail>,
    /// The code beside the link; with `email`.
    #[deserr(default)]
    pub code: Option<InSignInCode>,
}

/// Tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tokens)]
pub struct TokensAnswer {
    /// Goes with each call as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// Renews the tokens, once.
    pub refresh_token: String,
    /// Whose they are.
    pub account: AccountAnswer,
}

fn issued(tokens: Tokens) -> Answer {
    let Tokens { access_token, expires_in, refresh_token, account } = tokens;
    let account = AccountAnswer::of(&account);
    json(201, &TokensAnswer { access_token, token_type: "Bearer", expires_in, refresh_token, account })
}

/// Sign in by e-mail and password.
#[utoipa::path(
    tag = "Tokens",
    request_body = CredentialsBody,
    responses((status = 201, description = "Tokens of a new session", body = TokensAnswer)),
    extensions(("x-codes" = json!(["bad_credentials"])))
)]
#[post("/v1/tokens")]
pub async fn create_tokens(call: Allowed<CreateTokens, CredentialsBody>) -> Handled {
    let CredentialsBody { email, password } = call.body;
    Ok(issued(call.app.create_tokens(call.ask, email.0, SecretString::from(password.0.expose())).await?)
        .into())
}

/// Renew tokens; the refresh token is spent by it.
#[utoipa::path(
    tag = "Tokens",
    request_body = RefreshTokenBody,
    responses((status = 201, description = "New tokens of the same session", body = TokensAnswer)),
    extensions(("x-codes" = json!(["bad_credentials"])))
)]
#[post("/v1/tokens/refresh")]
pub async fn refresh_tokens(call: Allowed<RefreshTokens, RefreshTokenBody>) -> Handled {
    let token = call.body.refresh_token.0.into();
    Ok(issued(call.app.refresh_tokens(call.ask, token).await?).into())
}

/// End the session of a refresh token, its access tokens too.
#[utoipa::path(tag = "Tokens", request_body = RefreshTokenBody, responses((status = 204, description = "Ended")))]
#[post("/v1/tokens/revoke")]
pub async fn revoke_tokens(call: Allowed<RevokeTokens, RefreshTokenBody>) -> Handled {
    let token = call.body.refresh_token.0.into();
    call.app.revoke_tokens(call.ask, token).await?;
    Ok(done(&()).into())
}

/// Ask for a sign-in mail; the answer is the same whoever asks.
#[utoipa::path(tag = "Tokens", request_body = EmailBody, responses((status = 202, description = "Taken")))]
#[post("/v1/sign-in-links")]
pub async fn request_sign_in_link(
    call: Allowed<RequestSignInLink, EmailBody>,
    buckets: Data<Buckets>,
) -> Handled {
    // Before anybody looks whether there is an account: the answer is the same whether there is one or not.
    buckets.take_mail(call.app.keys(), &call.body.email.0)?;
    call.app.request_sign_in_link(call.ask, call.body.email.0).await?;
    Ok(Answer { status: 202, ..done(&()) }.into())
}

/// Sign in by what a sign-in mail gave: `token`, or `email` and `code`.
#[utoipa::path(
    tag = "Tokens",
    request_body = SignInProofBody,
    responses((status = 201, description = "Tokens of a new session", body = TokensAnswer)),
    extensions(("x-codes" = json!(["bad_credentials"])))
)]
#[post("/v1/tokens/from-link")]
pub async fn create_tokens_from_link(call: Allowed<CreateTokensFromLink, SignInProofBody>) -> Handled {
    let SignInProofBody { token, email, code } = call.body;
    let proof = match (token, email, code) {
        (Some(token), None, None) => Proof::Token(token.0.into()),
        (None, Some(email), Some(code)) => Proof::Code(email.0, code.0),
        (None, None, _) => return Err(Failure::field("/token", Flaw::Missing).into()),
        (None, Some(_), None) => return Err(Failure::field("/code", Flaw::Missing).into()),
        (Some(_), _, _) => return Err(Failure::field("/token", Flaw::Broken("not_allowed_here")).into()),
    };
    Ok(issued(call.app.create_tokens_from_link(call.ask, proof).await?).into())
}

/// A session: one sign-in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionAnswer {
    /// Its id.
    pub id: Uuid,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When its tokens were last renewed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

impl Resource for SessionAnswer {
    type View = Session;

    fn of(session: &Session) -> Self {
        let Session { id, created_at, last_used_at, expires_at } = session.clone();
        Self { id: id.0, created_at, last_used_at, expires_at }
    }

    fn version(&self) -> Option<i64> {
        None
    }

    fn address(&self) -> String {
        format!("/v1/me/sessions/{}", self.id)
    }
}

/// List one's own sessions.
#[utoipa::path(
    tag = "Accounts",
    params(ListQuery),
    responses((status = 200, description = "A page of sessions", body = ListAnswer<SessionAnswer>))
)]
#[get("/v1/me/sessions")]
pub async fn list_my_sessions(call: Allowed<ListMySessions, super::body::NoBody, ListQuery>) -> Handled {
    let page = call.app.list_my_sessions(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<SessionAnswer>(page, &call.continuation())))
}

/// Read one of one's own sessions.
#[utoipa::path(tag = "Accounts", responses((status = 200, description = "The session", body = SessionAnswer)))]
#[get("/v1/me/sessions/{session_id}")]
pub async fn get_my_session(call: Allowed<GetMySession>) -> Handled {
    let session = call.app.get_my_session(&call.ask, call.id("session_id")?).await?;
    Ok(call.shown::<SessionAnswer>(&session))
}

/// End one of one's own sessions.
#[utoipa::path(tag = "Accounts", responses((status = 204, description = "Ended")))]
#[delete("/v1/me/sessions/{session_id}")]
pub async fn end_my_session(call: Allowed<EndMySession>) -> Handled {
    let session = call.id("session_id")?;
    Ok(call.app.end_my_session(call.ask, session, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_tokens)
        .service(refresh_tokens)
        .service(revoke_tokens)
        .service(request_sign_in_link)
        .service(create_tokens_from_link)
        .service(list_my_sessions)
        .service(get_my_session)
        .service(end_my_session);
}
