//! What is put on statements and around them: themes, clusters, and the structures that live a problem too.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, Index, Table},
};

use crate::table::{NewTable, drop_tables};

const NEW_TABLES: [&str; 5] = ["resonances", "cluster_statements", "clusters", "theme_statements", "themes"];

const CHALLENGES_OF: &str = "ix_challenges_cluster_id";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        themes(manager).await?;
        theme_statements(manager).await?;
        clusters(manager).await?;
        cluster_statements(manager).await?;
        resonances(manager).await?;
        challenges(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(CHALLENGES_OF).table("challenges").to_owned()).await?;
        manager.alter_table(Table::alter().table("challenges").drop_column("cluster_id").take()).await?;
        drop_tables(manager, &NEW_TABLES).await
    }
}

async fn themes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "themes")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("name")
        .text("name_folded")
        .boolean("sensitive")
        .refers("edition_id", "editions")
        .unique(&["edition_id", "name_folded"])
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}

async fn theme_statements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "theme_statements")
        .uuid("theme_id")
        .uuid("statement_id")
        .key(&["theme_id", "statement_id"])
        .refers("theme_id", "themes")
        .refers("statement_id", "problem_statements")
        .index(&["statement_id"])
        .without_rowid()
        .create(manager)
        .await
}

async fn clusters(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "clusters")
        .id()
        .version()
        .created_at()
        .uuid("edition_id")
        .text("name")
        .text_or_null("note")
        .refers("edition_id", "editions")
        .index(&["edition_id", "id"])
        .create(manager)
        .await
}

async fn cluster_statements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "cluster_statements")
        .uuid("cluster_id")
        .uuid("statement_id")
        .key(&["cluster_id", "statement_id"])
        .refers("cluster_id", "clusters")
        .refers("statement_id", "problem_statements")
        .index(&["statement_id"])
        .without_rowid()
        .create(manager)
        .await
}

/// `structure` is a fingerprint, by which two of one structure are counted once and which nobody reads; `registration_id` is empty where
/// staff said it, and after an erasure: then the fingerprint is marked as nobody's, and something drawn takes its place once nobody else speaks for it.
async fn resonances(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "resonances")
        .id()
        .uuid("edition_id")
        .uuid("statement_id")
        .uuid_or_null("registration_id")
        .binary_or_null("structure")
        .refers("edition_id", "editions")
        .refers("statement_id", "problem_statements")
        .refers("registration_id", "registrations")
        .check("a_person_speaks_for_a_structure", "registration_id IS NULL OR structure IS NOT NULL")
        .unique_where(&["statement_id", "registration_id"], "registration_id IS NOT NULL".to_owned())
        .unique_where(&["statement_id", "structure"], "registration_id IS NULL".to_owned())
        .index(&["statement_id"])
        .index(&["registration_id"])
        .index(&["edition_id"])
        .without_rowid()
        .create(manager)
        .await
}

/// The foreign key is part of the column, for SQLite takes none later.
async fn challenges(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut cluster = ColumnDef::new("cluster_id");
    cluster.uuid().null().extra("REFERENCES clusters (id) ON DELETE RESTRICT ON UPDATE RESTRICT");
    manager.alter_table(Table::alter().table("challenges").add_column(cluster).take()).await?;
    manager
        .create_index(Index::create().name(CHALLENGES_OF).table("challenges").col("cluster_id").to_owned())
        .await
}
