//! A pool: a number of places, and how many of them are taken.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pools")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: Json,
    pub(crate) size: Option<i32>,
    pub(crate) taken: i32,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
