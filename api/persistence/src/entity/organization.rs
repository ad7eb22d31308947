//! An organization: the tenant.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organizations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) description: Option<Json>,
    pub(crate) url: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) default_language: String,
}

impl ActiveModelBehavior for ActiveModel {}
