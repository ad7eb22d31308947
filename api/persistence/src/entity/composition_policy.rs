//! What makes the teams of an edition mixed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "composition_policies")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) edition_id: Uuid,
    pub(crate) size_min: Option<i32>,
    pub(crate) size_max: Option<i32>,
    pub(crate) at_least: Json,
    pub(crate) keep_together: Json,
    pub(crate) keep_apart: Json,
}

impl ActiveModelBehavior for ActiveModel {}
