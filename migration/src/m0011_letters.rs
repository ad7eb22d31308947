//! Letters of the door: the calendar that a mail carries, and the reminder before an edition.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, Table},
};

use crate::table::text_column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `reminded_of`: the first day that somebody was reminded of; of another day they are reminded anew. An edition that was there reminds
/// nobody until somebody says so: no mail is sent because a program was replaced.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut hours = ColumnDef::new("reminder_hours");
        let columns = [
            ("editions", hours.integer().null().take()),
            ("registrations", text_column(backend, "reminded_of").null().take()),
            ("mails", text_column(backend, "calendar").null().take()),
        ];
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns =
            [("mails", "calendar"), ("registrations", "reminded_of"), ("editions", "reminder_hours")];
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}
