//! Resonances: which structures live a problem too, as fingerprints that are counted.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::{AccountId, RegistrationId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::registration;
use crate::entity::resonance::{self, Column, Entity};
use crate::facts::participating;
use crate::{DbError, Tx};

/// The registration with which an account takes part in an edition, and its structure; kept from being erased until the end of the
/// transaction.
///
/// # Errors
/// The database's own.
pub async fn hold_own(
    tx: &Tx,
    edition: &EditionScope,
    account: AccountId,
) -> Result<Option<(RegistrationId, Option<String>)>, DbError> {
    let row = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(edition.edition_id.0))
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(participating()))
        .order_by_asc(registration::Column::Id)
        .lock_shared()
        .one(tx.conn())
        .await?;
    Ok(row.map(|row| (RegistrationId(row.id), row.structure)))
}

/// Keeps that a structure lives a problem too; says whether it was not kept yet. `by`: with which registration somebody said it; none
/// for staff. Who says it again for another structure than before has it counted for that one.
///
/// # Errors
/// The database's own.
pub async fn put(
    tx: &Tx,
    edition: &EditionScope,
    statement: StatementId,
    by: Option<RegistrationId>,
    structure: Vec<u8>,
) -> Result<bool, DbError> {
    let row = resonance::ActiveModel {
        // Not ordered by time: it may hang on an anonymous statement.
        id: Set(Uuid::new_v4()),
        edition_id: Set(edition.edition_id.0),
        statement_id: Set(statement.0),
        registration_id: Set(by.map(Into::into)),
        structure: Set(Some(structure.clone())),
    };
    let there = OnConflict::new().do_nothing().to_owned();
    let made = Entity::insert(row).on_conflict(there).exec_without_returning(tx.conn()).await?;
    if let (0, Some(by)) = (made, by) {
        Entity::update_many()
            .col_expr(Column::Structure, Expr::value(Some(structure)))
            .filter(Column::StatementId.eq(statement.0))
            .filter(Column::RegistrationId.eq(by.0))
            .exec(tx.conn())
            .await?;
    }
    Ok(made > 0)
}

/// Takes back what an account said; says whether it had said anything.
///
/// # Errors
/// The database's own.
pub async fn take_back(
    tx: &Tx,
    edition: &EditionScope,
    statement: StatementId,
    account: AccountId,
) -> Result<bool, DbError> {
    let own = Query::select()
        .column(registration::Column::Id)
        .from(registration::Entity)
        .and_where(registration::Column::EditionId.eq(edition.edition_id.0))
        .and_where(registration::Column::AccountId.eq(account.0))
        .to_owned();
    let gone = Entity::delete_many()
        .filter(Column::StatementId.eq(statement.0))
        .filter(Column::RegistrationId.in_subquery(own))
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Takes back what staff said for a structure; says whether anything was said.
///
/// # Errors
/// The database's own.
pub async fn take_back_of(tx: &Tx, statement: StatementId, structure: Vec<u8>) -> Result<bool, DbError> {
    let gone = Entity::delete_many()
        .filter(Column::StatementId.eq(statement.0))
        .filter(Column::RegistrationId.is_null())
        .filter(Column::Structure.eq(structure))
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected > 0)
}

/// How many structures live each of these problems too; each is looked for on several statements.
///
/// Of one that was forgotten nobody knows whether it is one of the others: it counts besides them.
///
/// # Errors
/// The database's own.
pub async fn counts(
    tx: &Tx,
    on: &BTreeMap<Uuid, BTreeSet<Uuid>>,
) -> Result<BTreeMap<StatementId, usize>, DbError> {
    let statements: BTreeSet<Uuid> = on.values().flatten().copied().collect();
    let rows = Entity::find()
        .select_only()
        .columns([Column::StatementId, Column::Structure])
        .filter(Column::StatementId.is_in(statements))
        .into_tuple::<(Uuid, Option<Vec<u8>>)>()
        .all(tx.conn())
        .await?;
    let mut said: BTreeMap<Uuid, Vec<Option<Vec<u8>>>> = BTreeMap::new();
    for (statement, structure) in rows {
        said.entry(statement).or_default().push(structure);
    }
    let count = |(statement, on): (&Uuid, &BTreeSet<Uuid>)| {
        let all = || on.iter().filter_map(|one| said.get(one)).flatten();
        let known: BTreeSet<&Vec<u8>> = all().flatten().collect();
        let unknown = all().filter(|structure| structure.is_none()).count();
        (StatementId(*statement), known.len() + unknown)
    };
    Ok(on.iter().map(count).collect())
}

/// Of which statements it was said with these registrations, by registration.
pub(crate) async fn of_registrations(tx: &Tx, registrations: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::RegistrationId, Column::StatementId])
        .filter(Column::RegistrationId.is_in(registrations.iter().copied()))
        .order_by_asc(Column::StatementId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

/// Forgets who said something, and for which structure, once a registration is erased: it counts as before, and nothing leads back.
pub(crate) async fn forget(tx: &Tx, by: RegistrationId) -> Result<(), DbError> {
    // Where others speak for the same structure it is counted by them.
    let (other, said) = (Alias::new("other"), Alias::new("said"));
    let of = |table: &Alias, column: Column| Expr::col((table.clone(), column));
    let counted = Query::select()
        .column((said.clone(), Column::Id))
        .from_as(Entity, said.clone())
        .join_as(
            sea_orm::sea_query::JoinType::InnerJoin,
            Entity,
            other.clone(),
            of(&other, Column::StatementId)
                .equals((said.clone(), Column::StatementId))
                .and(of(&other, Column::Structure).equals((said.clone(), Column::Structure)))
                .and(Expr::col((other.clone(), Column::Id)).not_equals((said.clone(), Column::Id))),
        )
        .and_where(of(&said, Column::RegistrationId).eq(by.0))
        .to_owned();
    Entity::delete_many().filter(Column::Id.in_subquery(counted)).exec(tx.conn()).await?;
    let left = Entity::find().filter(Column::RegistrationId.eq(by.0)).all(tx.conn()).await?;
    let structures: BTreeSet<Vec<u8>> = left.into_iter().filter_map(|row| row.structure).collect();
    for structure in structures {
        // Something drawn stands in its place, the same wherever this person spoke for it: they count as one in a merge.
        let drawn = Uuid::new_v4().into_bytes().to_vec();
        Entity::update_many()
            .col_expr(Column::RegistrationId, Expr::value(None::<Uuid>))
            .col_expr(Column::Structure, Expr::value(Some(drawn)))
            .filter(Column::RegistrationId.eq(by.0))
            .filter(Column::Structure.eq(structure))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
