//! The pools that a profile draws from.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "profile_pools")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) profile_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) pool_id: Uuid,
    #[sea_orm(belongs_to, from = "profile_id", to = "id")]
    pub(crate) profile: BelongsTo<super::profile::Entity>,
    #[sea_orm(belongs_to, from = "pool_id", to = "id")]
    pub(crate) pool: BelongsTo<super::pool::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
