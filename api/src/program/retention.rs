//! `palabre retention`: erases what is kept beyond its time, or says what would be erased.

use clap::Args;
use palabre_persistence::Db;

use super::CannotStart;
use super::config::{Config, Database, SHORTEST_SECRET, ServeOptions};
use super::run::{migrate, say};
use super::secret::secret;
use crate::http;
use crate::usecase::retention::Overdue;
use crate::usecase::{App, Cleaner, Failure, Keys, Settings};

/// What to do about retention; the rest is as for serving, because the same database and the same mails are meant.
#[derive(Debug, Args)]
pub(super) struct RetentionOptions {
    /// Say what would be erased now, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    serve: ServeOptions,
}

/// `palabre retention`.
pub(super) async fn retention(options: RetentionOptions) -> Result<(), CannotStart> {
    let RetentionOptions { dry_run, serve } = options;
    let config = serve.checked()?;
    if let Database::Sqlite(file) = &config.database
        && !file.exists()
    {
        return Err(CannotStart(format!("there is no database at {}", file.display())));
    }
    let app = program(&config, dry_run).await?;
    let cleaner = Cleaner::new(app.clone(), config.mail.written_to().map(Into::into));
    let done = if dry_run { app.overdue().await } else { now(&app, &cleaner).await };
    app.close().await;
    let found = done.map_err(|failure| CannotStart(format!("the database can't be read: {failure:?}")))?;
    found.iter().for_each(|edition| say(&line(edition, dry_run)));
    if found.is_empty() {
        say("nothing is kept beyond its time");
    }
    Ok(())
}

/// The program without a server. A preview brings no schema up to date, and makes no secret: it signs nothing.
async fn program(config: &Config, dry_run: bool) -> Result<App, CannotStart> {
    let keys = if dry_run {
        Keys::new(vec![0; SHORTEST_SECRET].into())
    } else {
        migrate(&config.database_url).await?;
        Keys::new(secret(config)?)
    };
    let db = Db::connect(&config.database_url)
        .await
        .map_err(|error| CannotStart(format!("the database does not answer: {error}")))?;
    let formats = http::built_in_formats()
        .map_err(|failure| CannotStart(format!("a built-in format can't be read: {failure:?}")))?;
    App::new(db, keys, Settings::default(), formats, App::system_clock())
        .map_err(|failure| CannotStart(format!("passwords can't be hashed here: {failure:?}")))
}

/// Erases, and removes what that leaves behind.
async fn now(app: &App, cleaner: &Cleaner) -> Result<Vec<Overdue>, Failure> {
    let erased = app.retain().await?;
    cleaner.clean().await?;
    Ok(erased)
}

/// What is said of an edition: slug, title, since when, how much.
fn line(overdue: &Overdue, dry_run: bool) -> String {
    let Overdue { slug, title, due, registrations, access_needs, .. } = overdue;
    let title = title.values().next().map_or("", String::as_str);
    let verb = if dry_run { "would be erased" } else { "erased" };
    let due = due.format("%Y-%m-%d");
    format!("{slug} ({title}), due {due}: {registrations} registrations, {access_needs} access needs {verb}")
}

/// Tells the log what was erased.
pub(super) fn told(overdue: &Overdue) {
    let Overdue { slug, registrations, access_needs, .. } = overdue;
    tracing::info!(edition = slug, registrations, access_needs, "the time of registrations was over");
}
