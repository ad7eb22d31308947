//! The history of the schema, on SQLite and on PostgreSQL.
//!
//! [`up`], [`down`] and [`status`] take the address of a database and open a connection of their own: nobody else's
//! settings apply while the schema changes, and no type of the database library leaves this package.

use std::{error::Error, time::Duration};

use sea_orm_migration::{
    MigrationStatus, MigrationTrait, MigratorTrait, async_trait,
    sea_orm::{
        ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
        RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    },
};

mod checked;
mod m0001_accounts;
mod m0002_organizations;
mod m0003_editions;
mod m0004_doors;
mod m0005_statements;
mod m0006_teams;
mod m0007_prototypes;
mod m0008_journal;
mod m0009_returns;
mod m0010_door;
mod m0011_letters;
mod m0012_unmerged;
mod m0013_voices;
mod m0014_programme;
mod m0015_groups;
mod m0016_search;
mod m0017_words;
mod table;
#[cfg(test)]
mod tests;

/// What two processes that start at once lock on PostgreSQL, so that one migrates and the other finds it done.
const ADVISORY_LOCK: i64 = 0x7061_6c61_6272_6501;

/// How long a process waits for another one that is migrating the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a process waits before it asks for a file again that another one is opening.
const A_MOMENT: Duration = Duration::from_millis(10);

/// The schema could not be read or changed; nothing of what was begun is kept.
#[derive(Debug, thiserror::Error)]
#[error("{task}")]
pub struct MigrationError {
    task: &'static str,
    source: Box<dyn Error + Send + Sync>,
}

/// One step of the schema's history, and whether the database has taken it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The step's name, which begins with its number.
    pub name: String,
    /// Whether the database has taken the step.
    pub applied: bool,
}

/// Brings the database to the newest schema, and does nothing where it is there already.
///
/// All steps are taken or none. A SQLite file is made where the address says `mode=rwc`, and put into WAL mode.
///
/// # Errors
/// When the database can't be reached, refuses a statement, has steps this program does not know, or, on SQLite,
/// when a step leaves a row whose foreign key leads nowhere.
pub async fn up(url: &str) -> Result<(), MigrationError> {
    let failed = failure("the schema could not be brought up to date");
    let connection = connect(url).await?;
    let done = migrate(&connection, Direction::Up).await;
    close(connection).await;
    done.map_err(failed)
}

/// Drops every table, and what they held.
///
/// # Errors
/// As [`up`].
pub async fn down(url: &str) -> Result<(), MigrationError> {
    let failed = failure("the schema could not be taken back");
    let connection = connect(url).await?;
    let done = migrate(&connection, Direction::Down).await;
    close(connection).await;
    done.map_err(failed)
}

/// Lists the steps of the schema's history, oldest first, without changing anything.
///
/// # Errors
/// When the database can't be reached, or has steps this program does not know.
pub async fn status(url: &str) -> Result<Vec<Step>, MigrationError> {
    let failed = failure("the schema's state could not be read");
    let connection = connect(url).await?;
    let steps = History::get_migration_with_status_read_only(&connection).await;
    close(connection).await;
    let steps = steps.map_err(failed)?;
    Ok(steps
        .iter()
        .map(|step| Step { name: step.name().to_owned(), applied: step.status() == MigrationStatus::Applied })
        .collect())
}

struct History;

#[async_trait::async_trait]
impl MigratorTrait for History {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let steps: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_organizations::Migration),
            Box::new(m0003_editions::Migration),
            Box::new(m0004_doors::Migration),
            Box::new(m0005_statements::Migration),
            Box::new(m0006_teams::Migration),
            Box::new(m0007_prototypes::Migration),
            Box::new(m0008_journal::Migration),
            Box::new(m0009_returns::Migration),
            Box::new(m0010_door::Migration),
            Box::new(m0011_letters::Migration),
            Box::new(m0012_unmerged::Migration),
            Box::new(m0013_voices::Migration),
            Box::new(m0014_programme::Migration),
            Box::new(m0015_groups::Migration),
            Box::new(m0016_search::Migration),
            Box::new(m0017_words::Migration),
        ];
        steps.into_iter().map(checked::checked).collect()
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// One connection, kept for the whole work; on SQLite without foreign keys, which a table that is rebuilt would trip over.
async fn connect(url: &str) -> Result<DatabaseConnection, MigrationError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| sqlite.foreign_keys(false).busy_timeout(BUSY_TIMEOUT));
    Database::connect(options).await.map_err(failure("the database could not be opened"))
}

async fn migrate(connection: &DatabaseConnection, direction: Direction) -> Result<(), DbErr> {
    if connection.get_database_backend() == DbBackend::Sqlite {
        write_ahead(connection).await?;
    }
    let whole = begin_alone(connection).await?;
    match direction {
        Direction::Up => History::up(&whole, None).await?,
        Direction::Down => History::reset(&whole).await?,
    }
    whole.commit().await
}

/// The transaction around all steps: whoever comes second waits here, and then sees what the first one did.
async fn begin_alone(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let whole = connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if whole.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})");
        whole.execute_unprepared(&lock).await?;
    }
    Ok(whole)
}

/// The journal's mode is a property of the file, and can't change inside a transaction.
///
/// SQLite does not wait with this statement, whatever the time-out: of several that open a new file at once it refuses
/// all but one, so that the others ask again.
async fn write_ahead(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let mut patience = BUSY_TIMEOUT;
    loop {
        match connection.execute_unprepared("PRAGMA journal_mode = WAL").await {
            Err(error) if is_busy(&error) && !patience.is_zero() => {
                tokio::time::sleep(A_MOMENT).await;
                patience = patience.saturating_sub(A_MOMENT);
            }
            done => return done.map(|_| ()),
        }
    }
}

/// Whether somebody else has the file (SQLITE_BUSY).
fn is_busy(error: &DbErr) -> bool {
    let DbErr::Exec(RuntimeErr::SqlxError(error)) = error else { return false };
    let Some(error) = error.as_database_error() else { return false };
    error.code().as_deref() == Some("5")
}

/// The work is committed or given up by now: that the connection closes badly changes nothing of it.
async fn close(connection: DatabaseConnection) {
    let _ = connection.close().await;
}

fn failure(task: &'static str) -> impl FnOnce(DbErr) -> MigrationError {
    move |source| MigrationError { task, source: Box::new(source) }
}
