//! A profile: the kind of participant one registers as.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "profiles")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edition_id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: Json,
    pub(crate) knowledge: String,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(has_many, via = "profile_pool")]
    pub(crate) pools: HasMany<super::pool::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
