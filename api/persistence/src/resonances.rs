//! Resonances: which structures live a problem too, as fingerprints that are counted.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::{AccountId, RegistrationId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
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
        let own = Column::StatementId.eq(statement.0).and(Column::RegistrationId.eq(by.0));
        let before = Entity::find().filter(own.clone()).one(tx.conn()).await?;
        Entity::update_many()
            .col_expr(Column::Structure, Expr::value(Some(structure)))
            .filter(own)
            .exec(tx.conn())
            .await?;
        if let Some(before) = before.and_then(|row| row.structure) {
            let_go(tx, edition.edition_id.0, before).await?;
        }
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
    let own = Column::StatementId.eq(statement.0).and(Column::RegistrationId.in_subquery(own));
    let said = Entity::find().filter(own).all(tx.conn()).await?;
    let gone = Entity::delete_many().filter(Column::Id.is_in(said.iter().map(|row| row.id)));
    gone.exec(tx.conn()).await?;
    let structures: BTreeSet<Vec<u8>> = said.into_iter().filter_map(|row| row.structure).collect();
    let were_said = !structures.is_empty();
    for structure in structures {
        let_go(tx, edition.edition_id.0, structure).await?;
    }
    Ok(were_said)
}

/// Takes back what staff said for a structure; says whether anything was said.
///
/// # Errors
/// The database's own.
pub async fn take_back_of(
    tx: &Tx,
    edition: &EditionScope,
    statement: StatementId,
    structure: Vec<u8>,
) -> Result<bool, DbError> {
    let gone = Entity::delete_many()
        .filter(Column::StatementId.eq(statement.0))
        .filter(Column::RegistrationId.is_null())
        .filter(Column::Structure.eq(structure.clone()))
        .exec(tx.conn())
        .await?;
    let_go(tx, edition.edition_id.0, structure).await?;
    Ok(gone.rows_affected > 0)
}

/// How many structures live each of these problems too; each is looked for on several statements.
///
/// One of which nothing is kept any more counts besides the others.
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
        let known: BTreeSet<&[u8]> = all().flatten().map(|structure| same(structure)).collect();
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
///
/// As long as others speak for the structure somewhere in the edition, its fingerprint stands beside nobody, so that both count as one in
/// a merge; with the last of them it goes.
pub(crate) async fn forget(tx: &Tx, by: RegistrationId) -> Result<(), DbError> {
    let own = Entity::find().filter(Column::RegistrationId.eq(by.0)).all(tx.conn()).await?;
    let on = own.iter().map(|row| row.statement_id);
    let beside = Entity::find()
        .filter(Column::StatementId.is_in(on))
        .filter(Condition::any().add(Column::RegistrationId.is_null()).add(Column::RegistrationId.ne(by.0)))
        .all(tx.conn())
        .await?;
    let said: BTreeSet<(Uuid, &[u8])> = beside.iter().filter_map(on_its_statement).collect();
    // Where others speak for the same structure it is counted by them.
    let counted = |row: &&resonance::Model| on_its_statement(row).is_some_and(|one| said.contains(&one));
    let counted: Vec<Uuid> = own.iter().filter(counted).map(|row| row.id).collect();
    Entity::delete_many().filter(Column::Id.is_in(counted)).exec(tx.conn()).await?;
    let structures: BTreeSet<(Uuid, Vec<u8>)> =
        own.iter().filter_map(|row| Some((row.edition_id, row.structure.clone()?))).collect();
    for (edition, structure) in structures {
        Entity::update_many()
            .col_expr(Column::RegistrationId, Expr::value(None::<Uuid>))
            .col_expr(Column::Structure, Expr::value(Some(left_behind(&structure))))
            .filter(Column::RegistrationId.eq(by.0))
            .filter(Column::Structure.eq(structure.clone()))
            .exec(tx.conn())
            .await?;
        let_go(tx, edition, structure).await?;
    }
    Ok(())
}

/// Draws something that stands for a structure of those who were erased, once nobody speaks for it any more.
async fn let_go(tx: &Tx, edition: Uuid, structure: Vec<u8>) -> Result<(), DbError> {
    let left = left_behind(&structure);
    let speaking = Entity::find()
        .filter(Column::EditionId.eq(edition))
        .filter(Column::Structure.eq(structure))
        .count(tx.conn())
        .await?;
    if speaking == 0 {
        Entity::update_many()
            .col_expr(Column::Structure, Expr::value(Some(Uuid::new_v4().into_bytes().to_vec())))
            .filter(Column::EditionId.eq(edition))
            .filter(Column::Structure.eq(left))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// How many bytes a fingerprint has.
const FINGERPRINT: usize = 32;

/// The fingerprint of a structure for which somebody spoke who was erased: nobody takes it back in its name.
fn left_behind(structure: &[u8]) -> Vec<u8> {
    [&[0], structure].concat()
}

/// By what a structure is the same as another one, whether or not who spoke for it was erased.
fn same(structure: &[u8]) -> &[u8] {
    match structure {
        [0, fingerprint @ ..] if fingerprint.len() == FINGERPRINT => fingerprint,
        structure => structure,
    }
}

fn on_its_statement(row: &resonance::Model) -> Option<(Uuid, &[u8])> {
    Some((row.statement_id, same(row.structure.as_deref()?)))
}
