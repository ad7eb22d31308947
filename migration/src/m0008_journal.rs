//! What was done, what is to be told of it, mails that wait, and answers kept for whoever asks twice.

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
        audit_entries(manager).await?;
        outbox_events(manager).await?;
        mails(manager).await?;
        idempotency_records(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency_records", "mails", "outbox_events", "audit_entries"]).await
    }
}

/// No foreign keys: an entry outlives what it tells of, be it a draft, an account or the organization itself.
async fn audit_entries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "audit_entries")
        .id()
        .time("at")
        .uuid("organization_id")
        .uuid_or_null("edition_id")
        .uuid_or_null("actor_account_id")
        .text_or_null("actor_role")
        .text("action")
        .text("object_kind")
        .uuid("object_id")
        .json_or_null("detail")
        .index(&["organization_id", "id"])
        .create(manager)
        .await
}

/// No foreign keys, as in the audit log.
async fn outbox_events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "outbox_events")
        .id()
        .time("at")
        .uuid("organization_id")
        .uuid_or_null("edition_id")
        .text("kind")
        .text("object_kind")
        .uuid("object_id")
        .uuid_or_null("actor_account_id")
        .index(&["organization_id", "id"])
        .create(manager)
        .await
}

/// A mail is deleted once it is delivered.
async fn mails(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "mails")
        .id()
        .created_at()
        .text("recipient")
        .text("language")
        .text("subject")
        .text("text")
        .text_or_null("html")
        .int("attempts")
        .time("not_before")
        .check("attempts", "attempts >= 0")
        .index(&["not_before", "id"])
        .create(manager)
        .await
}

/// `status`, `headers` and `body` are the answer as it was sent, absent until it is known.
async fn idempotency_records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "idempotency_records")
        .binary("scope_hash")
        .created_at()
        .binary("fingerprint")
        .uuid_or_null("account_id")
        .smallint_or_null("status")
        .json_or_null("headers")
        .binary_or_null("body")
        .key(&["scope_hash"])
        .refers("account_id", "accounts")
        .index(&["created_at"])
        .index(&["account_id"])
        .create(manager)
        .await
}
