//! What can be set, and what can't work.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::CannotStart;
use crate::http::{Limits, Rates};
use crate::usecase::Post;

/// The shortest secret, in bytes.
pub(super) const SHORTEST_SECRET: usize = 32;

/// Which database.
#[derive(Debug, Args)]
pub(super) struct DatabaseOption {
    /// Where the data is kept: `sqlite://FILE?mode=rwc` or `postgres://…`.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://palabre.db?mode=rwc",
        hide_env_values = true
    )]
    pub(super) database_url: String,
}

/// How to serve.
#[derive(Debug, Args)]
pub(super) struct ServeOptions {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "PALABRE_LISTEN", default_value = "127.0.0.1:8080")]
    pub(super) listen: String,
    #[command(flatten)]
    pub(super) database: DatabaseOption,
    /// The secret that tokens are signed with, at least 32 bytes; on SQLite one is made where none is given.
    #[arg(long, env = "PALABRE_TOKEN_SECRET", hide_env_values = true)]
    pub(super) token_secret: Option<String>,
    /// Where mails go: `file:DIR` writes an `.eml` file each; `smtps://…` or `smtp://…?tls=required` is a mail server.
    #[arg(long, env = "PALABRE_MAIL", default_value = "file:mail", hide_env_values = true)]
    pub(super) mail: String,
    /// From whom mails come: `Palabre <palabre@example.org>`; compulsory with a mail server.
    #[arg(long, env = "PALABRE_MAIL_FROM")]
    pub(super) mail_from: Option<String>,
    /// Where this server is reached from outside; for links in mails.
    #[arg(long, env = "PALABRE_PUBLIC_URL")]
    pub(super) public_url: Option<String>,
    /// The page of a frontend that takes a sign-in token in its fragment.
    #[arg(long, env = "PALABRE_SIGN_IN_URL")]
    pub(super) sign_in_url: Option<String>,
    /// The page of a frontend that takes the code of a receipt in its fragment.
    #[arg(long, env = "PALABRE_RECEIPT_URL")]
    pub(super) receipt_url: Option<String>,
    /// How many may follow live streams at once.
    #[arg(long, env = "PALABRE_LISTENERS", default_value_t = 1_000)]
    pub(super) listeners: usize,
    /// Origins of browsers' pages that may call with credentials, separated by commas.
    #[arg(long, env = "PALABRE_ORIGINS")]
    pub(super) origins: Option<String>,
    /// How often anybody may call: `on`, `off`, or what differs, `reads=3000/60,mailbox=off` (requests/seconds).
    #[arg(long, env = "PALABRE_RATE_LIMITS")]
    pub(super) rate_limits: Option<String>,
    /// How many proxies stand before this server, and add whom they were called by to `X-Forwarded-For`.
    #[arg(long, env = "PALABRE_PROXIES", default_value_t = 0)]
    pub(super) proxies: usize,
}

/// A database that is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Database {
    /// A file; the rest of the address stands behind `?`.
    Sqlite(PathBuf),
    /// A server.
    Postgres,
}

/// A configuration that can work, as far as it can be seen without touching anything.
pub(super) struct Config {
    pub(super) listen: SocketAddr,
    pub(super) database_url: String,
    pub(super) database: Database,
    pub(super) token_secret: Option<String>,
    pub(super) mail: Post,
    pub(super) public_url: Option<String>,
    pub(super) sign_in_url: Option<String>,
    pub(super) receipt_url: Option<String>,
    pub(super) origins: Vec<String>,
    pub(super) listeners: usize,
    pub(super) limits: Limits,
}

impl Database {
    /// Reads the address of a database.
    pub(super) fn of(url: &str) -> Result<Self, CannotStart> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let file = rest.trim_start_matches("//").split('?').next().unwrap_or_default();
            if file.is_empty() || file.contains(":memory:") || rest.contains("mode=memory") {
                return Err(CannotStart(
                    "DATABASE_URL names no file: an SQLite database that is kept in memory is forgotten at once"
                        .to_owned(),
                ));
            }
            return Ok(Self::Sqlite(PathBuf::from(file)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return match url::Url::parse(url) {
                Ok(_) => Ok(Self::Postgres),
                Err(error) => Err(CannotStart(format!("DATABASE_URL is no address: {error}"))),
            };
        }
        Err(CannotStart("DATABASE_URL begins neither with sqlite: nor with postgres://".to_owned()))
    }
}

