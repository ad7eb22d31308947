//! The same key never does a thing twice: the record is written in the transaction of the effect.

use palabre_domain::rejection::Refusal;
use palabre_domain::values::{AccountId, Instant};
use palabre_persistence::idempotency::{self, Claim, NewRecord, Recorded};
use palabre_persistence::{DbError, Tx};

use super::{Answer, Failure, IdempotencyKey};

/// Hours that a record lives.
pub(super) const RECORD_HOURS: i64 = 24;

/// Claims the key for this transaction; gives the recorded answer where the thing was done before.
///
/// On PostgreSQL a second call with the same key waits here for the first one's end, on SQLite at the door
/// to the one writer.
pub(super) async fn claim(
    tx: &Tx,
    key: &IdempotencyKey,
    account: Option<AccountId>,
    now: Instant,
) -> Result<Option<Answer>, Failure> {
    let oldest = now - chrono::Duration::hours(RECORD_HOURS);
    let new = NewRecord { scope: &key.scope, fingerprint: &key.body, account, at: now };
    let claim = match idempotency::claim(tx, new, oldest).await {
        Err(DbError::LockTimeout) => return Err(Failure::InProgress),
        claim => claim?,
    };
    match claim {
        Claim::Fresh => Ok(None),
        Claim::Done(recorded) if recorded.fingerprint == key.body => {
            let Recorded { fingerprint: _, status, headers, body } = recorded;
            Ok(Some(Answer { status, headers, body, replayed: true }))
        }
        Claim::Withheld(fingerprint) if fingerprint == key.body => Err(Refusal::AnswerWithheld.into()),
        Claim::Done(_) | Claim::Withheld(_) => Err(Failure::KeyReused),
    }
}

/// Keeps the answer beside the claim.
pub(super) async fn record(tx: &Tx, key: &IdempotencyKey, answer: &Answer) -> Result<(), Failure> {
    let Answer { status, headers, body, replayed: _ } = answer;
    Ok(idempotency::record(tx, &key.scope, *status, headers, body).await?)
}
