//! Words are found by `search_words`: the folded texts beside them are read by nobody, and would be one more place where they stand.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::Table,
};

use crate::table::text_column;

/// The columns that go.
const FOLDED: [(&str, &str); 3] =
    [("wordings", "text_folded"), ("challenges", "question_folded"), ("prototypes", "name_folded")];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in FOLDED {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }

    /// They come back empty: SQL can't fold.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in FOLDED {
            let mut empty = text_column(manager.get_database_backend(), column);
            let empty = empty.not_null().default("").take();
            manager.alter_table(Table::alter().table(table).add_column(empty).take()).await?;
        }
        Ok(())
    }
}
