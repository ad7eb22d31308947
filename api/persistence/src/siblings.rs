//! Siblings: the editions of an event beside each other, where a history passes from one into the next.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::edition::EditionState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::{EditionId, ReducedDate};
use sea_orm::sea_query::{Condition, Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::edition::{self, Column, Entity};
use crate::mapping::{json_or_null, word, word_or_null};
use crate::{DbError, Tx};

/// The ids of all editions of an event, for a condition on a column that names one: whoever follows a history does not leave the event.
pub(crate) fn of_event(scope: &EditionScope) -> SelectStatement {
    Query::select().column(Column::Id).from(Entity).and_where(Column::EventId.eq(scope.event_id.0)).to_owned()
}

/// Editions that anyone may read.
pub(crate) fn public() -> Expr {
    let public = EditionState::ALL.iter().filter(|state| state.is_public());
    Column::State.is_in(public.map(|state| state.as_str()))
}

/// Editions that anyone may read, and this one: of a draft beside it, nobody who comes from here learns anything.
pub(crate) fn here_or_public(scope: &EditionScope) -> Condition {
    Condition::any().add(Column::Id.eq(scope.edition_id.0)).add(public())
}

/// Those of these editions of the event that are not this one, as scopes; nothing is asked where there are none.
///
/// # Errors
/// The database's own.
pub async fn beside(
    tx: &Tx,
    here: &EditionScope,
    ids: impl IntoIterator<Item = EditionId>,
) -> Result<BTreeMap<EditionId, EditionScope>, DbError> {
    let others: BTreeSet<Uuid> = ids.into_iter().filter(|id| *id != here.edition_id).map(|id| id.0).collect();
    if others.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = Entity::find()
        .filter(Column::EventId.eq(here.event_id.0))
        .filter(Column::Id.is_in(others))
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let scope = EditionScope {
                organization: here.organization.clone(),
                event_id: here.event_id,
                edition_id: EditionId(row.id),
                state: word(&row.state)?,
                recognition: word(&row.recognition)?,
                stages: json_or_null(row.stages)?.unwrap_or_default(),
            };
            Ok((scope.edition_id, scope))
        })
        .collect()
}

/// Holds editions of the event, this one among them, against their transitions, in the order of their ids; gives the day on which
/// each begins, as far as it is known.
///
/// # Errors
/// The database's own.
pub async fn hold(
    tx: &Tx,
    here: &EditionScope,
    ids: impl IntoIterator<Item = EditionId>,
) -> Result<BTreeMap<EditionId, Option<ReducedDate>>, DbError> {
    let ids = ids.into_iter().chain([here.edition_id]).map(|id| id.0);
    let rows: Vec<edition::Model> = Entity::find()
        .filter(Column::EventId.eq(here.event_id.0))
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_shared()
        .all(tx.conn())
        .await?;
    rows.into_iter().map(|row| Ok((EditionId(row.id), word_or_null(row.starts_on.as_deref())?))).collect()
}
