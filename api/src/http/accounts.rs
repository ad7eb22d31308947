//! Accounts: making one, and one's own.

use actix_web::{delete, get, patch, post};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{ChangeMe, CreateAccount, DeleteMe, GetMe};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, created, done, shown};
use super::body::Flaws;
use super::wire::{Change, InEmail, InGivenPassword, InLanguage, InPassword, Text200};
use crate::usecase::accounts::{Account, AccountChanges, NewAccount};

/// An account to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewAccountBody {
    /// The address; proven later, by a sign-in link or an invitation.
    pub email: InEmail,
    /// The password, any characters; without one the account is entered by sign-in links.
    #[deserr(default)]
    pub password: Option<InPassword>,
    /// The name.
    pub name: Text200,
    /// The language of its mails.
    pub language: InLanguage,
}

/// What to change of one's own account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct AccountPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another language.
    #[deserr(default)]
    #[schema(value_type = InLanguage, required = false)]
    pub language: Change<InLanguage>,
    /// Another password; ends all other sessions.
    #[deserr(default)]
    #[schema(value_type = InPassword, required = false)]
    pub password: Change<InPassword>,
    /// The password until now; due where there is one and another is set.
    #[deserr(default)]
    pub current_password: Option<InGivenPassword>,
}

/// An account, as its holder sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The address.
    pub email: String,
    /// Whether somebody showed that they read the mail of this address.
    pub email_proven: bool,
    /// The name.
    pub name: String,
    /// The language of its mails.
    pub language: String,
}

impl Resource for AccountAnswer {
    type View = Account;

    fn of(account: &Account) -> Self {
        let Account {
            id,
            version,
            created_at,
            email,
            email_folded: _,
            email_proven,
            name,
            language,
            password_hash: _,
        } = account.clone();
        Self { id: id.0, version, created_at, email, email_proven, name, language }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        "/v1/me".to_owned()
    }
}

/// Make an account.
#[utoipa::path(
    tag = "Accounts",
    request_body = NewAccountBody,
    responses((status = 201, description = "The account", body = AccountAnswer)),
    extensions(("x-codes" = json!(["email_taken"])))
)]
#[post("/v1/accounts")]
pub async fn create_account(call: Allowed<CreateAccount, NewAccountBody>) -> Handled {
    let NewAccountBody { email, password, name, language } = call.body;
    let new = NewAccount {
        email: email.0,
        password: password.map(|password| password.0),
        name: name.0,
        language: language.0,
    };
    Ok(call.app.create_account(call.ask, new, created::<AccountAnswer>).await?.into())
}

/// Read one's own account.
#[utoipa::path(tag = "Accounts", responses((status = 200, description = "The account", body = AccountAnswer)))]
#[get("/v1/me")]
pub async fn get_me(call: Allowed<GetMe>) -> Handled {
    let account = call.app.get_me(&call.ask).await?;
    Ok(call.shown::<AccountAnswer>(&account))
}

/// Change one's own account.
#[utoipa::path(
    tag = "Accounts",
    request_body = AccountPatch,
    responses((status = 200, description = "The account", body = AccountAnswer))
)]
#[patch("/v1/me")]
pub async fn change_me(call: Allowed<ChangeMe, AccountPatch>) -> Handled {
    let AccountPatch { name, language, password, current_password } = call.body;
    let changes = AccountChanges {
        name: name.map(|name| name.0),
        language: language.map(|language| language.0),
        password: password.map(|password| password.0),
        current_password: current_password.map(|password| SecretString::from(password.0.expose())),
    };
    Ok(call.app.change_me(call.ask, changes, shown::<AccountAnswer>).await?.into())
}

/// Delete one's own account, and erase the registrations it holds; ends every session at once.
///
/// What was said stays, without a name. An organization keeps at least one owner: one that has no other is handed over, or
/// deleted, first.
#[utoipa::path(
    tag = "Accounts",
    responses((status = 204, description = "Gone")),
    extensions(("x-codes" = json!(["last_owner"])))
)]
#[delete("/v1/me")]
pub async fn delete_me(call: Allowed<DeleteMe>) -> Handled {
    Ok(call.app.delete_me(call.ask, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_account).service(get_me).service(change_me).service(delete_me);
}
