//! Problem statements, as they are written: voiced once, then disposed of.

use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::problem_statement::{
    Origin, OriginKind, Protection, Sensitivity, StatementState, Traits, Voice,
};
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{AccountId, ProgrammeItemId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::problem_statement::{self, Column, Entity};
use crate::entity::{receipt, registration};
use crate::mapping::{saved, word};
use crate::search::{self, Findable, Kind};
use crate::wordings::{self, NewWording};
use crate::{DbError, Tx, idempotency};

/// A statement as its lifecycle sees it: without words.
#[derive(Debug, Clone)]
pub struct Disposition {
    /// Which statement.
    pub id: StatementId,
    /// Counts the statement's changes.
    pub version: i64,
    /// How the person behind it appears.
    pub voice: Voice,
    /// Its state.
    pub state: StatementState,
    /// Why.
    pub reason: Option<String>,
    /// What goes into what is made of it.
    pub traits: Traits,
    /// What anyone may read in the place of its words.
    pub public_text: Option<String>,
    /// Whether its words were removed, and nobody said it again since.
    pub is_wordless: bool,
}

impl Disposition {
    /// Who may read its words, and what anyone may read in their place, as it was locked.
    #[must_use]
    pub fn protection(&self) -> Protection<'_> {
        Protection { sensitivity: self.traits.sensitivity, public_text: self.public_text.as_deref() }
    }
}

/// A statement to keep.
#[derive(Debug, Clone)]
pub struct NewStatement {
    /// Its id.
    pub id: StatementId,
    /// The words.
    pub text: String,
    /// Their language.
    pub language: String,
    /// How the person behind it appears.
    pub voice: Voice,
    /// The name, where the voice is a named one.
    pub name: Option<String>,
    /// From where they speak.
    pub origin: Origin,
    /// Their structure.
    pub structure: Option<String>,
    /// Who may read the words.
    pub sensitivity: Sensitivity,
    /// The account that voices it.
    pub author: Option<AccountId>,
    /// The date.
    pub voiced_on: String,
    /// The programme item of its edition in which it is voiced.
    pub item: Option<ProgrammeItemId>,
}

/// Keeps a statement in a state, with its first words.
///
/// # Errors
/// The database's own.
pub async fn insert(
    tx: &Tx,
    edition: &EditionScope,
    new: &NewStatement,
    origin_kind: OriginKind,
    state: StatementState,
) -> Result<(), DbError> {
    let registration = match new.author {
        Some(account) => registration_of(tx, edition, account).await?,
        None => None,
    };
    let row = problem_statement::ActiveModel {
        id: Set(new.id.0),
        version: Set(1),
        edition_id: Set(edition.edition_id.0),
        language: Set(new.language.clone()),
        voice: Set(new.voice.as_str().to_owned()),
        name: Set(new.name.clone()),
        origin: Set(new.origin.as_str().to_owned()),
        structure: Set(new.structure.clone()),
        sensitivity: Set(new.sensitivity.as_str().to_owned()),
        public_text: Set(None),
        state: Set(state.as_str().to_owned()),
        state_reason: Set(None),
        author_account_id: Set(new.author.map(Into::into)),
        author_registration_id: Set(registration),
        origin_kind: Set(origin_kind.as_str().to_owned()),
        voiced_on: Set(new.voiced_on.clone()),
        programme_item_id: Set(new.item.map(Into::into)),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let first = NewWording { text: &new.text, reason: None, written_on: &new.voiced_on };
    wordings::add(tx, new.id, 1, first).await?;
    let (kind, edition) = (Kind::ProblemStatement, edition.edition_id.0);
    search::add(tx, &Findable::of(kind, edition, new.id.0, [new.text.as_str()])).await
}

/// Keeps the receipt by which the voice of a statement follows it, by the fingerprint of its code.
///
/// # Errors
/// The database's own.
pub async fn insert_receipt(tx: &Tx, of: StatementId, receipt_hash: Vec<u8>) -> Result<(), DbError> {
    let receipt = receipt::ActiveModel {
        mailed: Set(false),
        code_hash: Set(receipt_hash),
        kind: Set("problem_statement".to_owned()),
        registration_id: Set(None),
        statement_id: Set(Some(of.0)),
    };
    receipt::Entity::insert(receipt).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The live registration that an account holds in an edition.
async fn registration_of(
    tx: &Tx,
    edition: &EditionScope,
    account: AccountId,
) -> Result<Option<Uuid>, DbError> {
    let live = RegistrationState::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str());
    let id = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::EditionId.eq(edition.edition_id.0))
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(live))
        .order_by_asc(registration::Column::Id)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    Ok(id)
}

/// The statement of a scope, locked.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &StatementScope) -> Result<Option<Disposition>, DbError> {
    Ok(lock_all(tx, &scope.edition, [scope.statement_id]).await?.pop())
}

/// Statements of an edition, locked in the order of their ids; those that are not there are left out.
///
/// # Errors
/// The database's own.
pub async fn lock_all(
    tx: &Tx,
    edition: &EditionScope,
    ids: impl IntoIterator<Item = StatementId>,
) -> Result<Vec<Disposition>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(Column::Id.is_in(ids.into_iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    let wordless = wordings::removed(tx, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            let traits = Traits {
                sensitivity: word(&row.sensitivity)?,
                origin: word(&row.origin)?,
                language: row.language,
                structure: row.structure,
                item: row.programme_item_id.map(ProgrammeItemId),
            };
            Ok(Disposition {
                id: StatementId(row.id),
                version: row.version,
                voice: word(&row.voice)?,
                state: word(&row.state)?,
                reason: row.state_reason,
                traits,
                is_wordless: wordless.contains(&row.id),
                public_text: row.public_text,
            })
        })
        .collect()
}

/// Saves a disposition, if the statement still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, disposition: &mut Disposition) -> Result<(), DbError> {
    let read_at = disposition.version;
    disposition.version += 1;
    let result = Entity::update_many()
        .col_expr(Column::Version, Expr::value(disposition.version))
        .col_expr(Column::State, Expr::value(disposition.state.as_str()))
        .col_expr(Column::StateReason, Expr::value(disposition.reason.clone()))
        .filter(Column::Id.eq(disposition.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Says who may read the words of a statement, which is locked, and what anyone may read in their place. Answers that were kept for
/// whoever asks twice tell what was so before: they are told no more.
///
/// # Errors
/// The database's own.
pub async fn classify(
    tx: &Tx,
    statement: StatementId,
    sensitivity: Sensitivity,
    public_text: Option<&str>,
) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::Sensitivity, Expr::value(sensitivity.as_str()))
        .col_expr(Column::PublicText, Expr::value(public_text.map(str::to_owned)))
        .filter(Column::Id.eq(statement.0))
        .exec(tx.conn())
        .await?;
    search::statements(tx, &[statement.0]).await?;
    idempotency::withhold_naming(tx, statement.to_string()).await
}

/// Gives statements that are locked another disposition, the same for all of them.
///
/// # Errors
/// [`DbError::Conflict`] where one of them is gone.
pub async fn save_all(
    tx: &Tx,
    ids: &[StatementId],
    state: StatementState,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let result = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::State, Expr::value(state.as_str()))
        .col_expr(Column::StateReason, Expr::value(reason.map(str::to_owned)))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(tx.conn())
        .await?;
    if result.rows_affected == ids.len() as u64 { Ok(()) } else { Err(DbError::Conflict) }
}
