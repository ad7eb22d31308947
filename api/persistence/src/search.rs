//! Words by which statements, challenges and prototypes are found; kept in the transaction that writes what holds them.
//!
//! Whether a reader gets what is found is not decided here: words are asked for beside a condition that says who reads them.

use std::collections::BTreeMap;

use palabre_domain::search::{Sought, SoughtWord, words};
use palabre_domain::values::EditionId;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::search_word::{ActiveModel, Column, Entity};
use crate::entity::{challenge, problem_statement, prototype, wording};
use crate::statements::first_or_last;
use crate::{DbError, Tx};

/// How many words one statement of SQL writes at most: of five columns each, which SQLite takes 32,766 of.
const AT_ONCE: usize = 5_000;

/// How many things that were there before their words are taken in together.
const BATCH: u64 = 200;

/// What is found by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A statement, by its first wording and the one that stands, or by its public one.
    ProblemStatement,
    /// A challenge, by question and context.
    Challenge,
    /// A prototype, by name and summary.
    Prototype,
}

impl Kind {
    /// All of them, in the order of locks.
    pub const ALL: [Self; 3] = [Self::Challenge, Self::ProblemStatement, Self::Prototype];

    const fn as_str(self) -> &'static str {
        match self {
            Self::ProblemStatement => "problem_statement",
            Self::Challenge => "challenge",
            Self::Prototype => "prototype",
        }
    }
}

/// Whose words they are.
#[derive(Debug, Clone, Copy)]
enum Wording {
    Own,
    Public,
}

impl Wording {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Public => "public",
        }
    }
}

/// Something that is to be found, with all that is said in it.
pub(crate) struct Findable<'a> {
    pub(crate) kind: Kind,
    pub(crate) edition: Uuid,
    pub(crate) id: Uuid,
    /// Its own words.
    pub(crate) own: Vec<&'a str>,
    /// The public wording of a restricted statement.
    pub(crate) public: Option<&'a str>,
}

impl<'a> Findable<'a> {
    /// Something that is found by its own words only.
    pub(crate) fn of(kind: Kind, edition: Uuid, id: Uuid, own: impl IntoIterator<Item = &'a str>) -> Self {
        Self { kind, edition, id, own: own.into_iter().collect(), public: None }
    }
}

/// Takes in something that was just made.
pub(crate) async fn add(tx: &Tx, new: &Findable<'_>) -> Result<(), DbError> {
    keep(tx, rows(new).collect()).await
}

