//! The themes of a statement.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "theme_statements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) theme_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) statement_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
