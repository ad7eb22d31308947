//! An organization's part in an edition.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partners")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) name: Option<String>,
    pub(crate) kind: String,
    pub(crate) programme: Option<String>,
    pub(crate) mention: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) state: String,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub(crate) organization: BelongsTo<Option<super::organization::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
