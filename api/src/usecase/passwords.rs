//! Passwords: slow to check, so few at a time and in a bounded queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use palabre_domain::account::Password;
use palabre_domain::values::Flaw;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::Failure;

/// Who may wait for a hash; past that the caller is told to come back.
const QUEUE: usize = 64;

/// Hashes and checks passwords, one at a time for every two cores: an attack on the login must not starve the rest.
#[derive(Clone)]
pub(super) struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    /// The hash that stands in where an account is unknown, so that the answer takes the same time.
    nobody: Arc<str>,
}

impl Passwords {
    pub(super) fn new() -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self {
            permits: Arc::new(Semaphore::new((cores / 2).max(1))),
            waiting: Arc::default(),
            nobody: hash(&SecretString::from("nobody has this password"))?.into(),
        })
    }

    /// Hashes a new password for keeping.
    ///
    /// # Errors
    /// 422 for one of those that everybody tries first.
    pub(super) async fn hash_new(&self, password: Password) -> Result<String, Failure> {
        let password = SecretString::from(password.expose().to_owned());
        self.in_turn(move || {
            if zxcvbn::zxcvbn(password.expose_secret(), &[]).score() < zxcvbn::Score::Two {
                return Err(Failure::field("/password", Flaw::Broken("password_too_common")));
            }
            hash(&password)
        })
        .await?
    }

    /// Whether a password fits a kept hash; takes as long, and says no, where there is none.
    pub(super) async fn fits(&self, password: SecretString, kept: Option<String>) -> Result<bool, Failure> {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.to_string());
        let fits = self
            .in_turn(move || {
                let hash = PasswordHash::new(&kept).map_err(Failure::unforeseen)?;
                Ok::<_, Failure>(
                    Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok(),
                )
            })
            .await??;
        Ok(known && fits)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let place = Place::take(&self.waiting)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Failure::unforeseen)?;
        let done = tokio::task::spawn_blocking(move || {
            let value = work();
            drop(permit);
            value
        });
        let value = done.await.map_err(Failure::unforeseen)?;
        drop(place);
        Ok(value)
    }
}

/// A place in the queue, given back when dropped: also when the caller hangs up while waiting.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Result<Self, Failure> {
        let place = Self(Arc::clone(waiting));
        if waiting.fetch_add(1, Ordering::AcqRel) >= QUEUE {
            return Err(Failure::Busy);
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn hash(password: &SecretString) -> Result<String, Failure> {
    let params = Params::new(19_456, 2, 1, None).map_err(Failure::unforeseen)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.expose_secret().as_bytes()).map_err(Failure::unforeseen)?;
    Ok(hash.to_string())
}
