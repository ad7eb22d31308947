//! An edition: one run of an event.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "editions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) event_id: Uuid,
    pub(crate) slug: String,
    pub(crate) title: Json,
    pub(crate) title_folded: String,
    pub(crate) summary: Option<Json>,
    pub(crate) description: Option<Json>,
    pub(crate) guiding_question: Option<Json>,
    pub(crate) starts_on: Option<String>,
    pub(crate) ends_on: Option<String>,
    pub(crate) days: Option<i16>,
    pub(crate) sort_key: String,
    pub(crate) time_zone: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) venue: Option<Json>,
    pub(crate) languages: Json,
    pub(crate) recognition: String,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) published_at: Option<DateTime<Utc>>,
    pub(crate) concluded_at: Option<DateTime<Utc>>,
    pub(crate) previous_edition_id: Option<Uuid>,
    pub(crate) windows_version: i64,
    pub(crate) purposes_version: i64,
    pub(crate) policy_version: i64,
    pub(crate) questions_version: i64,
    pub(crate) stages: Option<Json>,
    pub(crate) vocabulary: Option<Json>,
    pub(crate) kept_parts: Option<Json>,
    pub(crate) registration_mode: String,
    pub(crate) offer_hours: Option<i32>,
    pub(crate) retention_days: Option<i32>,
    pub(crate) contacts: Option<Json>,
    pub(crate) questions: Option<Json>,
    pub(crate) reminder_hours: Option<i32>,
    #[sea_orm(belongs_to, from = "event_id", to = "id")]
    pub(crate) event: BelongsTo<super::event::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
