//! An audit entry: who did what; only added to.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) edition_id: Option<Uuid>,
    pub(crate) actor_account_id: Option<Uuid>,
    pub(crate) actor_role: Option<String>,
    pub(crate) action: String,
    pub(crate) object_kind: String,
    pub(crate) object_id: Uuid,
    pub(crate) detail: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
