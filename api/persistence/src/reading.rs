//! Who reads which statement, in the language of the database.
//!
//! A page is cut after these conditions, so they have to say the same as [`Reader::extent`], and nothing else says it again.

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::{Cover, Reader, Sensitivity, StatementState};
use palabre_domain::search::Sought;
use palabre_domain::values::AccountId;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, ExprTrait as _};
use uuid::Uuid;

use crate::DbError;
use crate::entity::problem_statement::{self, Column};
use crate::mapping::word;
use crate::search::{self, Kind};
use crate::statement_readers::named_to;

/// What of a row decides who reads it.
pub(crate) fn cover(row: &problem_statement::Model, names_reader: bool) -> Result<Cover, DbError> {
    Ok(Cover {
        state: word(&row.state)?,
        sensitivity: word(&row.sensitivity)?,
        author: row.author_account_id.map(AccountId),
        has_public_wording: row.public_text.is_some(),
        names_reader,
    })
}

/// That [`Reader::extent`] is not nothing, in the language of the database: a page is cut after it, so it has to say the same.
pub(crate) fn shown_to(reader: &Reader) -> Condition {
    let Reader { of_everything, of_restricted: _, public, takes_part, account } = *reader;
    if of_everything {
        return Condition::all();
    }
    let named = takes_part.then_some(account).flatten();
    let confidential = Column::Sensitivity.eq(Sensitivity::Confidential.as_str());
    Condition::any()
        .add(read_as_anyone(public))
        .add(public_wording_shown(public))
        .add(written_by(account))
        .add_option(named.map(|account| confidential.and(Column::Id.in_subquery(named_to(account)))))
}

/// That [`Reader::extent`] is the words, wherever the statement stands: a search that found more would tell the words it can't
/// show. Who is named as a reader of confidential ones finds none of them: they are read on record, one by one.
pub(crate) fn wording_shown_to(reader: &Reader) -> Condition {
    let Reader { of_everything, of_restricted, public, takes_part: _, account } = *reader;
    let with = |sensitivity: Sensitivity| Column::Sensitivity.eq(sensitivity.as_str());
    let by_right = Condition::any()
        .add(read_as_anyone(public))
        .add_option(of_everything.then(|| with(Sensitivity::Open)))
        .add_option(of_restricted.then(|| with(Sensitivity::Restricted)))
        .add(written_by(account));
    Condition::all().add(by_right)
}

/// Whether a wording that this reader gets has these words, from a statement on. Who gets a statement's own words gets all
/// of its wordings.
pub(crate) fn found_by(
    reader: &Reader,
    edition: &EditionScope,
    sought: &Sought,
    after: Option<Uuid>,
) -> Condition {
    let here = edition.edition_id;
    let for_everybody =
        public_wording_shown(reader.public).add(search::found_in_public(here, Column::Id, sought));
    search::found(Kind::ProblemStatement, here, Column::Id, sought, after)
        .add(Condition::any().add(wording_shown_to(reader)).add(for_everybody))
}

fn read_as_anyone(public: bool) -> Condition {
    in_public(public).add(Column::Sensitivity.eq(Sensitivity::Open.as_str()))
}

/// That anyone reads the words that were written for everybody.
pub(crate) fn public_wording_shown(public: bool) -> Condition {
    in_public(public)
        .add(Column::Sensitivity.eq(Sensitivity::Restricted.as_str()))
        .add(Column::PublicText.is_not_null())
}

fn in_public(public: bool) -> Condition {
    let states = StatementState::ALL.iter().filter(|state| public && state.is_public());
    Condition::all().add(Column::State.is_in(states.map(|state| state.as_str())))
}

/// Nobody in particular wrote nothing: a missing author is equal to nobody.
fn written_by(account: Option<AccountId>) -> Condition {
    Condition::any().add(Column::AuthorAccountId.is_in(account.map(|account| account.0)))
}
