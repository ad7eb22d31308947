//! Statements as they are compared with each other: which there are, and what they say.

use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::problem_statement::{Circle, Cover, Extent, Reader, Sensitivity, StatementState};
use palabre_domain::values::{AccountId, StatementId};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::problem_statement::{Column, Entity};
use crate::entity::wording;
use crate::mapping::word;
use crate::reading::{public_wording_shown, wording_shown_to};
use crate::statements::last;
use crate::wordings::there;
use crate::{DbError, Tx};

/// How many statements are asked for by their ids; more are asked for by their edition.
const BY_ID: usize = 500;

/// A statement that is compared with others, without its words.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// Its id.
    pub id: StatementId,
    /// Counts its changes, those of its words among them.
    pub version: i64,
    /// Its disposition.
    pub state: StatementState,
}

/// What a statement says, in the wording that is compared.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its id.
    pub id: StatementId,
    /// Counts its changes.
    pub version: i64,
    /// The words; none where they were removed.
    pub text: Option<String>,
    /// Their language.
    pub language: String,
}

/// The statement that others are looked for like, with all that decides who reads it.
#[derive(Debug, Clone)]
pub struct Asked {
    state: StatementState,
    sensitivity: Sensitivity,
    author: Option<AccountId>,
    language: String,
    text: Option<String>,
    public_text: Option<String>,
}

impl Asked {
    /// The words as this reader gets them, with their language; none above their right. Words are empty where they were removed.
    ///
    /// Being named as a reader of a confidential statement opens its own address, where each reading is written down, and
    /// nothing here.
    #[must_use]
    pub fn to(self, reader: &Reader) -> Option<(String, String)> {
        let Self { state, sensitivity, author, language, text, public_text } = self;
        let has_public_wording = public_text.is_some();
        let cover = Cover { state, sensitivity, author, has_public_wording, names_reader: false };
        match reader.extent(&cover) {
            Extent::Words => Some((text.unwrap_or_default(), language)),
            Extent::PublicWording => Some((public_text?, language)),
            Extent::Nothing | Extent::Bare | Extent::OnRecord => None,
        }
    }
}

/// What is read of a statement with the wording that stands: id, version, state, sensitivity, author, language, text, public wording.
type Row = (Uuid, i64, String, String, Option<Uuid>, String, String, Option<String>);

/// The statements of an edition, each with the wording that stands, as [`Row`]s.
fn standing(edition: &EditionScope) -> Select<wording::Entity> {
    wording::Entity::find()
        .inner_join(Entity)
        .select_only()
        .columns([Column::Id, Column::Version, Column::State, Column::Sensitivity])
        .columns([Column::AuthorAccountId, Column::Language])
        .column(wording::Column::Text)
        .column(Column::PublicText)
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(last())
}

/// The statement of a scope, and what it says.
///
/// # Errors
/// The database's own.
pub async fn asked(tx: &Tx, scope: &StatementScope) -> Result<Option<Asked>, DbError> {
    let found = standing(&scope.edition)
        .filter(Column::Id.eq(scope.statement_id.0))
        .into_tuple::<Row>()
        .one(tx.conn())
        .await?;
    let asked = |(_, _, state, sensitivity, author, language, text, public_text): Row| {
        Ok(Asked {
            state: word(&state)?,
            sensitivity: word(&sensitivity)?,
            author: author.map(AccountId),
            language,
            text: there(text),
            public_text,
        })
    };
    found.map(asked).transpose()
}

/// The statements of an edition that are compared in a circle, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn compared(tx: &Tx, edition: &EditionScope, circle: Circle) -> Result<Vec<Compared>, DbError> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Version, Column::State])
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(read_in(circle))
        .order_by_asc(Column::Id)
        .into_tuple::<(Uuid, i64, String)>()
        .all(tx.conn())
        .await?;
    let compared = |(id, version, state): (Uuid, i64, String)| {
        Ok(Compared { id: StatementId(id), version, state: word(&state)? })
    };
    rows.into_iter().map(compared).collect()
}

/// What these statements say in a circle. Where they are many, others come with them.
///
/// # Errors
/// The database's own.
pub async fn said(
    tx: &Tx,
    edition: &EditionScope,
    circle: Circle,
    ids: &[StatementId],
) -> Result<Vec<Said>, DbError> {
    let few = (ids.len() <= BY_ID).then(|| Column::Id.is_in(ids.iter().map(|id| id.0)));
    let rows = standing(edition)
        .filter(read_in(circle))
        .filter(Condition::all().add_option(few))
        .order_by_asc(Column::Id)
        .into_tuple::<Row>()
        .all(tx.conn())
        .await?;
    let reader = circle.reader();
    let said = |(id, version, state, sensitivity, _, language, text, public_text): Row| {
        let cover = Cover {
            state: word(&state)?,
            sensitivity: word(&sensitivity)?,
            author: None,
            has_public_wording: public_text.is_some(),
            names_reader: false,
        };
        let text = if reader.extent(&cover) == Extent::Words { there(text) } else { public_text };
        Ok(Said { id: StatementId(id), version, text, language })
    };
    rows.into_iter().map(said).collect()
}

/// Those of which everybody in a circle reads one wording.
fn read_in(circle: Circle) -> Condition {
    let reader = circle.reader();
    Condition::any().add(wording_shown_to(&reader)).add(public_wording_shown(reader.public))
}
