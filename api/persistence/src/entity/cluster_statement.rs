//! The statements of a cluster.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_statements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) cluster_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) statement_id: Uuid,
    #[sea_orm(belongs_to, from = "statement_id", to = "id")]
    pub(crate) problem_statement: BelongsTo<super::problem_statement::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
