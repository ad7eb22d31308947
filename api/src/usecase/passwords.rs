//! Passwords: slow to check, so few at a time and in a bounded queue; an attack on the login must not starve the rest.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use palabre_domain::account::Password;
use palabre_domain::values::Flaw;
use secrecy::{ExposeSecret, SecretString};

use super::Failure;
use super::turns::Turns;

/// Who may wait for a hash; past that the caller is told to come back.
const QUEUE: usize = 64;

/// Hashes and checks passwords.
#[derive(Clone)]
pub(super) struct Passwords {
    turns: Turns,
    /// The hash that stands in where an account is unknown, so that the answer takes the same time.
    nobody: Arc<str>,
}

impl Passwords {
    pub(super) fn new() -> Result<Self, Failure> {
        let nobody = hash(&SecretString::from("nobody has this password"))?.into();
        Ok(Self { turns: Turns::new(QUEUE), nobody })
    }

    /// Hashes a new password for keeping.
    ///
    /// # Errors
    /// 422 for one of those that everybody tries first.
    pub(super) async fn hash_new(&self, password: Password) -> Result<String, Failure> {
        let password = SecretString::from(password.expose().to_owned());
        let hashed = self.turns.take(move || {
            if zxcvbn::zxcvbn(password.expose_secret(), &[]).score() < zxcvbn::Score::Two {
                return Err(Failure::field("/password", Flaw::Broken("password_too_common")));
            }
            hash(&password)
        });
        hashed.await?
    }

    /// Whether a password fits a kept hash; takes as long, and says no, where there is none.
    pub(super) async fn fits(&self, password: SecretString, kept: Option<String>) -> Result<bool, Failure> {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.to_string());
        let fits = self
            .turns
            .take(move || {
                let hash = PasswordHash::new(&kept).map_err(Failure::unforeseen)?;
                Ok::<_, Failure>(
                    Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok(),
                )
            })
            .await??;
        Ok(known && fits)
    }
}

fn hash(password: &SecretString) -> Result<String, Failure> {
    let params = Params::new(19_456, 2, 1, None).map_err(Failure::unforeseen)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.expose_secret().as_bytes()).map_err(Failure::unforeseen)?;
    Ok(hash.to_string())
}
