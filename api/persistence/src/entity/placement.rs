//! A place that was given while others waited.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "placements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) registration_id: Uuid,
    pub(crate) waiting_key: Uuid,
    pub(crate) full_pools: Json,
}

impl ActiveModelBehavior for ActiveModel {}
