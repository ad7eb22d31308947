//! Merging can be taken back, and stays written down; codes that go out by mail can be told from those that were answered.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, Table},
};

use crate::table::text_column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `undone_on`: the date on which a merged statement was taken apart again; like every date that hangs on a statement, not an instant.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut undone = text_column(manager.get_database_backend(), "undone_on");
        manager.alter_table(Table::alter().table("derivations").add_column(undone.null()).take()).await?;
        let mut mailed = ColumnDef::new("mailed");
        let mailed = mailed.boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table("receipts").add_column(mailed).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("receipts").drop_column("mailed").take()).await?;
        manager.alter_table(Table::alter().table("derivations").drop_column("undone_on").take()).await
    }
}
