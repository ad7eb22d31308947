//! Starting, serving, ending.

use std::io::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use palabre_persistence::{Backend, Db};

use super::CannotStart;
use super::config::{Config, Database, DatabaseOption, ServeOptions};
use super::retention::told;
use super::secret::secret;
use crate::http::{self, Web};
use crate::usecase::{App, Cleaner, Keys, Postman, Settings};

/// How often the program looks for idempotency records whose day is over, and for registrations whose time is.
const EVERY_HOUR: Duration = Duration::from_secs(3600);

/// How often waiting lists are swept, and people reminded: a place that was missed is given on within a minute.
const HALF_A_MINUTE: Duration = Duration::from_secs(30);

/// How often the program looks for offers whose time is over.
const A_FEW_SECONDS: Duration = Duration::from_secs(3);

/// A program that is ready to serve.
pub(super) struct Ready {
    pub(super) app: App,
    pub(super) listener: TcpListener,
    pub(super) config: Config,
}

/// `palabre migrate up`.
pub(super) async fn migrate_up(database: &DatabaseOption) -> Result<(), CannotStart> {
    Database::of(&database.database_url)?;
    migrate(&database.database_url).await
}

/// `palabre serve`.
pub(super) async fn serve(options: ServeOptions) -> Result<(), CannotStart> {
    let ready = prepare(options.checked()?).await?;
    let place = match &ready.config.database {
        Database::Sqlite(file) => file.display().to_string(),
        Database::Postgres => "PostgreSQL".to_owned(),
    };
    let address = address(&ready)?;
    say(&format!(
        "Palabre listens on {address}, keeps its data in {place}, and explains itself at {address}/docs"
    ));
    until_told_to_stop(ready).await
}

/// Checks, listens, migrates, connects: in this order, so that what can't work is said before anything is written.
pub(super) async fn prepare(config: Config) -> Result<Ready, CannotStart> {
    let listener = TcpListener::bind(config.listen)
        .map_err(|error| CannotStart(format!("nobody can listen on {}: {error}", config.listen)))?;
    let keys = Keys::new(secret(&config)?);
    migrate(&config.database_url).await?;
    let db = Db::connect(&config.database_url)
        .await
        .map_err(|error| CannotStart(format!("the database does not answer: {error}")))?;
    if let Some(folder) = config.mail.written_to() {
        std::fs::create_dir_all(folder).map_err(|error| {
            CannotStart(format!("mails can't be written to {}: {error}", folder.display()))
        })?;
    }
    let settings = Settings {
        public_url: config.public_url.clone(),
        sign_in_url: config.sign_in_url.clone(),
        receipt_url: config.receipt_url.clone(),
        most_listeners: config.listeners,
    };
    let formats = http::built_in_formats()
        .map_err(|failure| CannotStart(format!("a built-in format can't be read: {failure:?}")))?;
    let app = App::new(db, keys, settings, formats, App::system_clock())
        .map_err(|failure| CannotStart(format!("passwords can't be hashed here: {failure:?}")))?;
    app.make_searchable()
        .await
        .map_err(|failure| CannotStart(format!("words to search by can't be kept: {failure:?}")))?;
    Ok(Ready { app, listener, config })
}

/// Where the program listens.
pub(super) fn address(ready: &Ready) -> Result<String, CannotStart> {
    let local = ready.listener.local_addr().map_err(|error| CannotStart(error.to_string()))?;
    Ok(format!("http://{local}"))
}

/// Serves until SIGTERM or SIGINT, then ends what is under way.
pub(super) async fn until_told_to_stop(ready: Ready) -> Result<(), CannotStart> {
    until(ready, told_to_stop()).await
}

