//! A database of its own for each test.
//!
//! On PostgreSQL it is a copy of a template that is migrated once a process. Databases carry the id of the process that
//! made them; those of processes that are gone are dropped by the next one.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database that is dropped with the test.
pub struct TestDatabase {
    /// Its address.
    pub url: String,
    name: Option<(String, String)>,
}

/// The server that tests run on, where it is PostgreSQL.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Tells the checks which database the tests really ran on.
fn witness(backend: &str) {
    use std::io::Write as _;
    if let Ok(path) = std::env::var("PALABRE_TEST_WITNESS") {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(file, "palabre tests ran on {backend}").unwrap();
    }
}

/// Whether the tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    server().is_some()
}

async fn connect(server: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("TEST_DATABASE_URL answers")
}

async fn run(server: &str, sql: String) -> Result<(), sea_orm::DbErr> {
    let connection = connect(server).await;
    let done = connection.execute_unprepared(&sql).await.map(|_| ());
    connection.close().await?;
    done
}

fn address_of(server: &str, name: &str) -> String {
    let mut url = reqwest::Url::parse(server).unwrap();
    url.set_path(name);
    url.to_string()
}

/// Drops the databases that tests left behind when they were killed.
async fn sweep(server: &str) {
    let connection = connect(server).await;
    let sql = "SELECT datname FROM pg_database WHERE datname LIKE 'palabre_test_%'";
    let rows = connection
        .query_all_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await
        .unwrap();
    for row in rows {
        let name: String = row.try_get("", "datname").unwrap();
        let pid = name.trim_start_matches("palabre_test_").split('_').next().unwrap_or_default();
        if !PathBuf::from(format!("/proc/{pid}")).exists() {
            let _ =
                connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
    connection.close().await.unwrap();
}

async fn template(server: &str) -> String {
    sweep(server).await;
    let name = format!("palabre_test_{}_template", std::process::id());
    // A collation that differs from bytewise, so that a forgotten one shows.
    let icu = format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'");
    if run(server, icu).await.is_err() {
        run(server, format!("CREATE DATABASE {name} TEMPLATE template0")).await.unwrap();
    }
    palabre_migration::up(&address_of(server, &name)).await.unwrap();
    name
}

impl TestDatabase {
    /// A fresh one, migrated; `folder` is where an SQLite file goes.
    pub async fn fresh(folder: &std::path::Path) -> Self {
        let Some(server) = server() else {
            witness("sqlite");
            let file = folder.join("palabre.db");
            let url = format!("sqlite://{}?mode=rwc", file.display());
            palabre_migration::up(&url).await.unwrap();
            return Self { url, name: None };
        };
        witness("postgresql");
        let template = TEMPLATE.get_or_init(|| template(&server)).await;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("palabre_test_{}_{count}", std::process::id());
        // The template may be in use by another copy for a moment.
        let mut tries = 0;
        while let Err(error) = run(&server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await {
            tries += 1;
            assert!(tries < 100, "{error}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        Self { url: address_of(&server, &name), name: Some((server, name)) }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.name.take() else { return };
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let _ = runtime.block_on(run(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        let _ = dropping.join();
    }
}
