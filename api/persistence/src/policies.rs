//! The composition policy of an edition: what makes its teams mixed.
//!
//! Profiles are kept by their ids and read by their slugs, so that a profile that gets another slug stays in the
//! policy.

use std::collections::{HashMap, HashSet};

use palabre_domain::composition::{AtLeast, CompositionPolicy, Kept};
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::{EditionId, ProfileId, RegistrationId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::{composition_policy, edition, profile, registration, team};
use crate::mapping::{json, saved, to_json};
use crate::{DbError, Tx};

#[derive(Serialize, Deserialize)]
struct AtLeastRow {
    profiles: Vec<Uuid>,
    count: u32,
}

#[derive(Serialize, Deserialize)]
struct KeptRow {
    registrations: Vec<Uuid>,
    reason: Option<String>,
}

/// The version of an edition's policy, which is there from the start.
///
/// # Errors
/// The database's own.
pub async fn version(tx: &Tx, scope: &EditionScope) -> Result<Option<i64>, DbError> {
    let version = edition::Entity::find_by_id(scope.edition_id.0)
        .select_only()
        .column(edition::Column::PolicyVersion)
        .into_tuple::<i64>()
        .one(tx.conn())
        .await?;
    Ok(version)
}

/// Locks an edition against whatever is judged by its policy, and reads the version of that.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &EditionScope) -> Result<Option<i64>, DbError> {
    let row = edition::Entity::find_by_id(scope.edition_id.0).lock_exclusive().one(tx.conn()).await?;
    Ok(row.map(|row| row.policy_version))
}

/// The policy of an edition; the empty one where none was set. Two statements.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &EditionScope) -> Result<CompositionPolicy, DbError> {
    let row = composition_policy::Entity::find_by_id(scope.edition_id.0).one(tx.conn()).await?;
    let slugs: HashMap<Uuid, String> =
        profiles(tx, scope).await?.into_iter().map(|(slug, id)| (id.0, slug)).collect();
    let Some(row) = row else { return Ok(CompositionPolicy::default()) };
    let composition_policy::Model { edition_id: _, size_min, size_max, at_least, keep_together, keep_apart } =
        row;
    let at_least = json::<Vec<AtLeastRow>>(at_least)?.into_iter().map(|AtLeastRow { profiles, count }| {
        let profiles = profiles.iter().filter_map(|id| slugs.get(id).cloned()).collect();
        AtLeast { profiles, count }
    });
    Ok(CompositionPolicy {
        size_min: size(size_min)?,
        size_max: size(size_max)?,
        at_least: at_least.collect(),
        keep_together: json::<Vec<KeptRow>>(keep_together)?.into_iter().map(kept).collect(),
        keep_apart: json::<Vec<KeptRow>>(keep_apart)?.into_iter().map(kept).collect(),
    })
}

fn size(size: Option<i32>) -> Result<Option<u32>, DbError> {
    let read = |size: i32| u32::try_from(size).map_err(|_| DbError::Unreadable(format!("a size of {size}")));
    size.map(read).transpose()
}

fn kept(KeptRow { registrations, reason }: KeptRow) -> Kept {
    Kept { registrations: registrations.into_iter().map(RegistrationId).collect(), reason }
}

fn row_of(Kept { registrations, reason }: &Kept) -> KeptRow {
    KeptRow { registrations: registrations.iter().map(|id| id.0).collect(), reason: reason.clone() }
}

/// The profiles of an edition, by slug.
///
/// # Errors
/// The database's own.
pub async fn profiles(tx: &Tx, scope: &EditionScope) -> Result<HashMap<String, ProfileId>, DbError> {
    let rows = profile::Entity::find()
        .filter(profile::Column::EditionId.eq(scope.edition_id.0))
        .select_only()
        .columns([profile::Column::Slug, profile::Column::Id])
        .into_tuple::<(String, Uuid)>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|(slug, id)| (slug, ProfileId(id))).collect())
}

