//! A consent given to one wording of a purpose.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) registration_id: Uuid,
    pub(crate) edition_id: Uuid,
    pub(crate) purpose_id: Uuid,
    pub(crate) given_at: DateTime<Utc>,
    pub(crate) withdrawn_at: Option<DateTime<Utc>>,
    pub(crate) channel: String,
    #[sea_orm(belongs_to, from = "registration_id", to = "id")]
    pub(crate) registration: BelongsTo<super::registration::Entity>,
    #[sea_orm(belongs_to, from = "purpose_id", to = "id")]
    pub(crate) consent_purpose: BelongsTo<super::consent_purpose::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
