//! Accounts, their sessions, and the links by which one signs in.

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
        accounts(manager).await?;
        sessions(manager).await?;
        refresh_tokens(manager).await?;
        sign_in_links(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["sign_in_links", "refresh_tokens", "sessions", "accounts"]).await
    }
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "accounts")
        .id()
        .version()
        .created_at()
        .text("email")
        .text("email_folded")
        .boolean("email_proven")
        .text("name")
        .text("language")
        .text_or_null("password_hash")
        .unique(&["email_folded"])
        .create(manager)
        .await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "sessions")
        .id()
        .created_at()
        .uuid("account_id")
        .time("last_used_at")
        .time("expires_at")
        .refers("account_id", "accounts")
        .index(&["account_id"])
        .create(manager)
        .await
}

/// A session's refresh tokens are its family: a spent one that comes back ends them all.
async fn refresh_tokens(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "refresh_tokens")
        .id()
        .created_at()
        .binary("token_hash")
        .uuid("session_id")
        .time_or_null("spent_at")
        .time("expires_at")
        .refers("session_id", "sessions")
        .unique(&["token_hash"])
        .index(&["session_id"])
        .create(manager)
        .await
}

async fn sign_in_links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "sign_in_links")
        .id()
        .created_at()
        .uuid("account_id")
        .binary("token_hash")
        .binary("code_hash")
        .int("wrong_codes")
        .time("expires_at")
        .refers("account_id", "accounts")
        .check("wrong_codes", "wrong_codes >= 0")
        .unique(&["token_hash"])
        .index(&["account_id"])
        .create(manager)
        .await
}
