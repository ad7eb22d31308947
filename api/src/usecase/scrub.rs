//! Removing what an erasure leaves outside the tables: files of mails, and on SQLite the bytes in free pages.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use palabre_persistence::removals;
use uuid::Uuid;

use super::{App, Failure};

/// How many removals are done together.
const BATCH: u64 = 200;
/// How long the task sleeps when nobody wakes it; another process may have erased somebody.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long it waits for others who are erased in the same moment: rewriting the file once is enough for all.
const GATHERING: Duration = Duration::from_millis(500);
/// How much of the fingerprint of an address stands before the name of a file, in bytes.
const IN_A_NAME: usize = 8;

/// Removes what erasures leave behind.
pub struct Cleaner {
    app: App,
    /// The folder that mails are written to, where there is one.
    mails: Option<PathBuf>,
    wake: Arc<tokio::sync::Notify>,
}

impl Cleaner {
    /// A cleaner of the database and of this folder.
    #[must_use]
    pub fn new(app: App, mails: Option<PathBuf>) -> Self {
        let wake = Arc::clone(&app.removal_waits);
        Self { app, mails, wake }
    }

    /// Cleans until the program ends, within three seconds of an erasure. What can't be removed is logged and tried again.
    pub async fn run(self) {
        loop {
            if let Err(failure) = self.clean().await {
                tracing::warn!(?failure, "what was erased is still to be removed");
            }
            // Whoever wakes, and however often: one look finds all.
            let _ = tokio::time::timeout(PATIENCE, self.wake.notified()).await;
            tokio::time::sleep(GATHERING).await;
        }
    }

    /// Removes what waits to be removed; to be called once more before the program ends.
    ///
    /// # Errors
    /// Where a file can't be deleted, or the database fails; what was not removed waits.
    pub async fn clean(&self) -> Result<(), Failure> {
        loop {
            let due = self.app.read(async |tx| Ok(removals::due(tx, BATCH).await?)).await?;
            if due.is_empty() {
                return Ok(());
            }
            let ids: Vec<Uuid> = due.iter().map(|removal| removal.id).collect();
            if let Some(folder) = self.mails.clone() {
                let names: Vec<(String, Uuid)> = due
                    .iter()
                    .filter_map(|removal| Some((beginning(removal.recipient.as_ref()?), removal.id)))
                    .collect();
                tokio::task::spawn_blocking(move || remove_files(&folder, &names))
                    .await
                    .map_err(Failure::unforeseen)?
                    .map_err(Failure::unforeseen)?;
            }
            self.app.db.scrub().await?;
            self.app
                .db
                .write(async move |tx| -> Result<(), Failure> { Ok(removals::done(tx, &ids).await?) })
                .await?;
        }
    }
}

/// What the names of the files begin with that hold mails to an address.
pub(super) fn beginning(recipient: &[u8]) -> String {
    HEXLOWER.encode(recipient.get(..IN_A_NAME).unwrap_or(recipient))
}

/// Deletes the files whose name begins with one of these and that were written before: ids are in the order of time, and what was
/// written since is for somebody who is there again.
fn remove_files(folder: &std::path::Path, names: &[(String, Uuid)]) -> std::io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let entries = match std::fs::read_dir(folder) {
        // Nothing was ever written here.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let written = |name: &str| Uuid::try_parse(name.strip_suffix(".eml")?.get(2 * IN_A_NAME + 1..)?).ok();
        let is_theirs = name.to_str().is_some_and(|name| {
            let before = |erased: &Uuid| written(name).is_none_or(|written| written < *erased);
            names.iter().any(|(theirs, erased)| name.starts_with(theirs) && before(erased))
        });
        if is_theirs {
            match std::fs::remove_file(entry.path()) {
                // Somebody else who delivers mails has taken it.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                result => result?,
            }
        }
    }
    Ok(())
}
