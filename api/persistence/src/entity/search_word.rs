//! A word by which a statement, a challenge or a prototype is found.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_words")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) edition_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) thing_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) wording: String,
}

impl ActiveModelBehavior for ActiveModel {}
