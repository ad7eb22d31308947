//! What the holder of an account voiced, as it goes into their export.

use palabre_domain::values::AccountId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::{problem_statement, wording};
use crate::{DbError, Tx};

/// A statement that was voiced, with its words.
#[derive(Debug, Clone)]
pub struct VoicedStatement {
    /// Which.
    pub id: Uuid,
    /// In which edition.
    pub edition_id: Uuid,
    /// How its voice appears.
    pub voice: String,
    /// The name that was given.
    pub name: Option<String>,
    /// From where somebody spoke.
    pub origin: String,
    /// The structure that was given.
    pub structure: Option<String>,
    /// In which programme item.
    pub programme_item_id: Option<Uuid>,
    /// Who may read the words.
    pub sensitivity: String,
    /// Its state.
    pub state: String,
    /// On which date.
    pub voiced_on: String,
    /// Its wordings: the number of each, its words, its date.
    pub wordings: Vec<(i32, String, String)>,
}

/// The statements that an account voiced, by date; never those of a voice that is anonymous, of which nobody knows.
pub(crate) async fn of(tx: &Tx, me: AccountId) -> Result<Vec<VoicedStatement>, DbError> {
    let mine = problem_statement::Entity::find()
        .filter(problem_statement::Column::AuthorAccountId.eq(me.0))
        .order_by_asc(problem_statement::Column::VoicedOn)
        .order_by_asc(problem_statement::Column::Id);
    let rows = mine.all(tx.conn()).await?;
    let mut words = wording::Entity::find()
        .filter(wording::Column::StatementId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(wording::Column::Number)
        .all(tx.conn())
        .await?;
    let voiced = rows.into_iter().map(|row| {
        let (theirs, others) = words.drain(..).partition(|said: &wording::Model| said.statement_id == row.id);
        words = others;
        let theirs: Vec<wording::Model> = theirs;
        VoicedStatement {
            id: row.id,
            edition_id: row.edition_id,
            voice: row.voice,
            name: row.name,
            origin: row.origin,
            structure: row.structure,
            programme_item_id: row.programme_item_id,
            sensitivity: row.sensitivity,
            state: row.state,
            voiced_on: row.voiced_on,
            wordings: theirs.into_iter().map(|said| (said.number, said.text, said.written_on)).collect(),
        }
    });
    Ok(voiced.collect())
}
