//! One wording of a purpose to which an edition asks consent.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_purposes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) purpose: String,
    pub(crate) wording_version: i32,
    pub(crate) text: Json,
    pub(crate) required: bool,
    pub(crate) position: i32,
    pub(crate) retired_at: Option<DateTime<Utc>>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
