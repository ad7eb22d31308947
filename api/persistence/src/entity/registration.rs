//! A registration: a person's place, or wait, in an edition.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) registered_by: Option<Uuid>,
    pub(crate) profile_id: Uuid,
    pub(crate) name: String,
    pub(crate) name_folded: String,
    pub(crate) email: Option<String>,
    pub(crate) email_folded: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) structure: Option<String>,
    pub(crate) territory: Option<String>,
    pub(crate) languages: Json,
    pub(crate) skills: Json,
    pub(crate) motivation: Option<String>,
    pub(crate) visible: bool,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) waiting_key: Uuid,
    pub(crate) offer_expires_at: Option<DateTime<Utc>>,
    pub(crate) offers_missed: i16,
    pub(crate) registered_at: DateTime<Utc>,
    pub(crate) answers: Option<Json>,
    pub(crate) waiting_since: Option<DateTime<Utc>>,
    pub(crate) erased_at: Option<DateTime<Utc>>,
    pub(crate) reminded_of: Option<String>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub(crate) person: BelongsTo<super::person::Entity>,
    #[sea_orm(belongs_to, from = "profile_id", to = "id")]
    pub(crate) profile: BelongsTo<super::profile::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
