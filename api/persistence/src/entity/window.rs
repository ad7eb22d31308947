//! A window: when the public may do a thing in an edition.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "windows")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) kind: String,
    pub(crate) opens_local: Option<String>,
    pub(crate) opens_zone: Option<String>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    pub(crate) closes_local: Option<String>,
    pub(crate) closes_zone: Option<String>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
    pub(crate) position: i32,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
