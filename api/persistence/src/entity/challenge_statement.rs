//! The statements that a challenge holds.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "challenge_statements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) challenge_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) statement_id: Uuid,
    pub(crate) adopted_on: Option<String>,
    #[sea_orm(belongs_to, from = "challenge_id", to = "id")]
    pub(crate) challenge: BelongsTo<super::challenge::Entity>,
    #[sea_orm(belongs_to, from = "statement_id", to = "id")]
    pub(crate) problem_statement: BelongsTo<super::problem_statement::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
