//! Confidential words and anonymous voices: who is named as a reader, and what anonymous voices did until the day is over.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        statement_readers(manager).await?;
        anonymous_deeds(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["anonymous_deeds", "statement_readers"]).await
    }
}

/// Who reads the words of a confidential statement. Since when and why stands in the audit log.
async fn statement_readers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "statement_readers")
        .uuid("statement_id")
        .uuid("account_id")
        .key(&["statement_id", "account_id"])
        .refers("statement_id", "problem_statements")
        .refers("account_id", "accounts")
        .index(&["account_id", "statement_id"])
        .without_rowid()
        .create(manager)
        .await
}

/// What anonymous voices did, and no journal tells yet: by the date, in no order.
async fn anonymous_deeds(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "anonymous_deeds")
        .id()
        .uuid("statement_id")
        .text("action")
        .text("done_on")
        .refers("statement_id", "problem_statements")
        .index(&["statement_id"])
        .without_rowid()
        .create(manager)
        .await
}
