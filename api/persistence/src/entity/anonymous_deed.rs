//! What an anonymous voice did, until the day is over.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "anonymous_deeds")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) statement_id: Uuid,
    pub(crate) action: String,
    pub(crate) done_on: String,
}

impl ActiveModelBehavior for ActiveModel {}
