//! An item of an edition's programme.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_items")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) kind: String,
    pub(crate) title: Json,
    pub(crate) starts_local: Option<String>,
    pub(crate) starts_zone: Option<String>,
    pub(crate) starts_at: Option<DateTime<Utc>>,
    pub(crate) ends_local: Option<String>,
    pub(crate) ends_zone: Option<String>,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) planned: Option<Json>,
    pub(crate) place: Option<String>,
    pub(crate) hosts: Json,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
