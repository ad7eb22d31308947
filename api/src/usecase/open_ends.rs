//! What concluding an edition would leave open: for those who still can do something about it.

use palabre_domain::policy::table::GetOpenEnds;
use palabre_domain::values::EditionId;
use palabre_persistence::open_ends::{self, OpenEnds as Found};
use palabre_persistence::statements::Statement;
use uuid::Uuid;

use super::provenance::opening;
use super::{App, Ask, Failure, sight};

/// The most things of a kind that are named; all of them are counted.
pub const MOST: u64 = 200;

/// What concluding an edition would leave open, at one instant.
pub struct OpenEnds {
    /// The edition.
    pub edition: EditionId,
    /// Teams without a prototype.
    pub teams: OpenThings,
    /// Challenges without a team.
    pub challenges: OpenThings,
    /// Statements that nobody has decided on.
    pub problem_statements: OpenThings,
}

/// The first of them, and how many there are in all.
pub struct OpenThings {
    /// How many there are.
    pub count: u64,
    /// The first of them.
    pub items: Vec<OpenThing>,
}

/// One thing that would be left open.
pub struct OpenThing {
    /// Its id.
    pub id: Uuid,
    /// What it is known by; `None` above the reader's right.
    pub label: Option<String>,
    /// Where it stands.
    pub state: &'static str,
}

impl App {
    /// What concluding an edition would leave open.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_open_ends(&self, ask: &Ask<GetOpenEnds>) -> Result<OpenEnds, Failure> {
        let (edition, reader) = (ask.grant.scope(), sight::reader(&ask.grant));
        self.read(async |tx| {
            let teams = open_ends::teams(tx, edition, MOST).await?;
            let challenges = open_ends::challenges(tx, edition, MOST).await?;
            let statements = open_ends::statements(tx, edition, &reader, MOST).await?;
            Ok(OpenEnds {
                edition: edition.edition_id,
                teams: things(teams, |(id, name, state)| (id, Some(name), state.as_str())),
                challenges: things(challenges, |(id, question, state)| {
                    (id, Some(opening(&question)), state.as_str())
                }),
                problem_statements: things(statements, |statement: Statement| {
                    (statement.id.0, statement.text.as_deref().map(opening), statement.state.as_str())
                }),
            })
        })
        .await
    }
}

fn things<T>(found: Found<T>, named: impl Fn(T) -> (Uuid, Option<String>, &'static str)) -> OpenThings {
    let Found { count, items } = found;
    let thing = |item| {
        let (id, label, state) = named(item);
        OpenThing { id, label, state }
    };
    OpenThings { count, items: items.into_iter().map(thing).collect() }
}
