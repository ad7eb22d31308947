//! A format of an organization.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "formats")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: Json,
    pub(crate) blueprint: Json,
}

impl ActiveModelBehavior for ActiveModel {}
