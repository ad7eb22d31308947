//! `palabre demo`: six editions that took place, loaded through the use cases, and then served.
//!
//! What is known of an edition stands in the file of its name and reads like its source; what the source leaves open
//! is left open. What a visitor needs besides, to try things out, is in `invented.rs` and says of itself that it is.

mod dynamo;
mod efficience;
mod helmo_2024;
mod helmo_2025;
mod invented;
mod pays_de_retz;
mod stage;
mod tells;
mod told;
mod wirvsvirus;

use std::path::Path;

use clap::Args;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use palabre_domain::policy::table::ListEditions;
use uuid::Uuid;

use super::CannotStart;
use super::config::{DatabaseOption, ServeOptions};
use super::run::{self, Ready};
use crate::usecase::editions::EditionFilter;
use crate::usecase::{App, Failure, Page};
use stage::{Cast, Person, Stage};

/// How to serve the demo.
#[derive(Debug, Args)]
pub(super) struct DemoOptions {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "PALABRE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    // Never from the environment: a demo that somebody starts where a real server is configured leaves its data alone.
    /// An empty database to load the editions into; without it they live in a file that is removed at the end.
    #[arg(long)]
    database_url: Option<String>,
}

/// An edition that was loaded: its title, and where it is.
struct Loaded {
    title: &'static str,
    id: Uuid,
}

/// Loads, says what is there, serves until it is told to stop, and leaves nothing behind.
pub(super) async fn demo(options: DemoOptions) -> Result<(), CannotStart> {
    let folder = tempfile::Builder::new()
        .prefix("palabre-demo-")
        .tempdir()
        .map_err(|error| CannotStart(format!("the demo finds no room for a temporary folder: {error}")))?;
    let stays = options.database_url.is_some();
    let ready = run::prepare(options.within(folder.path()).checked()?).await?;
    let address = run::address(&ready)?;
    let password = password();
    let loading = async {
        let empty = is_empty(&ready.app).await.map_err(|failure| not_loaded(&failure))?;
        if !empty {
            return Err(CannotStart(
                "this database holds editions already; the demo wants an empty one".into(),
            ));
        }
        load(&ready, &password).await.map_err(|failure| not_loaded(&failure))
    };
    // One listener from here to the end: who is told to stop while it loads clears up too, and no signal falls between.
    let mut told_to_stop = std::pin::pin!(run::told_to_stop());
    let loaded = tokio::select! {
        loaded = loading => loaded?,
        () = &mut told_to_stop => return Ok(()),
    };
    run::say(&welcome(&address, &loaded, &password, stays));
    let ended = run::until(ready, told_to_stop).await;
    if let Err(error) = folder.close() {
        tracing::warn!(%error, "the temporary folder is still there");
    }
    ended
}

impl DemoOptions {
    /// The demo as a way to serve. Its secret lives as long as the process, and so do the sessions.
    fn within(self, folder: &Path) -> ServeOptions {
        let Self { listen, database_url } = self;
        let file = || format!("sqlite://{}?mode=rwc", folder.join("demo.db").display());
        let secret: [u8; 32] = rand::random();
        ServeOptions {
            listen,
            database: DatabaseOption { database_url: database_url.unwrap_or_else(file) },
            token_secret: Some(HEXLOWER.encode(&secret)),
            mail: format!("file:{}", folder.join("mail").display()),
            mail_from: None,
            public_url: None,
            sign_in_url: None,
            receipt_url: None,
            origins: None,
            listeners: 1_000,
            rate_limits: None,
            proxies: 0,
        }
    }
}

/// One password for every sign-in, another one each time: a demo may listen where strangers come by.
fn password() -> String {
    let bytes: [u8; 10] = rand::random();
    let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<String> =
        letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// Whether anybody's edition is there already, as far as anybody can see.
async fn is_empty(app: &App) -> Result<bool, Failure> {
    let ask = Person::nobody(app).ask::<ListEditions>(None).await?;
    let page = Page { after: None, limit: 1 };
    Ok(app.list_editions(&ask, EditionFilter::default(), page).await?.items.is_empty())
}

/// Tells the editions, HELMo's first.
async fn load(ready: &Ready, password: &str) -> Result<Vec<Loaded>, Failure> {
    let stage = Stage::new(&ready.app, &ready.config.mail, password)?;
    let cast = Cast::sign_in(&stage).await?;
    let helmo = cast.owner.founds("helmo", "HELMo", "fr").await?;
    stage.enlist_members(&cast, helmo).await?;
    let slow = cast.owner.holds(helmo, "slow-hackathon", &helmo_2024::EVENT).await?;
    let first = helmo_2024::tell(&cast.organizer, slow).await?;
    let association = cast.joint.founds("le-monde-des-possibles", "Le Monde des Possibles", "fr").await?;
    let second = helmo_2025::tell(&cast.organizer, &cast.joint, association, first).await?;
    stage.enlist_staff(&cast, second).await?;
    invented::fill(&cast, second).await?;
    let third_place = cast.owner.founds("efficience", "Efficience", "fr").await?;
    let third = efficience::tell(&cast.owner, third_place).await?;
    Ok(vec![
        Loaded { title: helmo_2024::TITLE, id: first },
        Loaded { title: helmo_2025::TITLE, id: second },
        Loaded { title: efficience::TITLE, id: third },
        Loaded { title: pays_de_retz::TITLE, id: pays_de_retz::tell(&cast.owner).await? },
        Loaded { title: dynamo::TITLE, id: dynamo::tell(&cast.owner).await? },
        Loaded { title: wirvsvirus::TITLE, id: wirvsvirus::tell(&cast.owner).await? },
    ])
}

fn not_loaded(failure: &Failure) -> CannotStart {
    CannotStart(format!("the demo can't be loaded, it wants an empty database: {failure:?}"))
}

/// What a visitor is told: what to open, as whom, and how long it lasts.
fn welcome(address: &str, editions: &[Loaded], password: &str, stays: bool) -> String {
    let mut lines = vec![
        format!("The demo of Palabre listens on {address}, and explains itself at {address}/docs"),
        String::new(),
        "Six editions that took place, for anybody to read, each with what its source says and no more:"
            .to_owned(),
    ];
    let width = editions.iter().map(|edition| edition.title.chars().count()).max().unwrap_or_default();
    lines.extend(
        editions.iter().map(|Loaded { title, id }| format!("  {title:width$}  {address}/v1/editions/{id}")),
    );
    lines.push("  More of each under its address: /partners, /figures, /credits, /prototypes …".to_owned());
    lines.extend([
        String::new(),
        format!("A sign-in for each role, all with the password {password}"),
        "(these people, and the participants and voices of 2025, are invented, and say so):".to_owned(),
    ]);
    lines.extend(stage::ROLES.iter().map(|role| format!("  {:18} {:24} {}", role.name, role.email, role.of)));
    let owner = stage::ROLES.first().map_or("", |role| role.email);
    lines.extend([
        String::new(),
        "An access token, good for 15 minutes:".to_owned(),
        format!(
            "  curl -s {address}/v1/tokens -H 'Content-Type: application/json' \
             -d '{{\"email\": \"{owner}\", \"password\": \"{password}\"}}'"
        ),
        String::new(),
        if stays {
            "What you do stays in the database you named; tokens end with the demo (Ctrl-C).".to_owned()
        } else {
            "All of this is temporary: it is gone when the demo ends (Ctrl-C).".to_owned()
        },
    ]);
    lines.join("\n")
}
