//! A prototype: what a team makes, digital or not.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prototypes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) team_id: Uuid,
    pub(crate) edition_id: Uuid,
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) language: String,
    pub(crate) outcome_kind: String,
    pub(crate) stage: String,
    pub(crate) trajectory: String,
    pub(crate) ring: i64,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub(crate) team: BelongsTo<super::team::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
