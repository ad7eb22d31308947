//! The words of a statement; number 1 never changes.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wordings")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) statement_id: Uuid,
    pub(crate) number: i32,
    pub(crate) text: String,
    pub(crate) reason: Option<String>,
    pub(crate) written_on: String,
    #[sea_orm(belongs_to, from = "statement_id", to = "id")]
    pub(crate) problem_statement: BelongsTo<super::problem_statement::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
