//! What was counted of an edition, or told of it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "figures")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) subject: String,
    pub(crate) subject_folded: String,
    pub(crate) measure: String,
    pub(crate) measure_folded: String,
    pub(crate) value: f64,
    pub(crate) unit: Option<String>,
    pub(crate) origin: String,
    pub(crate) source: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) shown: bool,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
