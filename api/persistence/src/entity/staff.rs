//! Who works for an edition, by e-mail until an account takes it up.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) email: String,
    pub(crate) email_folded: String,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) role: String,
    pub(crate) state: String,
    pub(crate) starts_at: Option<DateTime<Utc>>,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub(crate) account: BelongsTo<Option<super::account::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
