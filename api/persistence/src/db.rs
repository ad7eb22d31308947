//! The two doors to the database.
//!
//! On SQLite all writes go through one connection, each `BEGIN IMMEDIATE`: a deferred transaction that turns into a
//! writer fails under contention, whatever the busy timeout. Reads have a pool of their own. On PostgreSQL both use one pool;
//! reads are REPEATABLE READ, because otherwise two statements of one read see two instants.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::error::{DbError, RunAgain};
use crate::heaps::{HEAPS, Heap};

/// How often a write block is run before its conflict is given up and answered.
const ATTEMPTS: u32 = 4;
/// Connections for reading (SQLite) or for everything (PostgreSQL).
const POOL: u32 = 8;
/// How long to wait for a connection before the caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often emptying the log is tried while readers hold on to it.
const CHECKPOINTS: u32 = 10;
/// How long to wait between two of these tries.
const BETWEEN_CHECKPOINTS: Duration = Duration::from_millis(50);

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    backend: Backend,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    statements: Statements,
}

/// Counts the SQL statements that were run: how a test sees that a list needs a fixed number of them.
#[derive(Clone, Default)]
pub struct Statements(Arc<AtomicU64>);

impl Statements {
    /// The statements run since the program started, without BEGIN and COMMIT.
    #[must_use]
    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// An open transaction; queries take it, and nothing else.
pub struct Tx {
    inner: DatabaseTransaction,
    backend: Backend,
}

impl Tx {
    pub(crate) fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }
}

impl Db {
    /// Connects; the schema is expected to be there.
    ///
    /// # Errors
    /// When the address is not understood or nothing answers there.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        let statements = Statements::default();
        let (backend, mut writer, mut reader) = if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            let reader = Database::connect(sqlite(url, POOL, true)).await?;
            (Backend::Sqlite, writer, reader)
        } else {
            let pool = Database::connect(postgres(url)).await?;
            (Backend::Postgres, pool.clone(), pool)
        };
        for connection in [&mut writer, &mut reader] {
            let counter = Arc::clone(&statements.0);
            connection.set_metric_callback(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(Self { backend, writer, reader, statements })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The counter of statements.
    #[must_use]
    pub fn statements(&self) -> Statements {
        self.statements.clone()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// What it says instead.
    pub async fn ping(&self) -> Result<(), DbError> {
        Ok(self.reader.ping().await?)
    }

    /// Closes the connections, after what is under way.
    ///
    /// # Errors
    /// When closing fails; nothing that was committed is lost by that.
    pub async fn close(self) -> Result<(), DbError> {
        self.writer.close().await?;
        Ok(self.reader.close().await?)
    }

    /// Reads: all statements of the block see one instant.
    ///
    /// # Errors
    /// Those of the block, and the database's own.
    pub async fn read<T, E, F>(&self, block: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: AsyncFn(&Tx) -> Result<T, E>,
    {
        let options = match self.backend {
            Backend::Sqlite => TransactionOptions::default(),
            Backend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        let inner = self.reader.begin_with_options(options).await.map_err(DbError::from)?;
        let tx = Tx { inner, backend: self.backend };
        let result = block(&tx).await;
        // Nothing was written: how the transaction ends is of no consequence.
        tx.inner.commit().await.map_err(DbError::from)?;
        result
    }

    /// Writes: all of the block, or nothing of it.
    ///
    /// The block owns its data, does no other I/O and may run several times. It runs to its end even when the caller
    /// goes away (a client that hangs up halves nothing), which is why it must be called on a local task set.
    ///
    /// # Errors
    /// Those of the block, after which nothing is written; and the database's own.
    pub async fn write<T, E, F>(&self, block: F) -> Result<T, E>
    where
        T: 'static,
        E: From<DbError> + RunAgain + 'static,
        F: AsyncFn(&Tx) -> Result<T, E> + 'static,
    {
        let db = self.clone();
        let running = tokio::task::spawn_local(async move { db.write_here(block).await });
        match running.await {
            Ok(result) => result,
            Err(_) => Err(DbError::Interrupted.into()),
        }
    }

    /// Makes sure that what was erased is in no file of the database any more; nothing is done on PostgreSQL, whose free rows no
    /// reader and no dump sees.
    ///
    /// `secure_delete` overwrites what is deleted, but not the copies that cells leave behind when they move within a page. So
    /// the file is written anew, and the log is emptied into it. No write happens meanwhile: it takes as long as
    /// copying the database, and as much memory.
    ///
    /// # Errors
    /// [`DbError::Busy`] where readers held on to the log all the time: to be tried again.
    pub async fn scrub(&self) -> Result<(), DbError> {
        if self.backend == Backend::Postgres {
            return Ok(());
        }
        self.writer.execute_unprepared("VACUUM").await?;
        for _ in 0..CHECKPOINTS {
            let checkpoint = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
            let answer = self.writer.query_one_raw(checkpoint).await?;
            let busy: i32 = answer.map_or(Ok(0), |row| row.try_get("", "busy"))?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_CHECKPOINTS).await;
        }
        Err(DbError::Busy)
    }

    /// Puts the rows of statements, and of what hangs on them, in the order of their ids, which follow no time: on PostgreSQL they stand
    /// in the order in which they were written, and a dump tells it. On SQLite these tables have no other order.
    ///
    /// Each table is locked while it is written anew.
    ///
    /// # Errors
    /// [`DbError::LockTimeout`] where a table is in use all the time: to be tried again.
    pub async fn put_statements_in_order(&self) -> Result<(), DbError> {
        if self.backend == Backend::Sqlite {
            return Ok(());
        }
        for Heap { table, key, by_voices: _ } in HEAPS {
            self.writer.execute_unprepared(&format!("CLUSTER {table} USING {key}")).await?;
        }
        Ok(())
    }

    async fn write_here<T, E, F>(&self, block: F) -> Result<T, E>
    where
        E: From<DbError> + RunAgain,
        F: AsyncFn(&Tx) -> Result<T, E>,
    {
        let mut attempt = 1;
        loop {
            let result = self.write_once(&block).await;
            match result {
                Err(error) if error.run_again() && attempt < ATTEMPTS => attempt += 1,
                result => return result,
            }
        }
    }

    async fn write_once<T, E, F>(&self, block: &F) -> Result<T, E>
    where
        E: From<DbError>,
        F: AsyncFn(&Tx) -> Result<T, E>,
    {
        let options = match self.backend {
            Backend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            Backend::Postgres => TransactionOptions::default(),
        };
        let inner = self.writer.begin_with_options(options).await.map_err(DbError::from)?;
        let tx = Tx { inner, backend: self.backend };
        match block(&tx).await {
            Ok(value) => {
                tx.inner.commit().await.map_err(DbError::from)?;
                Ok(value)
            }
            Err(error) => {
                if let Err(rollback) = tx.inner.rollback().await {
                    tracing::warn!(error = %rollback, "a rollback failed; the connection is given up");
                }
                Err(error)
            }
        }
    }
}

fn common(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = common(url, connections);
    // A connection of an embedded database does not age.
    options.idle_timeout(None).max_lifetime(None);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .pragma("synchronous", "FULL")
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY");
        if read_only { sqlite.pragma("query_only", "ON") } else { sqlite }
    });
    options
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = common(url, POOL);
    options
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .set_application_name("palabre")
        .map_sqlx_postgres_opts(|postgres| postgres.options([("lock_timeout", "5s")]));
    options
}
