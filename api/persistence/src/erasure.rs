//! Erasing a registration: every value that says who it was goes, and what is counted stays.

use palabre_domain::values::{Instant, OrganizationId, PersonId, RegistrationId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::entity::{access_need, mail, person, problem_statement, receipt, registration};
use crate::registrations::Registration;
use crate::{DbError, Tx, attendances, copies, idempotency, resonances};

/// Erases a registration that is locked, with what hangs on it; its consents stay, because they name nobody.
///
/// # Errors
/// The database's own.
pub async fn registration(
    tx: &Tx,
    organization: OrganizationId,
    found: &Registration,
    now: Instant,
) -> Result<(), DbError> {
    let id = found.id;
    let person = nobody(tx, organization, found.person, id, now).await?;
    registration::Entity::update_many()
        .set(emptied(person, now))
        .col_expr(registration::Column::Version, Expr::col(registration::Column::Version).add(1))
        .filter(registration::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    access_need::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    attendances::forget(tx, id).await?;
    receipt::Entity::delete_many().filter(receipt::Column::RegistrationId.eq(id.0)).exec(tx.conn()).await?;
    mail::Entity::delete_many().filter(mail::Column::RegistrationId.eq(id.0)).exec(tx.conn()).await?;
    resonances::forget(tx, id).await?;
    let voiced = problem_statement::Column::AuthorRegistrationId.eq(id.0);
    silence(tx, voiced, problem_statement::Column::AuthorRegistrationId).await?;
    idempotency::forget_naming(tx, &[id.to_string()]).await
}

/// What an erased registration is. Every column is decided on here: one that is new does not compile until it is.
fn emptied(person: PersonId, now: Instant) -> registration::ActiveModel {
    registration::ActiveModel {
        id: NotSet,
        version: NotSet,
        created_at: NotSet,
        edition_id: NotSet,
        person_id: Set(person.0),
        account_id: Set(None),
        registered_by: Set(None),
        profile_id: NotSet,
        name: Set(String::new()),
        name_folded: Set(String::new()),
        email: Set(None),
        email_folded: Set(None),
        phone: Set(None),
        language: Set(None),
        structure: Set(None),
        territory: Set(None),
        languages: Set(json!([])),
        skills: Set(json!([])),
        motivation: Set(None),
        visible: Set(false),
        state: NotSet,
        state_reason: Set(None),
        waiting_key: NotSet,
        offer_expires_at: NotSet,
        offers_missed: NotSet,
        registered_at: NotSet,
        answers: Set(None),
        waiting_since: NotSet,
        erased_at: Set(Some(now)),
        reminded_of: NotSet,
    }
}

/// The person behind an erased registration: somebody of whom nothing is known.
///
/// Who is still registered elsewhere stays known, and the erased registration leads to somebody else: the address
/// can register again at once, and nothing leads back.
async fn nobody(
    tx: &Tx,
    organization: OrganizationId,
    known: PersonId,
    besides: RegistrationId,
    now: Instant,
) -> Result<PersonId, DbError> {
    let others = registration::Entity::find()
        .filter(registration::Column::PersonId.eq(known.0))
        .filter(registration::Column::Id.ne(besides.0))
        .filter(registration::Column::ErasedAt.is_null())
        .count(tx.conn())
        .await?;
    let unknown = |id, version, created_at| person::ActiveModel {
        id,
        version,
        created_at,
        organization_id: Set(organization.0),
        account_id: Set(None),
        name: Set(String::new()),
        email: Set(None),
        email_folded: Set(None),
        phone: Set(None),
        language: Set(None),
    };
    if others == 0 {
        person::Entity::update_many()
            .set(unknown(NotSet, NotSet, NotSet))
            .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
            .filter(person::Column::Id.eq(known.0))
            .exec(tx.conn())
            .await?;
        return Ok(known);
    }
    let id = Uuid::now_v7();
    let row = unknown(Set(id), Set(1), Set(now));
    person::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(PersonId(id))
}

/// Takes from statements who voiced them, by name and by this link: the words stay, and so does their state.
pub(crate) async fn silence(tx: &Tx, voiced: Expr, link: problem_statement::Column) -> Result<(), DbError> {
    let rows = problem_statement::Entity::find().filter(voiced).all(tx.conn()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let named: Vec<Uuid> = rows.iter().filter(|row| row.voice == "named").map(|row| row.id).collect();
    let these = problem_statement::Column::Id.is_in(ids.iter().copied());
    let is_named = problem_statement::Column::Voice.eq("named");
    problem_statement::Entity::update_many()
        .col_expr(problem_statement::Column::Name, Expr::value(None::<String>))
        .col_expr(problem_statement::Column::Structure, Expr::value(None::<String>))
        .filter(these.clone())
        .filter(is_named)
        .exec(tx.conn())
        .await?;
    problem_statement::Entity::update_many()
        .col_expr(link, Expr::value(None::<Uuid>))
        .col_expr(problem_statement::Column::Version, Expr::col(problem_statement::Column::Version).add(1))
        .filter(these)
        .exec(tx.conn())
        .await?;
    // Last: a carrying that was under way is over once its sources could be changed.
    copies::silence(tx, &named).await?;
    idempotency::forget_naming(tx, &ids.iter().map(Uuid::to_string).collect::<Vec<_>>()).await
}
