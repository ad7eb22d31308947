//! Rows written by hand, for states that no request leads to; and counted, for what no request shows.

use sea_orm::{ConnectionTrait, Database, Statement};

use crate::database::on_postgres;
use crate::world::World;

/// An id as the database at hand writes it in SQL.
pub fn key(id: &str) -> String {
    if on_postgres() { format!("'{id}'") } else { format!("X'{}'", id.replace('-', "")) }
}

/// Runs a statement behind the server's back.
pub async fn write(world: &World, sql: &str) {
    let connection = Database::connect(&world.database.url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
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
