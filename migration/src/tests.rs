use std::{error::Error, str::FromStr};

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{
        ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
        sqlx::{ConnectOptions as _, postgres::PgConnectOptions},
    },
};
use tempfile::TempDir;

use super::{checked::checked, connect, down, status, up};

type Outcome = Result<(), Box<dyn Error>>;

/// A database of this test's own, which goes when [`discard`](Fresh::discard)ed.
struct Fresh {
    url: String,
    folder: TempDir,
    server: Option<(DatabaseConnection, String)>,
}

/// SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server.
async fn databases() -> Result<Vec<Fresh>, Box<dyn Error>> {
    let mut databases = vec![sqlite()?];
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        databases.push(postgres(&url).await?);
    }
    Ok(databases)
}

fn sqlite() -> Result<Fresh, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("palabre.db");
    Ok(Fresh { url: format!("sqlite://{}?mode=rwc", file.display()), folder, server: None })
}

async fn postgres(url: &str) -> Result<Fresh, Box<dyn Error>> {
    // The folder lends the database its random name.
    let folder = tempfile::Builder::new().prefix("palabre_migration_").rand_bytes(12).tempdir()?;
    let name = folder.path().file_name().ok_or("a folder without a name")?.to_string_lossy().into_owned();
    let server = Database::connect(url).await?;
    server.execute_unprepared(&format!("CREATE DATABASE \"{name}\"")).await?;
    let fresh = PgConnectOptions::from_str(url)?.database(&name);
    Ok(Fresh { url: fresh.to_url_lossy().to_string(), folder, server: Some((server, name)) })
}

impl Fresh {
    async fn connect(&self) -> Result<DatabaseConnection, DbErr> {
        Database::connect(&self.url).await
    }

    /// Every table and index, as the database itself describes it.
    async fn description(&self) -> Result<Vec<String>, DbErr> {
        let connection = self.connect().await?;
        let sql = match connection.get_database_backend() {
            DbBackend::Sqlite => "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1",
            _ => {
                "SELECT table_name || ' ' || column_name || ' ' || data_type \
                 FROM information_schema.columns WHERE table_schema = current_schema() \
                 UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() \
                 UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
                 WHERE connamespace = current_schema()::regnamespace ORDER BY 1"
            }
        };
        let lines = strings(&connection, sql).await;
        connection.close().await?;
        lines
    }

    async fn discard(self) -> Outcome {
        if let Some((server, name)) = self.server {
            server.execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)")).await?;
            server.close().await?;
        }
        self.folder.close()?;
        Ok(())
    }
}

/// The first column of every row.
async fn strings(connection: &DatabaseConnection, sql: &str) -> Result<Vec<String>, DbErr> {
    let query = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(query).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

#[tokio::test]
async fn up_down_up_ends_where_it_began() -> Outcome {
    for database in databases().await? {
        up(&database.url).await?;
        let first = database.description().await?;
        assert!(first.len() > 80, "no schema: {first:?}");
        assert!(status(&database.url).await?.iter().all(|step| step.applied));

        down(&database.url).await?;
        assert_eq!(database.description().await?, Vec::<String>::new());
        assert!(!status(&database.url).await?.iter().any(|step| step.applied));

        up(&database.url).await?;
        up(&database.url).await?;
        assert_eq!(database.description().await?, first);
        database.discard().await?;
    }
    Ok(())
}

#[tokio::test]
async fn processes_that_start_at_once_migrate_once() -> Outcome {
    for database in databases().await? {
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let url = database.url.clone();
                tokio::spawn(async move { up(&url).await })
            })
            .collect();
        for start in starts {
            start.await??;
        }
        database.discard().await?;
    }
    Ok(())
}

