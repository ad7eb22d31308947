//! Tokens: signing in by password, renewing, ending.
//!
//! A session is a family of refresh tokens, one after the other; a spent one that comes again was stolen, by
//! whichever side, and ends the family.

use chrono::Duration;
use palabre_domain::policy::table::{
    CreateTokens, EndMySession, GetMySession, ListMySessions, RefreshTokens, RevokeTokens,
};
use palabre_domain::policy::{Action, SignedIn};
use palabre_domain::values::{AccountId, Email, SessionId};
use palabre_persistence::{accounts, sessions};
use secrecy::SecretString;
use uuid::Uuid;

pub use palabre_persistence::sessions::Session;

use super::accounts::Account;
use super::keys::{ACCESS_TOKEN_SECONDS, Secret};
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// Days that a session lives without being renewed.
const SESSION_DAYS: i64 = 30;

/// What somebody gets who signed in.
pub struct Tokens {
    /// For 15 minutes, with each call.
    pub access_token: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// For renewing, once.
    pub refresh_token: String,
    /// Whose they are.
    pub account: Account,
}

impl App {
    /// Signs in by e-mail and password.
    ///
    /// # Errors
    /// [`Failure::BadCredentials`], after the same time, whether the account is unknown or the password wrong.
    pub async fn create_tokens(
        &self,
        ask: Ask<CreateTokens>,
        email: Email,
        password: SecretString,
    ) -> Result<Tokens, Failure> {
        let folded = email.folded();
        let account = self.read(async |tx| Ok(accounts::find_by_email(tx, &folded).await?)).await?;
        let kept = account.as_ref().and_then(|account| account.password_hash.clone());
        if !self.passwords.fits(password, kept.clone()).await? {
            return Err(Failure::BadCredentials);
        }
        let id = account.ok_or(Failure::BadCredentials)?.id;
        self.commit(ask, async move |work| {
            let account = accounts::lock(work.tx, id).await?.ok_or(Failure::BadCredentials)?;
            // Changed or dropped since it was checked.
            if account.password_hash != kept {
                return Err(Failure::BadCredentials);
            }
            begin_session(work, account).await
        })
        .await
    }

    /// Renews the tokens of a session.
    ///
    /// # Errors
    /// [`Failure::BadCredentials`]; where the token was spent before, the session is ended by that.
    pub async fn refresh_tokens(
        &self,
        ask: Ask<RefreshTokens>,
        refresh_token: String,
    ) -> Result<Tokens, Failure> {
        let hash = self.keys.fingerprint("refresh token", &[refresh_token.as_bytes()]);
        let renewed = self
            .commit(ask, async move |work| {
                let Some(token) = sessions::lock_refresh_token(work.tx, &hash).await? else {
                    return Ok(None);
                };
                if token.spent {
                    tracing::warn!(session = %token.session.session, "a spent refresh token came again");
                    sessions::end(work.tx, token.session).await?;
                    return Ok(None);
                }
                if token.expires_at <= work.now {
                    return Ok(None);
                }
                let Some(account) = accounts::find(work.tx, token.session.account).await? else {
                    return Ok(None);
                };
                sessions::spend_refresh_token(work.tx, token.id, work.now).await?;
                let until = work.now + Duration::days(SESSION_DAYS);
                sessions::renew(work.tx, token.session.session, work.now, until).await?;
                issue(work, token.session, account).await.map(Some)
            })
            .await?;
        renewed.ok_or(Failure::BadCredentials)
    }

    /// Ends the session of a refresh token; a token that is unknown ends nothing, and is not told from others.
    ///
    /// # Errors
    /// The database's own.
    pub async fn revoke_tokens(&self, ask: Ask<RevokeTokens>, refresh_token: String) -> Result<(), Failure> {
        let hash = self.keys.fingerprint("refresh token", &[refresh_token.as_bytes()]);
        self.commit(ask, async move |work| {
            if let Some(token) = sessions::lock_refresh_token(work.tx, &hash).await? {
                sessions::end(work.tx, token.session).await?;
            }
            Ok(())
        })
        .await
    }

    /// One's own sessions that live.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_my_sessions(
        &self,
        ask: &Ask<ListMySessions>,
        page: Page,
    ) -> Result<Paged<Session>, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let now = self.now();
        let found =
            self.read(async |tx| Ok(sessions::list(tx, me, now, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |session| session.id.0))
    }

    /// One of one's own sessions.
    ///
    /// # Errors
    /// 404.
    pub async fn get_my_session(
        &self,
        ask: &Ask<GetMySession>,
        session: SessionId,
    ) -> Result<Session, Failure> {
        let account = ask.grant.account().ok_or_else(Failure::not_found)?;
        let now = self.now();
        let who = SignedIn { account, session };
        self.read(async |tx| sessions::find(tx, who, now).await?.ok_or_else(Failure::not_found)).await
    }

    /// Ends one of one's own sessions, seen at its next call.
    ///
    /// # Errors
    /// 404.
    pub async fn end_my_session(
        &self,
        ask: Ask<EndMySession>,
        session: SessionId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        let account = ask.grant.account().ok_or_else(Failure::not_found)?;
        self.write(ask, render, async move |work| {
            let ended = sessions::end(work.tx, SignedIn { account, session }).await?;
            if ended { Ok(()) } else { Err(Failure::not_found()) }
        })
        .await
    }
}

/// Begins a session for an account that was authenticated.
pub(super) async fn begin_session<A: Action>(
    work: &Work<'_, A>,
    account: Account,
) -> Result<Tokens, Failure> {
    let who = SignedIn { account: AccountId(account.id.0), session: SessionId(Uuid::now_v7()) };
    sessions::begin(work.tx, who, work.now, work.now + Duration::days(SESSION_DAYS)).await?;
    issue(work, who, account).await
}

async fn issue<A: Action>(work: &Work<'_, A>, who: SignedIn, account: Account) -> Result<Tokens, Failure> {
    let refresh_token = Secret::long();
    let hash = work.app.keys().fingerprint("refresh token", &[refresh_token.as_str().as_bytes()]);
    let until = work.now + Duration::days(SESSION_DAYS);
    sessions::add_refresh_token(work.tx, who.session, hash, work.now, until).await?;
    Ok(Tokens {
        access_token: work.app.keys().access_token(who, work.now)?,
        expires_in: ACCESS_TOKEN_SECONDS,
        refresh_token: refresh_token.into_string(),
        account,
    })
}
