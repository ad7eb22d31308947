//! A mail that waits to be delivered.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) recipient: String,
    pub(crate) language: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) attempts: i32,
    pub(crate) not_before: DateTime<Utc>,
    pub(crate) registration_id: Option<Uuid>,
    pub(crate) recipient_hash: Option<Vec<u8>>,
    pub(crate) calendar: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
