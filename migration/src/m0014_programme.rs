//! The programme of an edition: its items, who was there, and which statements were voiced in one.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, Index, Table},
};

use crate::table::{NewTable, drop_tables};

const STATEMENTS_OF_AN_ITEM: &str = "ix_problem_statements_programme_item_id_id";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        programme_items(manager).await?;
        attendances(manager).await?;
        item_of_origin(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(STATEMENTS_OF_AN_ITEM).table("problem_statements").to_owned();
        manager.drop_index(index).await?;
        let statements =
            Table::alter().table("problem_statements").drop_column("programme_item_id").to_owned();
        manager.alter_table(statements).await?;
        drop_tables(manager, &["attendances", "programme_items"]).await
    }
}

/// `planned`: the day and the times, counted from the first day of the edition, for as long as that is not known.
async fn programme_items(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "programme_items")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .one_of(
            "kind",
            &[
                "pre_ideation",
                "reflection",
                "workshop",
                "making",
                "talk",
                "meeting",
                "break",
                "pitch",
                "plenary",
                "closing",
            ],
        )
        .json("title")
        .text_or_null("starts_local")
        .text_or_null("starts_zone")
        .time_or_null("starts_at")
        .text_or_null("ends_local")
        .text_or_null("ends_zone")
        .time_or_null("ends_at")
        .json_or_null("planned")
        .text_or_null("place")
        .json("hosts")
        .refers("edition_id", "editions")
        .check("ends_after_starts", "ends_at > starts_at")
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}

/// Who was there, and not since when: nobody needs that.
async fn attendances(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "attendances")
        .uuid("programme_item_id")
        .uuid("registration_id")
        .uuid("edition_id")
        .key(&["programme_item_id", "registration_id"])
        .refers("programme_item_id", "programme_items")
        .refers("registration_id", "registrations")
        .refers("edition_id", "editions")
        .index(&["registration_id"])
        .index(&["edition_id"])
        .create(manager)
        .await
}

/// The column brings its foreign key along: a table that is there gets none of its own on SQLite.
async fn item_of_origin(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut item = ColumnDef::new("programme_item_id");
    item.uuid().null().extra("REFERENCES programme_items (id) ON DELETE RESTRICT ON UPDATE RESTRICT");
    manager.alter_table(Table::alter().table("problem_statements").add_column(item).to_owned()).await?;
    let index = Index::create()
        .name(STATEMENTS_OF_AN_ITEM)
        .table("problem_statements")
        .col("programme_item_id")
        .col("id")
        .to_owned();
    manager.create_index(index).await
}
