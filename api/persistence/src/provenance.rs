//! What the walk along the provenance of one thing needs, loaded layer by layer: a fixed number of statements of SQL, however much is on
//! the line, and one more for each time that statements were made of others.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::problem_statement::Reader;
use palabre_domain::values::{ChallengeId, PrototypeId, StatementId, TeamId};
use uuid::Uuid;

use crate::arc::{self, Stretch};
use crate::derivations::{self, Way, one_more_than};
use crate::statements::{self, Statement};
use crate::{DbError, Tx};

pub use crate::derivations::Derivation;

/// Where a walk begins.
#[derive(Debug, Clone, Copy)]
pub enum Root {
    /// At what somebody voiced.
    Statement(StatementId),
    /// At a challenge.
    Challenge(ChallengeId),
    /// At a prototype, made by that team.
    Prototype(PrototypeId, TeamId),
}

impl Root {
    /// The id of the thing.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::Statement(id) => id.0,
            Self::Challenge(id) => id.0,
            Self::Prototype(id, _) => id.0,
        }
    }
}

/// Everything on the line of one thing, and perhaps a little beside it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The ids of all its statements.
    pub ids: BTreeSet<Uuid>,
    /// Those of them that the reader may know of, as they get them.
    pub statements: BTreeMap<Uuid, Statement>,
    /// How statements came out of others.
    pub derivations: Vec<Derivation>,
    /// From statements to prototypes.
    pub stretch: Stretch,
    /// The challenges that no statement led to.
    pub unprompted: Vec<ChallengeId>,
}

/// Loads the line of a thing; `None` where one of its layers has more than `most` things.
///
/// # Errors
/// The database's own.
pub async fn line(
    tx: &Tx,
    scope: &EditionScope,
    root: Root,
    reader: &Reader,
    most: usize,
) -> Result<Option<Line>, DbError> {
    let one_more = Some(one_more_than(most));
    let (stretch, ids) = match root {
        Root::Statement(id) => {
            let onward = derivations::met(tx, [id.0], Way::Onward, Some(most)).await?;
            if onward.len() > most {
                return Ok(None);
            }
            let stretch = arc::from_statements(tx, scope, onward.iter().copied().collect(), one_more).await?;
            let mut ids = derivations::met(tx, [id.0], Way::Back, Some(most)).await?;
            ids.extend(onward);
            (stretch, ids)
        }
        Root::Challenge(id) => {
            let stretch = arc::from_challenges(tx, scope, vec![id.0], one_more).await?;
            voiced(tx, stretch, most).await?
        }
        Root::Prototype(id, team) => {
            let stretch = arc::to_prototype(tx, scope, id, team, one_more).await?;
            voiced(tx, stretch, most).await?
        }
    };
    let Stretch { links, challenges, teams, prototypes, answers, others: _ } = &stretch;
    let layers = [ids.len(), links.len(), challenges.len(), teams.len(), prototypes.len(), answers.len()];
    if layers.iter().any(|layer| *layer > most) {
        return Ok(None);
    }
    let derivations = derivations::between(tx, &ids).await?;
    let statements = statements::of_line(tx, scope, ids.iter().copied(), reader).await?;
    let unprompted = arc::unprompted(tx, challenges).await?;
    Ok(Some(Line { ids, statements, derivations, stretch, unprompted }))
}

/// A stretch with what its challenges hold, and all the statements that this came out of.
async fn voiced(tx: &Tx, stretch: Stretch, most: usize) -> Result<(Stretch, BTreeSet<Uuid>), DbError> {
    let links = arc::held_by(tx, &stretch.challenges, Some(one_more_than(most))).await?;
    let held = links.iter().map(|link| link.statement.0);
    let ids = derivations::met(tx, held, Way::Back, Some(most)).await?;
    Ok((Stretch { links, ..stretch }, ids))
}
