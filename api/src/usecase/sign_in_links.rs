//! Signing in by mail: a link, and a code of eight digits for those who read their mail elsewhere.

use chrono::Duration;
use palabre_domain::account::SignInCode;
use palabre_domain::policy::table::{CreateTokensFromLink, RequestSignInLink};
use palabre_domain::values::{Email, SessionId};
use palabre_persistence::sign_in_links::{self, SignInLink};
use palabre_persistence::{DbError, Tx, accounts, sessions};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::accounts::Account;
use super::claims::claim;
use super::keys::Secret;
use super::mail::Whose;
use super::tokens::{Tokens, begin_session};
use super::{App, Ask, Failure, Work, letters, mail};

/// Minutes that a link lives.
const MINUTES: i64 = 10;
/// Wrong codes that end it.
const WRONG_CODES: u32 = 5;
/// Links of one address at a time; past that no further mail is sent until one ends.
const AT_A_TIME: usize = 5;

/// What a mail gave its reader.
pub enum Proof {
    /// The token of the link.
    Token(String),
    /// The code beside it.
    Code(Email, SignInCode),
}

impl App {
    /// Sends a sign-in link to an address that has an account, and says nothing about whether it has.
    ///
    /// # Errors
    /// The database's own.
    pub async fn request_sign_in_link(
        &self,
        ask: Ask<RequestSignInLink>,
        email: Email,
    ) -> Result<(), Failure> {
        self.commit(ask, async move |work| {
            let Some(account) = accounts::find_by_email(work.tx, &email.folded()).await? else {
                return Ok(());
            };
            let live = sign_in_links::lock_of_account(work.tx, account.id, work.now).await?;
            if live.iter().filter(|link| link.wrong_codes < WRONG_CODES).count() >= AT_A_TIME {
                return Ok(());
            }
            let (token, code) = (Secret::long(), Secret::eight_digits());
            let id = Uuid::new_v4();
            let link = SignInLink {
                id,
                account: account.id,
                token_hash: work.app.token_hash(token.as_str()),
                code_hash: work.app.code_hash(&account, code.as_str()),
                wrong_codes: 0,
                expires_at: work.now + Duration::minutes(MINUTES),
            };
            sign_in_links::insert(work.tx, &link, work.now).await?;
            let tongue = mail::tongue(&account.language);
            let url = work.app.settings.sign_in_url.as_ref().map(|url| format!("{url}#{}", token.as_str()));
            // Until the address is proven, the name may be a stranger's words to whoever reads its mail.
            let name = if account.email_proven { account.name.as_str() } else { "" };
            let letter = letters::sign_in(tongue, name, code.as_str(), url.as_deref());
            mail::enqueue(work, &account.email, Whose::Account(account.id), tongue, letter).await
        })
        .await
    }

    /// Signs in by what a mail gave, once; proves the address by that.
    ///
    /// # Errors
    /// [`Failure::BadCredentials`], whatever was wrong; a wrong code is counted.
    pub async fn create_tokens_from_link(
        &self,
        ask: Ask<CreateTokensFromLink>,
        proof: Proof,
    ) -> Result<Tokens, Failure> {
        let tokens = self
            .commit(ask, async move |work| {
                let Some(mut account) = proven_by(work, &proof).await? else { return Ok(None) };
                sign_in_links::delete_of_account(work.tx, account.id).await?;
                prove_address(work.tx, &mut account, None).await?;
                claim(work, &account).await?;
                begin_session(work, account).await.map(Some)
            })
            .await?;
        tokens.ok_or(Failure::BadCredentials)
    }

    fn token_hash(&self, token: &str) -> Vec<u8> {
        self.keys.fingerprint("sign-in token", &[token.as_bytes()])
    }

    fn code_hash(&self, account: &Account, code: &str) -> Vec<u8> {
        self.keys.fingerprint("sign-in code", &[account.id.0.as_bytes(), code.as_bytes()])
    }
}

/// The account whose mail the caller reads, locked; counts a wrong code.
async fn proven_by(work: &Work<'_, CreateTokensFromLink>, proof: &Proof) -> Result<Option<Account>, Failure> {
    match proof {
        Proof::Token(token) => {
            let hash = work.app.token_hash(token);
            match sign_in_links::lock_by_token(work.tx, &hash, work.now).await? {
                Some(link) if link.wrong_codes < WRONG_CODES => {
                    Ok(accounts::lock(work.tx, link.account).await?)
                }
                Some(_) | None => Ok(None),
            }
        }
        Proof::Code(email, code) => {
            let Some(account) = accounts::find_by_email(work.tx, &email.folded()).await? else {
                return Ok(None);
            };
            let links = sign_in_links::lock_of_account(work.tx, account.id, work.now).await?;
            let hash = work.app.code_hash(&account, code.expose());
            let fits = links
                .iter()
                .any(|link| link.wrong_codes < WRONG_CODES && bool::from(link.code_hash.ct_eq(&hash)));
            if !fits {
                sign_in_links::count_wrong_code(work.tx, account.id).await?;
                return Ok(None);
            }
            Ok(accounts::lock(work.tx, account.id).await?)
        }
    }
}

/// Notes that somebody reads the mail of this account's address.
///
/// The first proof ends what was set up before it, so that no stranger lies in wait in an account made with another's
/// address. `keep` is a session that proved it holds the mailbox's own token: it stays, and the password with it.
pub(super) async fn prove_address(
    tx: &Tx,
    account: &mut Account,
    keep: Option<SessionId>,
) -> Result<(), DbError> {
    if account.email_proven {
        return Ok(());
    }
    account.email_proven = true;
    if keep.is_none() {
        account.password_hash = None;
    }
    sessions::end_others(tx, account.id, keep).await?;
    accounts::save(tx, account).await
}
