//! What somebody needs to take part.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_needs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) registration_id: Uuid,
    pub(crate) edition_id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) text: String,
}

impl ActiveModelBehavior for ActiveModel {}