#[tokio::test]
async fn text_is_compared_byte_by_byte() -> Outcome {
    for database in databases().await? {
        up(&database.url).await?;
        let connection = database.connect().await?;
        if connection.get_database_backend() == DbBackend::Postgres {
            let otherwise = strings(
                &connection,
                "SELECT table_name || '.' || column_name FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND data_type = 'text' \
                 AND collation_name IS DISTINCT FROM 'C'",
            );
            assert_eq!(otherwise.await?, Vec::<String>::new());
        }
        connection.close().await?;
        database.discard().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_hangs_on_statements_does_not_lie_in_the_order_it_came() -> Outcome {
    let database = sqlite()?;
    up(&database.url).await?;
    let connection = database.connect().await?;
    let tables = strings(&connection, "SELECT name FROM pragma_table_list WHERE wr = 1 ORDER BY name");
    assert_eq!(
        tables.await?,
        [
            "anonymous_deeds",
            "challenge_statements",
            "cluster_statements",
            "derivations",
            "problem_statements",
            "receipts",
            "resonances",
            "search_words",
            "statement_readers",
            "theme_statements",
            "wordings"
        ]
    );
    let times = strings(
        &connection,
        "SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c \
         WHERE t.wr = 1 AND c.type LIKE 'timestamp%'",
    );
    assert_eq!(times.await?, Vec::<String>::new());
    assert_eq!(strings(&connection, "PRAGMA journal_mode").await?, ["wal"]);
    connection.close().await?;
    database.discard().await
}

#[tokio::test]
async fn nothing_is_deleted_along_with_something_else() -> Outcome {
    let database = sqlite()?;
    up(&database.url).await?;
    let connection = database.connect().await?;
    let otherwise = strings(
        &connection,
        "SELECT t.name || '.' || f.\"from\" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f \
         WHERE f.on_delete <> 'RESTRICT'",
    );
    assert_eq!(otherwise.await?, Vec::<String>::new());
    connection.close().await?;
    database.discard().await
}

/// The last guards of what the program promises, below every rule of its own.
#[tokio::test]
async fn the_schema_refuses_what_must_never_be() -> Outcome {
    let database = sqlite()?;
    up(&database.url).await?;
    // Without foreign keys, so that a row needs no others around it.
    let connection = connect(&database.url).await?;
    let pool = "INSERT INTO pools (id, version, created_at, edition_id, slug, name, size, taken) VALUES";
    let member =
        "INSERT INTO team_memberships (id, created_at, team_id, registration_id, joined_at, left_at) VALUES";
    let staff =
        "INSERT INTO staff (id, version, created_at, edition_id, email, email_folded, role, state) VALUES";
    let receipt = "INSERT INTO receipts (code_hash, kind, registration_id, statement_id) VALUES";
    let cases = [
        (pool, "(x'01', 1, 't', x'e1', 'all', '{}', 40, 40)", true),
        (pool, "(x'02', 1, 't', x'e1', 'more', '{}', NULL, 41)", true),
        (pool, "(x'03', 1, 't', x'e1', 'over', '{}', 40, 41)", false),
        (pool, "(x'04', 1, 't', x'e1', 'under', '{}', NULL, -1)", false),
        (pool, "(x'05', 1, 't', x'e1', 'all', '{}', 40, 0)", false),
        (member, "(x'01', 't', x'a1', x'b1', 't', 't')", true),
        (member, "(x'02', 't', x'a1', x'b1', 't', NULL)", true),
        (member, "(x'03', 't', x'a2', x'b1', 't', NULL)", false),
        (staff, "(x'01', 1, 't', x'e1', 'A@b', 'a@b', 'assessor', 'ended')", true),
        (staff, "(x'02', 1, 't', x'e1', 'A@b', 'a@b', 'assessor', 'active')", true),
        (staff, "(x'03', 1, 't', x'e1', 'a@B', 'a@b', 'assessor', 'invited')", false),
        (staff, "(x'04', 1, 't', x'e1', 'c@d', 'c@d', 'winner', 'invited')", false),
        (receipt, "(x'01', 'registration', x'b1', NULL)", true),
        (receipt, "(x'02', 'registration', x'b1', x'c1')", false),
        (receipt, "(x'03', 'problem_statement', x'b1', NULL)", false),
    ];
    for (insert, row, taken) in cases {
        let answer = connection.execute_unprepared(&format!("{insert} {row}")).await;
        assert_eq!(answer.is_ok(), taken, "{insert} {row}: {answer:?}");
    }
    connection.close().await?;
    database.discard().await
}

/// As above, for the one live registration of an address and of a person.
#[tokio::test]
async fn a_person_has_one_live_registration_in_an_edition() -> Outcome {
    let database = sqlite()?;
    up(&database.url).await?;
    let connection = connect(&database.url).await?;
    let cases = [
        ("01", "aa", "'a@b'", "cancelled", true),
        ("02", "aa", "'a@b'", "waitlisted", true),
        ("03", "aa", "NULL", "confirmed", false),
        ("04", "bb", "'a@b'", "checked_in", false),
        ("05", "bb", "NULL", "offered", true),
        ("06", "cc", "NULL", "pending_review", true),
        ("07", "cc", "'a@b'", "no_show", true),
        ("08", "dd", "'a@b'", "on_fire", false),
    ];
    for (id, person, email, state, taken) in cases {
        let answer = connection
            .execute_unprepared(&format!(
                "INSERT INTO registrations (id, version, created_at, edition_id, person_id, profile_id, name, \
                 name_folded, email_folded, languages, skills, visible, state, waiting_key, offers_missed, \
                 registered_at) VALUES (x'{id}', 1, 't', x'e1', x'{person}', x'f1', 'N', 'n', {email}, '[]', '[]', \
                 0, '{state}', x'{id}', 0, 't')"
            ))
            .await;
        assert_eq!(answer.is_ok(), taken, "{id}: {answer:?}");
    }
    connection.close().await?;
    database.discard().await
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_an_error() {
    let failed = up("sqlite:///nowhere/at/all.db").await;
    assert!(failed.is_err());
}

/// A step that leaves a row whose foreign key leads nowhere, as one that rebuilds a table may.
struct Careless;

impl MigrationName for Careless {
    fn name(&self) -> &str {
        "careless"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Careless {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let row = "INSERT INTO profile_pools (profile_id, pool_id) VALUES (x'00', x'00')";
        manager.get_connection().execute_unprepared(row).await?;
        Ok(())
    }
}

#[tokio::test]
async fn a_foreign_key_that_leads_nowhere_stops_a_step() -> Outcome {
    let database = sqlite()?;
    up(&database.url).await?;
    let connection = connect(&database.url).await?;
    let manager = SchemaManager::new(&connection);
    let stopped = checked(Box::new(Careless)).up(&manager).await;
    let told = stopped.err().ok_or("the step was taken")?.to_string();
    assert!(told.contains("profile_pools"), "{told}");
    connection.close().await?;
    database.discard().await
}
