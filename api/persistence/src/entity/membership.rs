//! What an account is in an organization.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) role: String,
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub(crate) organization: BelongsTo<super::organization::Entity>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub(crate) account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