/// Those of the registrations that are of the edition.
///
/// # Errors
/// The database's own.
pub async fn registrations(
    tx: &Tx,
    scope: &EditionScope,
    asked: impl IntoIterator<Item = RegistrationId>,
) -> Result<HashSet<RegistrationId>, DbError> {
    let rows = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(scope.edition_id.0))
        .filter(registration::Column::Id.is_in(asked.into_iter().map(|id| id.0)))
        .select_only()
        .column(registration::Column::Id)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(RegistrationId).collect())
}

/// Replaces the policy, if it still has the version it was read at, and says its new one; every team shows how it
/// stands by the policy, so their versions go up too.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(
    tx: &Tx,
    scope: &EditionScope,
    policy: &CompositionPolicy,
    profiles: &HashMap<String, ProfileId>,
    read_at: i64,
) -> Result<i64, DbError> {
    let EditionId(edition) = scope.edition_id;
    let result = edition::Entity::update_many()
        .col_expr(edition::Column::PolicyVersion, Expr::value(read_at + 1))
        .filter(edition::Column::Id.eq(edition))
        .filter(edition::Column::PolicyVersion.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)?;
    let CompositionPolicy { size_min, size_max, at_least, keep_together, keep_apart } = policy;
    let rule = |AtLeast { profiles: slugs, count }: &AtLeast| AtLeastRow {
        profiles: slugs.iter().filter_map(|slug| profiles.get(slug)).map(|id| id.0).collect(),
        count: *count,
    };
    let row = composition_policy::ActiveModel {
        edition_id: Set(edition),
        size_min: Set(size_min.and_then(|size| i32::try_from(size).ok())),
        size_max: Set(size_max.and_then(|size| i32::try_from(size).ok())),
        at_least: Set(to_json(&at_least.iter().map(rule).collect::<Vec<_>>())?),
        keep_together: Set(to_json(&keep_together.iter().map(row_of).collect::<Vec<_>>())?),
        keep_apart: Set(to_json(&keep_apart.iter().map(row_of).collect::<Vec<_>>())?),
    };
    let replaced = OnConflict::column(composition_policy::Column::EditionId)
        .update_columns([
            composition_policy::Column::SizeMin,
            composition_policy::Column::SizeMax,
            composition_policy::Column::AtLeast,
            composition_policy::Column::KeepTogether,
            composition_policy::Column::KeepApart,
        ])
        .to_owned();
    composition_policy::Entity::insert(row).on_conflict(replaced).exec_without_returning(tx.conn()).await?;
    raise_teams(tx, scope).await?;
    Ok(read_at + 1)
}

/// Whether the policy asks for a profile, which then can't be deleted.
///
/// # Errors
/// The database's own.
pub async fn asks_for(tx: &Tx, scope: &EditionScope, profile: ProfileId) -> Result<bool, DbError> {
    let row = composition_policy::Entity::find_by_id(scope.edition_id.0).one(tx.conn()).await?;
    let Some(row) = row else { return Ok(false) };
    let rules = json::<Vec<AtLeastRow>>(row.at_least)?;
    Ok(rules.iter().any(|rule| rule.profiles.contains(&profile.0)))
}

/// A profile got another slug: the policy, and the teams that show it, have another version now.
///
/// # Errors
/// The database's own.
pub async fn slug_was_changed(tx: &Tx, scope: &EditionScope) -> Result<(), DbError> {
    edition::Entity::update_many()
        .col_expr(edition::Column::PolicyVersion, Expr::col(edition::Column::PolicyVersion).add(1))
        .filter(edition::Column::Id.eq(scope.edition_id.0))
        .exec(tx.conn())
        .await?;
    raise_teams(tx, scope).await
}

/// Raises the versions of an edition's teams.
pub(crate) async fn raise_teams(tx: &Tx, scope: &EditionScope) -> Result<(), DbError> {
    team::Entity::update_many()
        .col_expr(team::Column::Version, Expr::col(team::Column::Version).add(1))
        .filter(team::Column::EditionId.eq(scope.edition_id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
