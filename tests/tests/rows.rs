//! Rows written by hand, for states that no request leads to; and counted, for what no request shows.

use sea_orm::{ConnectionTrait, Database, Statement};

use crate::database::on_postgres;
use crate::world::World;

/// An id as the database at hand writes it in SQL.
pub fn key(id: &str) -> String {
    if on_postgres() { format!("'{id}'") } else { format!("X'{}'", id.replace('-', "")) }
}

/// A new id for each row, in SQL.
pub fn new_key() -> &'static str {
    if on_postgres() { "gen_random_uuid()" } else { "randomblob(16)" }
}

/// Adds that many statements to the edition of one, which are as it is and have no words: where it matters how many there are.
pub async fn more_like(world: &World, statement: &str, many: usize) {
    let series = match on_postgres() {
        true => format!("SELECT 1 FROM generate_series(1, {many})"),
        false => format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) SELECT 1 FROM n"
        ),
    };
    let columns = "version, edition_id, language, voice, origin, sensitivity, state, origin_kind, voiced_on";
    let sql = format!(
        "INSERT INTO problem_statements (id, {columns}) \
         SELECT {}, {columns} FROM problem_statements, ({series}) AS series WHERE id = {}",
        new_key(),
        key(statement)
    );
    write(world, &sql).await;
}

/// Runs a statement behind the server's back; says how many rows it changed.
pub async fn write(world: &World, sql: &str) -> u64 {
    let connection = Database::connect(&world.database.url).await.unwrap();
    let done = connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
    done.rows_affected()
}

/// The number that a query gives.
pub async fn number(world: &World, sql: &str) -> i64 {
    let connection = Database::connect(&world.database.url).await.unwrap();
    let query = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(query).await.unwrap().unwrap();
    let number = row.try_get_by_index(0).unwrap();
    connection.close().await.unwrap();
    number
}

/// The texts that a query gives in its first column, in the order in which they come.
pub async fn texts(world: &World, sql: &str) -> Vec<String> {
    let connection = Database::connect(&world.database.url).await.unwrap();
    let query = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let rows = connection.query_all_raw(query).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect();
    connection.close().await.unwrap();
    texts
}

/// The names of all tables.
pub async fn tables(world: &World) -> Vec<String> {
    let sql = if on_postgres() {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
    };
    texts(world, sql).await
}

/// What stands for a whole row of a table in SQL: its columns as text.
pub async fn row_of(world: &World, table: &str) -> String {
    if on_postgres() {
        return "row_to_json(t)::text".to_owned();
    }
    let columns = format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')");
    let columns = texts(world, &columns).await.into_iter();
    columns.map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ' ' || ")
}

/// Every row that belongs to an edition, as text, with its table: whatever table has a column for the edition.
pub async fn of_edition(world: &World, id: &str) -> Vec<(String, String)> {
    let tables = if on_postgres() {
        "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'edition_id'"
    } else {
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'edition_id'"
    };
    let mut found = Vec::new();
    let conditions = texts(world, tables).await.into_iter().map(|table| (table, "edition_id"));
    for (table, column) in conditions.chain([("editions".to_owned(), "id")]) {
        let row = row_of(world, &table).await;
        let sql = format!("SELECT {row} FROM {table} t WHERE {column} = {}", key(id));
        found.extend(texts(world, &sql).await.into_iter().map(|row| (table.clone(), row)));
    }
    found
}
