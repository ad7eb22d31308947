//! What a statement came from, when statements are merged, split or carried on.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "derivations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) source_id: Uuid,
    pub(crate) target_id: Uuid,
    pub(crate) kind: String,
    pub(crate) made_on: String,
    pub(crate) made_by: Option<Uuid>,
    pub(crate) reason: Option<String>,
    pub(crate) undone_on: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
