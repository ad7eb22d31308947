//! Editions, what is set up for them, and who is invited to run them.

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
        editions(manager).await?;
        windows(manager).await?;
        consent_purposes(manager).await?;
        partners(manager).await?;
        staff(manager).await?;
        invitations(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["invitations", "staff", "partners", "consent_purposes", "windows", "editions"])
            .await
    }
}

/// `sort_key` is `starts_on`, or for an undated edition a text that sorts after all dates.
///
/// What an edition has one of (windows, purposes, policy, questions) has its version here, so that it exists from the start.
async fn editions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "editions")
        .id()
        .version()
        .created_at()
        .uuid("event_id")
        .text("slug")
        .json("title")
        .text("title_folded")
        .json_or_null("summary")
        .json_or_null("description")
        .json_or_null("guiding_question")
        .text_or_null("starts_on")
        .text_or_null("ends_on")
        .smallint_or_null("days")
        .text("sort_key")
        .text_or_null("time_zone")
        .one_of_or_null("mode", &["on_site", "online", "hybrid"])
        .json_or_null("venue")
        .json("languages")
        .one_of("recognition", &["non_competitive", "selection"])
        .one_of(
            "state",
            &["draft", "published", "running", "concluded", "follow_up", "archived", "cancelled"],
        )
        .text_or_null("state_reason")
        .time_or_null("published_at")
        .time_or_null("concluded_at")
        .uuid_or_null("previous_edition_id")
        .bigint("windows_version")
        .bigint("purposes_version")
        .bigint("policy_version")
        .bigint("questions_version")
        .refers("event_id", "events")
        .refers("previous_edition_id", "editions")
        .unique(&["event_id", "slug"])
        .index(&["sort_key", "id"])
        .index(&["previous_edition_id"])
        .create(manager)
        .await
}

/// A local time is kept as it was said, with the zone it was said for, beside the instant it means.
async fn windows(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "windows")
        .id()
        .created_at()
        .uuid("edition_id")
        .one_of("kind", &["problem_call", "registration", "team_formation", "making", "plenary", "follow_up"])
        .text_or_null("opens_local")
        .text_or_null("opens_zone")
        .time_or_null("opens_at")
        .text_or_null("closes_local")
        .text_or_null("closes_zone")
        .time_or_null("closes_at")
        .int("position")
        .refers("edition_id", "editions")
        .check("closes_after_opens", "closes_at > opens_at")
        .index(&["edition_id", "position"])
        .create(manager)
        .await
}

/// Older wordings stay, because consents were given to them.
async fn consent_purposes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "consent_purposes")
        .id()
        .created_at()
        .uuid("edition_id")
        .text("purpose")
        .int("wording_version")
        .json("text")
        .boolean("required")
        .int("position")
        .time_or_null("retired_at")
        .refers("edition_id", "editions")
        .unique(&["edition_id", "purpose", "wording_version"])
        .create(manager)
        .await
}

async fn partners(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "partners")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .uuid_or_null("organization_id")
        .text_or_null("name")
        .one_of("kind", &["co_organizer", "host", "facilitator", "funder", "resource", "audience"])
        .text_or_null("programme")
        .text_or_null("mention")
        .text_or_null("url")
        .one_of("state", &["invited", "accepted", "declined"])
        .refers("edition_id", "editions")
        .refers("organization_id", "organizations")
        .check("organization_or_name", "organization_id IS NOT NULL OR name IS NOT NULL")
        .index(&["edition_id", "id"])
        .index(&["organization_id"])
        .create(manager)
        .await
}

async fn staff(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "staff")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("email")
        .text("email_folded")
        .uuid_or_null("account_id")
        .one_of("role", &["organizer", "facilitator", "registration_desk", "support_person", "assessor"])
        .one_of("state", &["invited", "active", "ended"])
        .time_or_null("starts_at")
        .time_or_null("ends_at")
        .refers("edition_id", "editions")
        .refers("account_id", "accounts")
        .check("ends_after_starts", "ends_at > starts_at")
        .unique_where(&["edition_id", "email_folded", "role"], "state <> 'ended'".to_owned())
        .index(&["edition_id", "id"])
        .index(&["account_id"])
        .index(&["email_folded"])
        .create(manager)
        .await
}

/// One to be a member carries the role; one to be staff leads to the row of the staff, which has it.
async fn invitations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "invitations")
        .id()
        .version()
        .created_at()
        .uuid("organization_id")
        .text("email")
        .text("email_folded")
        .one_of("kind", &["member", "staff"])
        .one_of_or_null("role", &["owner", "organizer", "viewer"])
        .uuid_or_null("staff_id")
        .binary("token_hash")
        .text("language")
        .time("expires_at")
        .time_or_null("accepted_at")
        .uuid_or_null("invited_by")
        .refers("organization_id", "organizations")
        .refers("staff_id", "staff")
        .refers("invited_by", "accounts")
        .check(
            "role_or_staff",
            "(kind = 'member' AND role IS NOT NULL AND staff_id IS NULL) \
             OR (kind = 'staff' AND role IS NULL AND staff_id IS NOT NULL)",
        )
        .unique(&["token_hash"])
        .index(&["organization_id", "id"])
        .index(&["email_folded"])
        .index(&["staff_id"])
        .index(&["invited_by"])
        .create(manager)
        .await
}
