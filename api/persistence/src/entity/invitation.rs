//! An invitation to be a member or staff, bound to its address.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) email: String,
    pub(crate) email_folded: String,
    pub(crate) kind: String,
    pub(crate) role: Option<String>,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) language: String,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) accepted_at: Option<DateTime<Utc>>,
    pub(crate) invited_by: Option<Uuid>,
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub(crate) organization: BelongsTo<super::organization::Entity>,
    #[sea_orm(belongs_to, from = "staff_id", to = "id")]
    pub(crate) staff: BelongsTo<Option<super::staff::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
