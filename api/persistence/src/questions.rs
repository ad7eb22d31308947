//! What editions ask those who register. Kept in the row of the edition, with a version of its own.

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::question::Question;
use palabre_domain::values::EditionId;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use crate::editions::Edition;
use crate::entity::edition;
use crate::mapping::{json_or_null, saved, to_json};
use crate::{DbError, Tx};

/// The questions that an edition asks, in their order.
///
/// # Errors
/// The database's own.
pub async fn asked(tx: &Tx, edition: EditionId) -> Result<Vec<Question>, DbError> {
    let questions = edition::Entity::find_by_id(edition.0)
        .select_only()
        .column(edition::Column::Questions)
        .into_tuple::<Option<Value>>()
        .one(tx.conn())
        .await?;
    Ok(json_or_null(questions.flatten())?.unwrap_or_default())
}

/// Replaces the questions of an edition that is locked.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else replaced them first.
pub async fn replace(tx: &Tx, edition: &mut Edition, wanted: Vec<Question>) -> Result<(), DbError> {
    let read_at = edition.questions_version;
    edition.questions_version += 1;
    edition.questions = wanted;
    let result = edition::Entity::update_many()
        .col_expr(edition::Column::Questions, Expr::value(to_json(&edition.questions)?))
        .col_expr(edition::Column::QuestionsVersion, Expr::value(edition.questions_version))
        .filter(edition::Column::Id.eq(edition.id.0))
        .filter(edition::Column::QuestionsVersion.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Whether a question is asked of this profile by name, which then can't be deleted: the question would be asked of all.
///
/// # Errors
/// The database's own.
pub async fn name_profile(tx: &Tx, scope: &EditionScope, slug: &str) -> Result<bool, DbError> {
    let questions = asked(tx, scope.edition_id).await?;
    Ok(questions.iter().any(|question| question.profiles.iter().any(|named| named == slug)))
}

/// A profile of an edition that is locked got another slug: the questions that name it name it by this one, and have
/// another version.
///
/// # Errors
/// The database's own.
pub async fn slug_was_changed(tx: &Tx, scope: &EditionScope, from: &str, to: &str) -> Result<(), DbError> {
    let mut questions = asked(tx, scope.edition_id).await?;
    let slugs = questions.iter_mut().flat_map(|question| &mut question.profiles);
    let named: Vec<&mut String> = slugs.filter(|slug| *slug == from).collect();
    if named.is_empty() {
        return Ok(());
    }
    named.into_iter().for_each(|slug| to.clone_into(slug));
    edition::Entity::update_many()
        .col_expr(edition::Column::Questions, Expr::value(to_json(&questions)?))
        .col_expr(edition::Column::QuestionsVersion, Expr::col(edition::Column::QuestionsVersion).add(1))
        .filter(edition::Column::Id.eq(scope.edition_id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
