//! A link and a code by which an account signs in without a password.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_links")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) account_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) code_hash: Vec<u8>,
    pub(crate) wrong_codes: i32,
    pub(crate) expires_at: DateTime<Utc>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub(crate) account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
