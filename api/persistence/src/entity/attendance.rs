//! Who was there in a programme item.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendances")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) programme_item_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) registration_id: Uuid,
    pub(crate) edition_id: Uuid,
    #[sea_orm(belongs_to, from = "programme_item_id", to = "id")]
    pub(crate) programme_item: BelongsTo<super::programme_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