/// Serves until `told`, for who listens for signals already: two listeners could miss one between them.
pub(super) async fn until(ready: Ready, told: impl Future<Output = ()>) -> Result<(), CannotStart> {
    let Ready { app, listener, config } = ready;
    let tasks = background(&app, &config);
    let last = Cleaner::new(app.clone(), config.mail.written_to().map(Into::into));
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let web = Web { origins: config.origins, workers, limits: config.limits };
    let server = http::server(app.clone(), web, listener).map_err(|error| CannotStart(error.to_string()))?;
    let handle = server.handle();
    let mut server = std::pin::pin!(server);
    let ended = tokio::select! {
        ended = &mut server => ended,
        () = told => {
            // Sent by the call; what it returns only says when it was carried out, and so does the server.
            drop(handle.stop(true));
            app.end_streams();
            server.await
        }
    };
    tasks.into_iter().for_each(|task| task.abort());
    if let Err(failure) = last.clean().await {
        tracing::warn!(?failure, "what was erased is removed when the program starts again");
    }
    app.close().await;
    ended.map_err(|error| CannotStart(error.to_string()))
}

/// SIGINT or SIGTERM.
pub(super) async fn told_to_stop() {
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// What the program does by itself while it serves.
fn background(app: &App, config: &Config) -> Vec<tokio::task::JoinHandle<()>> {
    let postman = Postman::new(app.clone(), config.mail.clone());
    let (forgetful, sweeper, expirer, reminder) = (app.clone(), app.clone(), app.clone(), app.clone());
    let forgetting = async move {
        loop {
            if let Err(failure) = forgetful.forget_old_records().await {
                tracing::warn!(?failure, "old records are kept for now");
            }
            forgetful.forget_comparisons();
            match forgetful.erase_old_access_needs().await {
                Ok(0) => {}
                Ok(erased) => tracing::info!(erased, "access needs were erased a month after their edition"),
                Err(failure) => tracing::warn!(?failure, "access needs are erased later"),
            }
            match forgetful.write_down_anonymous_deeds().await {
                Ok(0) => {}
                Ok(told) => {
                    tracing::info!(told, "what anonymous voices did on days that are over was written down");
                }
                Err(failure) => tracing::warn!(?failure, "what anonymous voices did is written down later"),
            }
            match forgetful.retain().await {
                Ok(erased) => erased.iter().for_each(told),
                Err(failure) => tracing::warn!(?failure, "registrations are kept beyond their time for now"),
            }
            tokio::time::sleep(EVERY_HOUR).await;
        }
    };
    // On PostgreSQL a place that comes free while somebody is just being put on the list can be missed.
    let sweeping = async move {
        loop {
            tokio::time::sleep(HALF_A_MINUTE).await;
            match sweeper.sweep_waiting_lists().await {
                Ok(0) => {}
                Ok(placed) => tracing::info!(placed, "places that were missed were given on"),
                Err(failure) => tracing::warn!(?failure, "waiting lists are swept later"),
            }
        }
    };
    let expiring = async move {
        loop {
            tokio::time::sleep(A_FEW_SECONDS).await;
            match expirer.expire_offers().await {
                Ok(0) => {}
                Ok(ended) => tracing::info!(ended, "offers ended without an answer"),
                Err(failure) => tracing::warn!(?failure, "offers are ended later"),
            }
        }
    };
    let reminding = async move {
        loop {
            match reminder.remind().await {
                Ok(0) => {}
                Ok(reminded) => {
                    tracing::info!(reminded, "people were reminded of an edition that begins soon");
                }
                Err(failure) => tracing::warn!(?failure, "people are reminded later"),
            }
            tokio::time::sleep(HALF_A_MINUTE).await;
        }
    };
    let cleaner = Cleaner::new(app.clone(), config.mail.written_to().map(Into::into));
    let mut tasks = vec![
        actix_web::rt::spawn(postman.run()),
        actix_web::rt::spawn(forgetting),
        actix_web::rt::spawn(expiring),
        actix_web::rt::spawn(reminding),
        actix_web::rt::spawn(cleaner.run()),
    ];
    if app.backend() == Backend::Postgres {
        tasks.push(actix_web::rt::spawn(sweeping));
    }
    tasks
}

pub(super) async fn migrate(url: &str) -> Result<(), CannotStart> {
    palabre_migration::up(url).await.map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        CannotStart(format!("{error}{cause}"))
    })
}

/// Says a line on stdout; where nobody listens there, nothing is lost.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
