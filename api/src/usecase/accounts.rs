//! Accounts: making one, and one's own.

use palabre_domain::account::Password;
use palabre_domain::policy::SignedIn;
use palabre_domain::policy::table::{ChangeMe, CreateAccount, GetMe};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{AccountId, Email, Flaw, Language, Text};
use palabre_persistence::{accounts, sessions};
use secrecy::SecretString;
use uuid::Uuid;

pub use palabre_persistence::accounts::Account;

use super::failure::taken;
use super::{Answer, App, Ask, Failure, Render};

/// An account to make.
pub struct NewAccount {
    /// The address, which is not proven by this.
    pub email: Email,
    /// The password; without one the account is entered by sign-in links.
    pub password: Option<Password>,
    /// The name.
    pub name: Text<200>,
    /// The language of its mails.
    pub language: Language,
}

/// What to change of one's own account.
pub struct AccountChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another language.
    pub language: Option<Language>,
    /// Another password.
    pub password: Option<Password>,
    /// The password until now; due where there is one and another is set.
    pub current_password: Option<SecretString>,
}

impl App {
    /// Makes an account.
    ///
    /// # Errors
    /// 422 for a password that everybody tries first; `email_taken`.
    pub async fn create_account(
        &self,
        ask: Ask<CreateAccount>,
        new: NewAccount,
        render: Render<Account>,
    ) -> Result<Answer, Failure> {
        let NewAccount { email, password, name, language } = new;
        let password_hash = match password {
            Some(password) => Some(self.passwords.hash_new(password).await?),
            None => None,
        };
        self.write(ask, render, async move |work| {
            let account = Account {
                id: AccountId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                email: email.as_str().to_owned(),
                email_folded: email.folded(),
                email_proven: false,
                name: name.as_str().to_owned(),
                language: language.as_str().to_owned(),
                password_hash: password_hash.clone(),
            };
            accounts::insert(work.tx, &account).await.map_err(taken(Refusal::EmailTaken))?;
            Ok(account)
        })
        .await
    }

    /// One's own account.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_me(&self, ask: &Ask<GetMe>) -> Result<Account, Failure> {
        let account = ask.grant.account().ok_or_else(Failure::not_found)?;
        self.read(async |tx| accounts::find(tx, account).await?.ok_or_else(Failure::not_found)).await
    }

    /// Changes one's own account; a new password ends all other sessions.
    ///
    /// # Errors
    /// 412; 422 for a wrong or missing current password, or a new one that everybody tries first.
    pub async fn change_me(
        &self,
        ask: Ask<ChangeMe>,
        changes: AccountChanges,
        render: Render<Account>,
    ) -> Result<Answer, Failure> {
        let AccountChanges { name, language, password, current_password } = changes;
        let palabre_domain::policy::Actor::Account(me) = ask.grant.actor() else {
            return Err(Failure::not_found());
        };
        let new_password = match password {
            Some(password) => Some(self.replaced_password(me, password, current_password).await?),
            None => None,
        };
        self.write(ask, render, async move |work| {
            let found = accounts::lock(work.tx, me.account).await?;
            let mut account = found.ok_or_else(Failure::not_found)?;
            work.check_version(account.version)?;
            if let Some(name) = &name {
                accounts::name_was_changed(work.tx, me.account).await?;
                account.name = name.as_str().to_owned();
            }
            if let Some(language) = &language {
                account.language = language.as_str().to_owned();
            }
            if let Some((until_now, hash)) = &new_password {
                // The password that was checked outside is no longer the one that is kept.
                if account.password_hash != *until_now {
                    return Err(Failure::Stale);
                }
                account.password_hash = Some(hash.clone());
                sessions::end_others(work.tx, me.account, Some(me.session)).await?;
            }
            accounts::save(work.tx, &mut account).await?;
            Ok(account)
        })
        .await
    }

    /// Checks the current password where there is one; gives its hash and the new one's.
    async fn replaced_password(
        &self,
        me: SignedIn,
        new: Password,
        current: Option<SecretString>,
    ) -> Result<(Option<String>, String), Failure> {
        let account = self.read(async |tx| Ok(accounts::find(tx, me.account).await?)).await?;
        let until_now = account.ok_or_else(Failure::not_found)?.password_hash;
        if until_now.is_some() {
            let current = current.ok_or_else(|| {
                Failure::field("/current_password", Flaw::Broken("current_password_missing"))
            })?;
            if !self.passwords.fits(current, until_now.clone()).await? {
                return Err(Failure::field("/current_password", Flaw::Broken("wrong_password")));
            }
        }
        Ok((until_now, self.passwords.hash_new(new).await?))
    }
}
