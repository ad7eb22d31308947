//! An account: somebody who signs in.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) email: String,
    pub(crate) email_folded: String,
    pub(crate) email_proven: bool,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) password_hash: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
