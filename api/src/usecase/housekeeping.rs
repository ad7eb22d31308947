//! What the program does by itself, beside the mail.

use chrono::Duration;
use palabre_persistence::idempotency as records;

use super::idempotency::RECORD_HOURS;
use super::{App, Failure};

impl App {
    /// Forgets what was kept in memory to compare statements, where nobody asked for it in a while.
    pub fn forget_comparisons(&self) {
        self.comparisons.forget_unused();
    }

    /// Deletes the idempotency records whose day is over: they are personal data.
    ///
    /// # Errors
    /// The database's own.
    pub async fn forget_old_records(&self) -> Result<(), Failure> {
        let oldest = self.now() - Duration::hours(RECORD_HOURS);
        self.db
            .write(async move |tx| -> Result<(), Failure> { Ok(records::forget_before(tx, oldest).await?) })
            .await
    }
}
