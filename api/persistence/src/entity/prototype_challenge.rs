//! The challenges that a prototype answers.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prototype_challenges")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) prototype_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) challenge_id: Uuid,
    #[sea_orm(belongs_to, from = "prototype_id", to = "id")]
    pub(crate) prototype: BelongsTo<super::prototype::Entity>,
    #[sea_orm(belongs_to, from = "challenge_id", to = "id")]
    pub(crate) challenge: BelongsTo<super::challenge::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
