//! A problem statement: what somebody voiced.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problem_statements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) edition_id: Uuid,
    pub(crate) language: String,
    pub(crate) voice: String,
    pub(crate) name: Option<String>,
    pub(crate) origin: String,
    pub(crate) structure: Option<String>,
    pub(crate) sensitivity: String,
    pub(crate) public_text: Option<String>,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) author_account_id: Option<Uuid>,
    pub(crate) author_registration_id: Option<Uuid>,
    pub(crate) origin_kind: String,
    pub(crate) voiced_on: String,
    pub(crate) programme_item_id: Option<Uuid>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub(crate) edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
