//! Organizations, who belongs to them, and their events.

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
        organizations(manager).await?;
        memberships(manager).await?;
        events(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["events", "memberships", "organizations"]).await
    }
}

async fn organizations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "organizations")
        .id()
        .version()
        .created_at()
        .text("slug")
        .text("name")
        .json_or_null("description")
        .text_or_null("url")
        .text_or_null("country")
        .text("default_language")
        .unique(&["slug"])
        .create(manager)
        .await
}

async fn memberships(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "memberships")
        .id()
        .version()
        .created_at()
        .uuid("organization_id")
        .uuid("account_id")
        .one_of("role", &["owner", "organizer", "viewer"])
        .refers("organization_id", "organizations")
        .refers("account_id", "accounts")
        .unique(&["organization_id", "account_id"])
        .index(&["account_id"])
        .create(manager)
        .await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "events")
        .id()
        .version()
        .created_at()
        .uuid("organization_id")
        .text("slug")
        .json("name")
        .json_or_null("description")
        .refers("organization_id", "organizations")
        .unique(&["organization_id", "slug"])
        .create(manager)
        .await
}
