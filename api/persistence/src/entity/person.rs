//! A person whom an organization knows.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "persons")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) email_folded: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) language: Option<String>,
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub(crate) organization: BelongsTo<super::organization::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
