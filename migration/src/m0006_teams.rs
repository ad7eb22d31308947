//! Teams, who is in them, and what makes a team mixed.

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
        composition_policies(manager).await?;
        teams(manager).await?;
        team_memberships(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["team_memberships", "teams", "composition_policies"]).await
    }
}

/// An edition has one, empty where there is no row; its version is the edition's `policy_version`.
async fn composition_policies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "composition_policies")
        .uuid("edition_id")
        .int_or_null("size_min")
        .int_or_null("size_max")
        .json("at_least")
        .json("keep_together")
        .json("keep_apart")
        .key(&["edition_id"])
        .refers("edition_id", "editions")
        .check("size", "size_min <= size_max")
        .create(manager)
        .await
}

async fn teams(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "teams")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .uuid_or_null("challenge_id")
        .text("name")
        .text("name_folded")
        .text_or_null("place")
        .uuid_or_null("steward_registration_id")
        .one_of("state", &["forming", "formed", "working", "presented", "continuing", "dissolved"])
        .text_or_null("state_reason")
        .text_or_null("waiver_reason")
        .boolean("formed_by_waiver")
        .refers("edition_id", "editions")
        .refers("challenge_id", "challenges")
        .refers("steward_registration_id", "registrations")
        .index(&["edition_id", "id"])
        .index(&["challenge_id"])
        .index(&["steward_registration_id"])
        .create(manager)
        .await
}

/// From `joined_at` until `left_at`; a registration is in one team at a time.
async fn team_memberships(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "team_memberships")
        .id()
        .created_at()
        .uuid("team_id")
        .uuid("registration_id")
        .time("joined_at")
        .time_or_null("left_at")
        .refers("team_id", "teams")
        .refers("registration_id", "registrations")
        .unique_where(&["registration_id"], "left_at IS NULL".to_owned())
        .index(&["team_id", "id"])
        .index(&["registration_id"])
        .create(manager)
        .await
}
