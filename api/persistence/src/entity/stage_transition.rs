//! A move of a prototype from one stage to another.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_transitions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) prototype_id: Uuid,
    pub(crate) from_stage: String,
    pub(crate) to_stage: String,
    pub(crate) note: Option<String>,
    pub(crate) moved_at: DateTime<Utc>,
    #[sea_orm(belongs_to, from = "prototype_id", to = "id")]
    pub(crate) prototype: BelongsTo<super::prototype::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
