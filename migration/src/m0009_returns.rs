//! Editions that come back: formats, what an edition calls its stages and terms, credits, figures, and
//! organizations asked to be partners.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, ConditionalStatement as _, Expr, Index, Table},
};

use crate::table::{NewTable, drop_tables};

/// The columns that editions get.
const EDITION_COLUMNS: [&str; 3] = ["stages", "vocabulary", "kept_parts"];

const ONE_PART_EACH: &str = "uq_partners_edition_id_organization_id_kind";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        edition_columns(manager).await?;
        one_part_each(manager).await?;
        formats(manager).await?;
        credits(manager).await?;
        figures(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["figures", "credits", "formats"]).await?;
        manager.drop_index(Index::drop().name(ONE_PART_EACH).table("partners").to_owned()).await?;
        for column in EDITION_COLUMNS {
            manager.alter_table(Table::alter().table("editions").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

/// `kept_parts`: what a format brought that no operation writes yet; kept until one does.
async fn edition_columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in EDITION_COLUMNS {
        let mut column = ColumnDef::new(column);
        manager
            .alter_table(Table::alter().table("editions").add_column(column.json_binary().null()).to_owned())
            .await?;
    }
    Ok(())
}

/// An organization has a part in an edition once; one that declined may be asked again.
async fn one_part_each(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let index = Index::create()
        .name(ONE_PART_EACH)
        .table("partners")
        .col("edition_id")
        .col("organization_id")
        .col("kind")
        .unique()
        .and_where(Expr::cust("state <> 'declined'"))
        .to_owned();
    manager.create_index(index).await
}

/// The built-in ones come with the program and have no row.
async fn formats(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "formats")
        .id()
        .version()
        .created_at()
        .uuid("organization_id")
        .text("slug")
        .json("name")
        .json("blueprint")
        .refers("organization_id", "organizations")
        .unique(&["organization_id", "slug"])
        .index(&["organization_id", "id"])
        .create(manager)
        .await
}

async fn credits(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "credits")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("name")
        .text("credited_for")
        .text_or_null("url")
        .refers("edition_id", "editions")
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}

/// `subject_folded` and `measure_folded` say which figures are about the same thing; of these one is shown at most.
async fn figures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "figures")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("subject")
        .text("subject_folded")
        .text("measure")
        .text("measure_folded")
        .double("value")
        .text_or_null("unit")
        .one_of("origin", &["computed", "declared"])
        .text_or_null("source")
        .text_or_null("as_of")
        .boolean("shown")
        .refers("edition_id", "editions")
        .check(
            "declared_has_source",
            "NOT shown OR origin = 'computed' OR (source IS NOT NULL AND as_of IS NOT NULL)",
        )
        .unique_where(&["edition_id", "subject_folded", "measure_folded"], "shown".to_owned())
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}
