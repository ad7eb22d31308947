//! An outbox event: what happened, for whoever is to be told.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) organization_id: Uuid,
    pub(crate) edition_id: Option<Uuid>,
    pub(crate) kind: String,
    pub(crate) object_kind: String,
    pub(crate) object_id: Uuid,
    pub(crate) actor_account_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