impl ServeOptions {
    /// Checks everything that can be checked before anything is written.
    pub(super) fn checked(self) -> Result<Config, CannotStart> {
        let Self {
            listen,
            database,
            token_secret,
            mail,
            mail_from,
            public_url,
            sign_in_url,
            receipt_url,
            origins,
            listeners,
            rate_limits,
            proxies,
        } = self;
        let listen = listen.parse().map_err(|_| {
            CannotStart(format!("PALABRE_LISTEN is no address and port: {listen:?}; 127.0.0.1:8080 is one"))
        })?;
        let database_url = database.database_url;
        let database = Database::of(&database_url)?;
        let token_secret = given(token_secret);
        match &token_secret {
            Some(secret) if secret.len() < SHORTEST_SECRET => {
                return Err(CannotStart(format!(
                    "PALABRE_TOKEN_SECRET is too short: {} bytes, and at least {SHORTEST_SECRET} are due",
                    secret.len()
                )));
            }
            None if database == Database::Postgres => {
                return Err(CannotStart(format!(
                    "PALABRE_TOKEN_SECRET is missing: on PostgreSQL it is compulsory, at least {SHORTEST_SECRET} bytes, \
                     the same for every process"
                )));
            }
            Some(_) | None => {}
        }
        let mail = post(&mail, given(mail_from).as_deref()).map_err(CannotStart)?;
        Ok(Config {
            listen,
            database_url,
            database,
            token_secret,
            mail,
            public_url: web_address("PALABRE_PUBLIC_URL", public_url)?,
            sign_in_url: web_address("PALABRE_SIGN_IN_URL", sign_in_url)?,
            receipt_url: web_address("PALABRE_RECEIPT_URL", receipt_url)?,
            origins: read_origins(given(origins).as_deref().unwrap_or_default())?,
            listeners,
            limits: Limits { rates: rates(given(rate_limits))?, proxies },
        })
    }
}

/// Where mails go. The address of a mail server is never repeated: there may be a password in it.
fn post(mail: &str, from: Option<&str>) -> Result<Post, String> {
    if let Some(folder) = mail.strip_prefix("file:").filter(|folder| !folder.is_empty()) {
        return Post::folder(PathBuf::from(folder), from).map_err(|why| format!("PALABRE_MAIL_FROM: {why}"));
    }
    let url = url::Url::parse(mail).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
    let url = url.ok_or("PALABRE_MAIL is neither file:DIR nor begins with smtp:// or smtps://")?;
    let near = url.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    let says = url.query_pairs().any(|(name, _)| name == "tls");
    if url.scheme() == "smtp" && !near && !says {
        return Err("PALABRE_MAIL says nothing of encryption: smtps://…, or smtp://…?tls=required".to_owned());
    }
    let from =
        from.ok_or("PALABRE_MAIL_FROM is missing: a mail server wants to know from whom mails come")?;
    Post::server(mail, from).map_err(|why| format!("PALABRE_MAIL or PALABRE_MAIL_FROM: {why}"))
}

/// A variable that is set to nothing is not set.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

fn web_address(name: &str, value: Option<String>) -> Result<Option<String>, CannotStart> {
    let Some(value) = given(value) else { return Ok(None) };
    match url::Url::parse(&value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.fragment().is_none() => {
            Ok(Some(value.trim_end_matches('/').to_owned()))
        }
        _ => {
            Err(CannotStart(format!("{name} is no address that begins with http:// or https://: {value:?}")))
        }
    }
}

fn rates(setting: Option<String>) -> Result<Rates, CannotStart> {
    let Some(setting) = setting else { return Ok(Rates::default()) };
    setting.parse().map_err(|why| CannotStart(format!("PALABRE_RATE_LIMITS: {why}")))
}

fn read_origins(list: &str) -> Result<Vec<String>, CannotStart> {
    let origins = list.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    origins
        .map(|origin| match url::Url::parse(origin) {
            Ok(url) if url.origin().ascii_serialization() == origin => Ok(origin.to_owned()),
            _ => Err(CannotStart(format!(
                "PALABRE_ORIGINS holds what is no origin: {origin:?}; https://example.org is one"
            ))),
        })
        .collect()
}
