//! What the end of an edition would leave open.

use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::{Reader, StatementState};
use palabre_domain::team::TeamState;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{challenge, problem_statement, prototype, team};
use crate::mapping::word;
use crate::reading::shown_to;
use crate::statements::{self, Statement};
use crate::{DbError, Tx};

/// A thing that would be left open: its id, the words it is known by, where it stands.
pub type OpenEnd<S> = (Uuid, String, S);

/// The first of them, and how many there are in all.
#[derive(Debug, Clone)]
pub struct OpenEnds<T> {
    /// How many there are.
    pub count: u64,
    /// The first of them, in the order of their ids.
    pub items: Vec<T>,
}

/// The teams that have nothing to show: not dissolved, and without a prototype.
///
/// # Errors
/// The database's own.
pub async fn teams(
    tx: &Tx,
    edition: &EditionScope,
    most: u64,
) -> Result<OpenEnds<OpenEnd<TeamState>>, DbError> {
    let of_it =
        Expr::col((prototype::Entity, prototype::Column::TeamId)).equals((team::Entity, team::Column::Id));
    let prototypes =
        Query::select().column(prototype::Column::Id).from(prototype::Entity).and_where(of_it).to_owned();
    let open = team::Entity::find()
        .filter(team::Column::EditionId.eq(edition.edition_id.0))
        .filter(team::Column::State.ne(TeamState::Dissolved.as_str()))
        .filter(Expr::not_exists(prototypes));
    let count = open.clone().count(tx.conn()).await?;
    let rows = open
        .select_only()
        .columns([team::Column::Id, team::Column::Name, team::Column::State])
        .order_by_asc(team::Column::Id)
        .limit(most)
        .into_tuple::<(Uuid, String, String)>()
        .all(tx.conn())
        .await?;
    let items = rows.into_iter().map(|(id, name, state)| Ok((id, name, word(&state)?)));
    Ok(OpenEnds { count, items: items.collect::<Result<_, DbError>>()? })
}

/// The challenges that look for a team, and no team is on them.
///
/// # Errors
/// The database's own.
pub async fn challenges(
    tx: &Tx,
    edition: &EditionScope,
    most: u64,
) -> Result<OpenEnds<OpenEnd<ChallengeState>>, DbError> {
    let on_it = Expr::col((team::Entity, team::Column::ChallengeId))
        .equals((challenge::Entity, challenge::Column::Id));
    let teams = Query::select()
        .column(team::Column::Id)
        .from(team::Entity)
        .and_where(on_it)
        .and_where(Expr::col((team::Entity, team::Column::State)).ne(TeamState::Dissolved.as_str()))
        .to_owned();
    let waiting = ChallengeState::ALL.iter().filter(|state| state.awaits_a_team());
    let open = challenge::Entity::find()
        .filter(challenge::Column::EditionId.eq(edition.edition_id.0))
        .filter(challenge::Column::State.is_in(waiting.map(|state| state.as_str())))
        .filter(Expr::not_exists(teams));
    let count = open.clone().count(tx.conn()).await?;
    let rows = open
        .select_only()
        .columns([challenge::Column::Id, challenge::Column::Question, challenge::Column::State])
        .order_by_asc(challenge::Column::Id)
        .limit(most)
        .into_tuple::<(Uuid, String, String)>()
        .all(tx.conn())
        .await?;
    let items = rows.into_iter().map(|(id, question, state)| Ok((id, question, word(&state)?)));
    Ok(OpenEnds { count, items: items.collect::<Result<_, DbError>>()? })
}

/// The statements that nobody has decided on, as this reader gets them.
///
/// # Errors
/// The database's own.
pub async fn statements(
    tx: &Tx,
    edition: &EditionScope,
    reader: &Reader,
    most: u64,
) -> Result<OpenEnds<Statement>, DbError> {
    use problem_statement::{Column, Entity};
    let undecided = StatementState::ALL.iter().filter(|state| state.is_undecided());
    let open = Entity::find().filter(
        Condition::all()
            .add(Column::EditionId.eq(edition.edition_id.0))
            .add(Column::State.is_in(undecided.map(|state| state.as_str())))
            .add(shown_to(reader)),
    );
    let count = open.clone().count(tx.conn()).await?;
    let rows = open.order_by_asc(Column::Id).limit(most).all(tx.conn()).await?;
    Ok(OpenEnds { count, items: statements::records(tx, rows, |_| *reader).await? })
}
