//! What goes wrong at the database.

use sea_orm::{DbErr, RuntimeErr};

/// A failure of the database, sorted by what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Somebody else changed the same rows first: the block is run again.
    #[error("another transaction changed the same rows first")]
    Conflict,
    /// A lock was not given in time (PostgreSQL's `lock_timeout`).
    #[error("a lock was not given in time")]
    LockTimeout,
    /// No connection was free in time.
    #[error("no connection was free in time")]
    Busy,
    /// The block did not come to its end: it panicked, or the program is going down.
    #[error("the block was interrupted")]
    Interrupted,
    /// A unique key is taken; queries map it where it is foreseen, by the name of the constraint.
    #[error("a unique key is taken: {0}")]
    Unique(String),
    /// A row holds what the program does not know.
    #[error("a row can't be read: {0}")]
    Unreadable(String),
    /// Anything else.
    #[error("the database failed: {0}")]
    Broken(#[source] DbErr),
}

/// Whether a failed write block is worth another try.
pub trait RunAgain {
    /// True where the same block may succeed when it is run again at once.
    fn run_again(&self) -> bool;
}

impl RunAgain for DbError {
    fn run_again(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        if matches!(error, DbErr::ConnectionAcquire(_)) {
            return Self::Busy;
        }
        let code = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner))
            | DbErr::Conn(RuntimeErr::SqlxError(inner)) => match inner.as_ref() {
                sea_orm::sqlx::Error::Database(database) => {
                    if database.is_unique_violation() {
                        return Self::Unique(database.message().to_owned());
                    }
                    database.code().map(std::borrow::Cow::into_owned)
                }
                sea_orm::sqlx::Error::PoolTimedOut => return Self::Busy,
                _ => None,
            },
            _ => None,
        };
        match code.as_deref() {
            // serialization_failure, deadlock_detected
            Some("40001" | "40P01") => Self::Conflict,
            // lock_not_available
            Some("55P03") => Self::LockTimeout,
            _ => Self::Broken(error),
        }
    }
}
