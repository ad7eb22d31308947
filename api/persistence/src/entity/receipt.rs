//! A code, by its hash, that follows a registration or a statement without an account.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "receipts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) code_hash: Vec<u8>,
    pub(crate) kind: String,
    pub(crate) registration_id: Option<Uuid>,
    pub(crate) statement_id: Option<Uuid>,
    #[sea_orm(belongs_to, from = "registration_id", to = "id")]
    pub(crate) registration: BelongsTo<Option<super::registration::Entity>>,
    #[sea_orm(belongs_to, from = "statement_id", to = "id")]
    pub(crate) problem_statement: BelongsTo<Option<super::problem_statement::Entity>>,
    pub(crate) mailed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
