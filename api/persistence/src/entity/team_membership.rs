//! Who was in a team, from when until when.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team_memberships")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) team_id: Uuid,
    pub(crate) registration_id: Uuid,
    pub(crate) joined_at: DateTime<Utc>,
    pub(crate) left_at: Option<DateTime<Utc>>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub(crate) team: BelongsTo<super::team::Entity>,
    #[sea_orm(belongs_to, from = "registration_id", to = "id")]
    pub(crate) registration: BelongsTo<super::registration::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
