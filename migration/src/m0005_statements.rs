//! From a voice to a challenge: statements, their wordings and derivations, receipts, challenges.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
};

use crate::table::{NewTable, drop_tables};

// A statement may be anonymous: no table of statements, nor of what hangs on them, has a fine time, a key that
// follows time, or rows in the order in which they came.

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        problem_statements(manager).await?;
        wordings(manager).await?;
        derivations(manager).await?;
        receipts(manager).await?;
        challenges(manager).await?;
        challenge_statements(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "challenge_statements",
                "challenges",
                "receipts",
                "derivations",
                "wordings",
                "problem_statements",
            ],
        )
        .await
    }
}

async fn problem_statements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "problem_statements")
        .id()
        .version()
        .uuid("edition_id")
        .text("language")
        .one_of("voice", &["named", "pseudonymous", "anonymous"])
        .text_or_null("name")
        .one_of("origin", &["citizen", "professional", "institution", "person_concerned"])
        .text_or_null("structure")
        .one_of("sensitivity", &["open", "restricted", "confidential"])
        .text_or_null("public_text")
        .one_of(
            "state",
            &[
                "submitted",
                "accepted",
                "returned",
                "set_aside",
                "referred",
                "adopted",
                "parked",
                "merged",
                "split",
            ],
        )
        .text_or_null("state_reason")
        .uuid_or_null("author_account_id")
        .uuid_or_null("author_registration_id")
        .one_of("origin_kind", &["voiced", "imported", "derived"])
        .text("voiced_on")
        .refers("edition_id", "editions")
        .refers("author_account_id", "accounts")
        .refers("author_registration_id", "registrations")
        .check(
            "anonymous_leads_to_nobody",
            "voice <> 'anonymous' OR (name IS NULL AND author_account_id IS NULL \
             AND author_registration_id IS NULL)",
        )
        .index(&["edition_id", "id"])
        .index(&["author_account_id"])
        .index(&["author_registration_id"])
        .without_rowid()
        .create(manager)
        .await
}

/// Number 1 holds the first words, which no operation changes.
async fn wordings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "wordings")
        .id()
        .uuid("statement_id")
        .int("number")
        .text("text")
        .text("text_folded")
        .text_or_null("reason")
        .text("written_on")
        .refers("statement_id", "problem_statements")
        .check("number", "number >= 1")
        .unique(&["statement_id", "number"])
        .without_rowid()
        .create(manager)
        .await
}

async fn derivations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "derivations")
        .id()
        .uuid("source_id")
        .uuid("target_id")
        .one_of("kind", &["merged_into", "split_into", "carried_from"])
        .text("made_on")
        .uuid_or_null("made_by")
        .text_or_null("reason")
        .refers("source_id", "problem_statements")
        .refers("target_id", "problem_statements")
        .refers("made_by", "accounts")
        .check("not_of_itself", "source_id <> target_id")
        .index(&["source_id"])
        .index(&["target_id"])
        .index(&["made_by"])
        .without_rowid()
        .create(manager)
        .await
}

/// A code by which a person follows one thing without an account; only its hash is kept.
async fn receipts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "receipts")
        .binary("code_hash")
        .one_of("kind", &["registration", "problem_statement"])
        .uuid_or_null("registration_id")
        .uuid_or_null("statement_id")
        .key(&["code_hash"])
        .refers("registration_id", "registrations")
        .refers("statement_id", "problem_statements")
        .check(
            "exactly_one",
            "(kind = 'registration' AND registration_id IS NOT NULL AND statement_id IS NULL) \
             OR (kind = 'problem_statement' AND registration_id IS NULL AND statement_id IS NOT NULL)",
        )
        .index(&["registration_id"])
        .index(&["statement_id"])
        .without_rowid()
        .create(manager)
        .await
}

async fn challenges(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "challenges")
        .id()
        .version()
        .created_at()
        .time_or_null("opened_at")
        .uuid("edition_id")
        .text("question")
        .text("question_folded")
        .text_or_null("context")
        .one_of("state", &["draft", "open", "taken_up", "withdrawn", "concluded", "unanswered"])
        .text_or_null("state_reason")
        .refers("edition_id", "editions")
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}

/// `adopted_on` is a date: the instant would tell when an anonymous voice was heard.
async fn challenge_statements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "challenge_statements")
        .uuid("challenge_id")
        .uuid("statement_id")
        .text_or_null("adopted_on")
        .key(&["challenge_id", "statement_id"])
        .refers("challenge_id", "challenges")
        .refers("statement_id", "problem_statements")
        .index(&["statement_id"])
        .without_rowid()
        .create(manager)
        .await
}
