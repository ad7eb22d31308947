//! A session: one sign-in of an account, and the family of its refresh tokens.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) account_id: Uuid,
    pub(crate) last_used_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub(crate) account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
