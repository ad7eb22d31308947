//! The doors of an edition: pools of places, profiles, persons, registrations, consents.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
};

use crate::table::{NewTable, any_of, drop_tables};

/// A registration in one of these states is the person's one live registration in the edition.
const LIVE: [&str; 5] = ["confirmed", "waitlisted", "pending_review", "offered", "checked_in"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        pools(manager).await?;
        profiles(manager).await?;
        profile_pools(manager).await?;
        persons(manager).await?;
        registrations(manager).await?;
        consents(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["consents", "registrations", "persons", "profile_pools", "profiles", "pools"])
            .await
    }
}

/// `taken` is what confirmed, checked-in and offered registrations hold; the check is the last guard of the places.
async fn pools(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "pools")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("slug")
        .json("name")
        .int_or_null("size")
        .int("taken")
        .refers("edition_id", "editions")
        .check("size", "size >= 0")
        .check("taken", "taken >= 0 AND (size IS NULL OR taken <= size)")
        .unique(&["edition_id", "slug"])
        .create(manager)
        .await
}

async fn profiles(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "profiles")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("slug")
        .json("name")
        .one_of("knowledge", &["makes", "field", "lived", "other"])
        .refers("edition_id", "editions")
        .unique(&["edition_id", "slug"])
        .create(manager)
        .await
}

async fn profile_pools(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "profile_pools")
        .uuid("profile_id")
        .uuid("pool_id")
        .key(&["profile_id", "pool_id"])
        .refers("profile_id", "profiles")
        .refers("pool_id", "pools")
        .index(&["pool_id"])
        .create(manager)
        .await
}

async fn persons(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "persons")
        .id()
        .version()
        .created_at()
        .uuid("organization_id")
        .uuid_or_null("account_id")
        .text("name")
        .text_or_null("email")
        .text_or_null("email_folded")
        .text_or_null("phone")
        .text_or_null("language")
        .refers("organization_id", "organizations")
        .refers("account_id", "accounts")
        .unique_where(&["organization_id", "email_folded"], "email_folded IS NOT NULL".to_owned())
        .index(&["organization_id", "id"])
        .index(&["account_id"])
        .create(manager)
        .await
}

/// `waiting_key` is the waiting order: a time-ordered key made inside the write, anew for who goes to the end.
async fn registrations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "registrations")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .uuid("person_id")
        .uuid_or_null("account_id")
        .uuid_or_null("registered_by")
        .uuid("profile_id")
        .text("name")
        .text("name_folded")
        .text_or_null("email")
        .text_or_null("email_folded")
        .text_or_null("phone")
        .text_or_null("language")
        .text_or_null("structure")
        .text_or_null("territory")
        .json("languages")
        .json("skills")
        .text_or_null("motivation")
        .boolean("visible")
        .one_of(
            "state",
            &[
                "confirmed",
                "waitlisted",
                "pending_review",
                "declined",
                "offered",
                "cancelled",
                "checked_in",
                "no_show",
            ],
        )
        .text_or_null("state_reason")
        .uuid("waiting_key")
        .time_or_null("offer_expires_at")
        .smallint("offers_missed")
        .time("registered_at")
        .refers("edition_id", "editions")
        .refers("person_id", "persons")
        .refers("account_id", "accounts")
        .refers("registered_by", "accounts")
        .refers("profile_id", "profiles")
        .check("offers_missed", "offers_missed >= 0")
        .unique_where(
            &["edition_id", "email_folded"],
            format!("email_folded IS NOT NULL AND {}", any_of("state", &LIVE)),
        )
        .unique_where(&["edition_id", "person_id"], any_of("state", &LIVE))
        .index(&["edition_id", "profile_id", "state", "waiting_key"])
        .index(&["edition_id", "id"])
        .index(&["person_id"])
        .index(&["account_id"])
        .index(&["registered_by"])
        .index(&["email_folded"])
        .create(manager)
        .await
}

/// Only added to, but for the instant at which one was withdrawn.
async fn consents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "consents")
        .id()
        .created_at()
        .uuid("registration_id")
        .uuid("edition_id")
        .uuid("purpose_id")
        .time("given_at")
        .time_or_null("withdrawn_at")
        .one_of("channel", &["web", "desk", "receipt", "import"])
        .refers("registration_id", "registrations")
        .refers("edition_id", "editions")
        .refers("purpose_id", "consent_purposes")
        .index(&["registration_id"])
        .index(&["edition_id", "purpose_id"])
        .index(&["purpose_id"])
        .create(manager)
        .await
}
