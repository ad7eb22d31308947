//! A team: people who work together on a challenge.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "teams")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) challenge_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) name_folded: String,
    pub(crate) place: Option<String>,
    pub(crate) steward_registration_id: Option<Uuid>,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) waiver_reason: Option<String>,
    pub(crate) formed_by_waiver: bool,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "challenge_id", to = "id")]
    pub(crate) challenge: BelongsTo<Option<super::challenge::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
