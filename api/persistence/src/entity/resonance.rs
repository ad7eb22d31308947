//! That a structure lives a problem too.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resonances")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) edition_id: Uuid,
    pub(crate) statement_id: Uuid,
    pub(crate) registration_id: Option<Uuid>,
    pub(crate) structure: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
