//! A refresh token, by its hash; spent by its first use.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_tokens")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) session_id: Uuid,
    pub(crate) spent_at: Option<DateTime<Utc>>,
    pub(crate) expires_at: DateTime<Utc>,
    #[sea_orm(belongs_to, from = "session_id", to = "id")]
    pub(crate) session: BelongsTo<super::session::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