/// Takes in what things that are locked say now, in place of what they said before.
pub(crate) async fn replace(tx: &Tx, changed: &[Findable<'_>]) -> Result<(), DbError> {
    let ids = changed.iter().map(|one| one.id);
    Entity::delete_many().filter(Column::ThingId.is_in(ids)).exec(tx.conn()).await?;
    keep(tx, changed.iter().flat_map(rows).collect()).await
}

fn rows<'a>(of: &'a Findable<'_>) -> impl Iterator<Item = ActiveModel> + use<'a> {
    let Findable { kind, edition, id, own, public } = of;
    let row = |wording: Wording| {
        move |word: String| ActiveModel {
            edition_id: Set(*edition),
            kind: Set(kind.as_str().to_owned()),
            word: Set(word),
            thing_id: Set(*id),
            wording: Set(wording.as_str().to_owned()),
        }
    };
    let own = words(own.iter().copied()).into_iter().map(row(Wording::Own));
    own.chain(words(*public).into_iter().map(row(Wording::Public)))
}

async fn keep(tx: &Tx, rows: Vec<ActiveModel>) -> Result<(), DbError> {
    for some in rows.chunks(AT_ONCE) {
        Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Lets something be found no more.
pub(crate) async fn forget(tx: &Tx, id: Uuid) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::ThingId.eq(id)).exec(tx.conn()).await?;
    Ok(())
}

/// Takes in what statements that are locked say now, the public wording too: after any change of their words.
pub(crate) async fn statements(tx: &Tx, ids: &[Uuid]) -> Result<(), DbError> {
    let rows = problem_statement::Entity::find()
        .filter(problem_statement::Column::Id.is_in(ids.iter().copied()))
        .all(tx.conn())
        .await?;
    let said = wording::Entity::find()
        .filter(wording::Column::StatementId.is_in(ids.iter().copied()))
        .filter(first_or_last())
        .all(tx.conn())
        .await?;
    let mut texts: BTreeMap<Uuid, Vec<&str>> = BTreeMap::new();
    for wording in &said {
        texts.entry(wording.statement_id).or_default().push(&wording.text);
    }
    let mut say = Vec::with_capacity(rows.len());
    for problem_statement::Model { id, edition_id, public_text, .. } in &rows {
        let (kind, edition, id) = (Kind::ProblemStatement, *edition_id, *id);
        let own = texts.remove(&id).unwrap_or_default();
        say.push(Findable { kind, edition, id, own, public: public_text.as_deref() });
    }
    replace(tx, &say).await
}

/// That a thing has all these words, in any of its wordings; and comes after this one, for a page in the order of ids.
pub(crate) fn found<C: ColumnTrait>(
    kind: Kind,
    edition: EditionId,
    id: C,
    sought: &Sought,
    after: Option<Uuid>,
) -> Condition {
    let Some((longest, others)) = sought.words().split_first() else { return nothing() };
    let having =
        holders(kind, edition, longest).and_where(Column::ThingId.gt(after.unwrap_or_default())).to_owned();
    let all = Condition::all().add(id.in_subquery(having));
    others.iter().fold(all, |all, word| all.add(has(kind, edition, id, word, None)))
}

/// That the public wording of a statement has all these words.
pub(crate) fn found_in_public<C: ColumnTrait>(edition: EditionId, id: C, sought: &Sought) -> Condition {
    if sought.words().is_empty() {
        return nothing();
    }
    let has = |word| has(Kind::ProblemStatement, edition, id, word, Some(Wording::Public));
    sought.words().iter().map(has).fold(Condition::all(), Condition::add)
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}

fn has<C: ColumnTrait>(
    kind: Kind,
    edition: EditionId,
    id: C,
    word: &SoughtWord,
    wording: Option<Wording>,
) -> Expr {
    let of_it = Expr::col((Entity, Column::ThingId)).eq(Expr::col(id.as_column_ref()));
    let mut holders = holders(kind, edition, word);
    holders.and_where(of_it);
    if let Some(wording) = wording {
        holders.and_where(Column::Wording.eq(wording.as_str()));
    }
    Expr::exists(holders)
}

/// The things of an edition that have this word.
///
/// The word is written into the SQL, and is not one of its parameters: what PostgreSQL has been asked a few times it plans
/// without looking at parameters, as if each word were as rare as the next, and then takes all things that have a common
/// one where fifty do.
fn holders(kind: Kind, edition: EditionId, word: &SoughtWord) -> SelectStatement {
    let held = || Expr::col((Entity, Column::Word));
    let written = |word: &String| Expr::Constant(word.into());
    let word = match word {
        SoughtWord::Whole(word) => held().eq(written(word)),
        SoughtWord::Beginning { from, below } => held().gte(written(from)).and(held().lt(written(below))),
    };
    Query::select()
        .column((Entity, Column::ThingId))
        .from(Entity)
        .and_where(Column::EditionId.eq(edition.0))
        .and_where(Column::Kind.eq(kind.as_str()))
        .and_where(word)
        .to_owned()
}

/// Takes in the next things after an id that were there before their words were kept; gives the last of them, none where no more come.
///
/// They are locked first: whoever changes their words meanwhile comes before or after.
///
/// # Errors
/// The database's own.
pub async fn fill(tx: &Tx, kind: Kind, after: Uuid) -> Result<Option<Uuid>, DbError> {
    match kind {
        Kind::ProblemStatement => {
            let rows = problem_statement::Entity::find()
                .filter(unknown(problem_statement::Column::Id, after))
                .order_by_asc(problem_statement::Column::Id)
                .limit(BATCH)
                .lock_exclusive()
                .all(tx.conn())
                .await?;
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            if !ids.is_empty() {
                statements(tx, &ids).await?;
            }
            Ok(ids.last().copied())
        }
        Kind::Challenge => {
            let rows = challenge::Entity::find()
                .filter(unknown(challenge::Column::Id, after))
                .order_by_asc(challenge::Column::Id)
                .limit(BATCH)
                .lock_exclusive()
                .all(tx.conn())
                .await?;
            let mut say = Vec::with_capacity(rows.len());
            for challenge::Model { id, edition_id, question, context, .. } in &rows {
                let own = [Some(question.as_str()), context.as_deref()].into_iter().flatten();
                say.push(Findable::of(kind, *edition_id, *id, own));
            }
            replace(tx, &say).await?;
            Ok(rows.last().map(|row| row.id))
        }
        Kind::Prototype => {
            let rows = prototype::Entity::find()
                .filter(unknown(prototype::Column::Id, after))
                .order_by_asc(prototype::Column::Id)
                .limit(BATCH)
                .lock_exclusive()
                .all(tx.conn())
                .await?;
            let mut say = Vec::with_capacity(rows.len());
            for prototype::Model { id, edition_id, name, summary, .. } in &rows {
                say.push(Findable::of(kind, *edition_id, *id, [name.as_str(), summary.as_str()]));
            }
            replace(tx, &say).await?;
            Ok(rows.last().map(|row| row.id))
        }
    }
}

/// After an id, and without any word.
fn unknown<C: ColumnTrait>(id: C, after: Uuid) -> Condition {
    let words = Query::select()
        .column((Entity, Column::Word))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::ThingId)).eq(Expr::col(id.as_column_ref())))
        .to_owned();
    Condition::all().add(id.gt(after)).add(Expr::not_exists(words))
}
