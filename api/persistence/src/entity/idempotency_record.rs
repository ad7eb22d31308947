//! An answer kept for whoever sends the same request again.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_records")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) scope_hash: Vec<u8>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) status: Option<i16>,
    pub(crate) headers: Option<Json>,
    pub(crate) body: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
