//! Words by which statements, challenges and prototypes are found.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `word` is made by the program, which also fills in, when it starts, what was there before: no database folds letters as another does.
///
/// `wording`: whose words they are, those of the thing itself or the public wording of a restricted statement. The key is the
/// search: words that begin alike lie together, and each has the things that hold it.
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::named(manager, "search_words")
            .uuid("edition_id")
            .one_of("kind", &["problem_statement", "challenge", "prototype"])
            .text("word")
            .uuid("thing_id")
            .one_of("wording", &["own", "public"])
            .key(&["edition_id", "kind", "word", "thing_id", "wording"])
            .refers("edition_id", "editions")
            .index(&["thing_id", "word"])
            .without_rowid()
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["search_words"]).await
    }
}
