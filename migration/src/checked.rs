//! What every step must hold to: a transaction of its own, and on SQLite no foreign key that leads nowhere.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement},
};

/// Runs the step in a transaction, whatever it says itself, and checks the foreign keys before the commit.
pub(crate) fn checked(step: Box<dyn MigrationTrait>) -> Box<dyn MigrationTrait> {
    Box::new(Checked(step))
}

struct Checked(Box<dyn MigrationTrait>);

impl MigrationName for Checked {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Checked {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await?;
        check_foreign_keys(manager, self.name()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.down(manager).await?;
        check_foreign_keys(manager, self.name()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// SQLite does not check them meanwhile, PostgreSQL does.
async fn check_foreign_keys(manager: &SchemaManager<'_>, step: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let astray = manager
        .get_connection()
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check"))
        .await?;
    let Some(first) = astray.first() else {
        return Ok(());
    };
    let table: String = first.try_get_by_index(0)?;
    let parent: String = first.try_get_by_index(2)?;
    Err(DbErr::Migration(format!(
        "step {step} leaves {} rows without what they refer to, the first in {table}, which refers to {parent}",
        astray.len()
    )))
}
