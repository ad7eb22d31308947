//! Keys derived from the one secret, each for one purpose.

use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use palabre_domain::policy::SignedIn;
use palabre_domain::values::{AccountId, Instant, SessionId};
use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

const ISSUER: &str = "palabre";
const AUDIENCE: &str = "palabre-api";

/// Seconds that an access token lives.
pub const ACCESS_TOKEN_SECONDS: i64 = 15 * 60;

/// The keys of this installation.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    secret: SecretSlice<u8>,
}

/// What an access token carries: account and session, never a role.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    exp: i64,
}

impl Keys {
    /// Derives the keys from the secret of the installation.
    #[must_use]
    pub fn new(secret: SecretSlice<u8>) -> Self {
        let token_key = mac(secret.expose_secret(), "access token", &[]);
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.leeway = 5;
        Self {
            encoding: EncodingKey::from_secret(&token_key),
            decoding: DecodingKey::from_secret(&token_key),
            validation,
            secret,
        }
    }

    /// A keyed fingerprint of some bytes for one purpose; the same for the same parts, in the same order.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        mac(self.secret.expose_secret(), purpose, parts)
    }

    /// Makes an access token.
    ///
    /// # Errors
    /// None that was ever seen: signing by a symmetric key does not fail.
    pub fn access_token(&self, who: SignedIn, now: Instant) -> Result<String, super::Failure> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: who.account.0,
            sid: who.session.0,
            exp: now.timestamp() + ACCESS_TOKEN_SECONDS,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(super::Failure::unforeseen)
    }

    /// Who an access token speaks for, where it is whole and in its time.
    #[must_use]
    pub fn read_access_token(&self, token: &str) -> Option<SignedIn> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        Some(SignedIn { account: AccountId(claims.sub), session: SessionId(claims.sid) })
    }
}

/// Something random that only its receiver is told; kept as a fingerprint.
pub(super) struct Secret(String);

impl Secret {
    /// 160 random bits, in letters and digits that are hard to confuse.
    pub(super) fn long() -> Self {
        let bytes: [u8; 20] = rand::random();
        Self(data_encoding::BASE32_DNSCURVE.encode(&bytes))
    }

    /// A code to type: eight digits.
    pub(super) fn eight_digits() -> Self {
        use rand::RngExt as _;
        Self(format!("{:08}", rand::rng().random_range(0..100_000_000_u32)))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

fn mac(secret: &[u8], purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    // A key of any length is good for HMAC: the error arm is never taken.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret) else { return Vec::new() };
    mac.update(purpose.as_bytes());
    for part in parts {
        // Length first, or ("ab", "c") and ("a", "bc") would be one.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}
