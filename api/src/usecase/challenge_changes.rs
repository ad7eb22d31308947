//! Changing a challenge: what it asks, and which statements it holds.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::challenge::{Exchange, may_be_changed, may_hold};
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{ChallengeScope, EditionScope};
use palabre_domain::policy::table::ChangeChallenge;
use palabre_domain::problem_statement::{adopt, release};
use palabre_domain::values::{ClusterId, Flaw, Lines, StatementId};
use palabre_persistence::dispositions::{self, Disposition};
use palabre_persistence::{challenges, clusters};

use super::challenges::{Challenge, ChallengeView, locked, seen, takes};
use super::named::known_once;
use super::statements::today;
use super::{Answer, App, Ask, Failure, Render, Work};

/// What to change of a challenge; `Some(None)` takes a field away.
pub struct ChallengeChanges {
    /// Another question.
    pub question: Option<Lines<1000>>,
    /// Another context.
    pub context: Option<Option<Lines<5000>>>,
    /// All the statements that it is to hold.
    pub statements: Option<Vec<StatementId>>,
    /// The cluster it is made of; what is in it is taken besides.
    pub cluster: Option<Option<ClusterId>>,
}

impl App {
    /// Changes a challenge that is not over. What an open one takes is adopted; what it lets go of, and no other one holds, is accepted
    /// again. What it holds already stays without being looked at.
    ///
    /// # Errors
    /// 412; 422 for statements and clusters that are not the edition's; `wrong_state`, `statement_not_accepted`, `content_removed`, `full`.
    pub async fn change_challenge(
        &self,
        ask: Ask<ChangeChallenge>,
        changes: ChallengeChanges,
        render: Render<ChallengeView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let ChallengeScope { edition, was_opened, .. } = work.scope();
            // As with withdrawing: in a draft edition none can open meanwhile.
            let writing = if *was_opened { Writing::Arc } else { Writing::DraftChallenge };
            let gate = work.enter(edition, writing).await?;
            let mut challenge = locked(work).await?;
            may_be_changed(challenge.state)?;
            let ChallengeChanges { question, context, statements, cluster } = &changes;
            if let Some(question) = question {
                challenge.question = question.as_str().to_owned();
            }
            if let Some(context) = context {
                challenge.context = context.clone().map(Into::into);
            }
            let in_cluster = match cluster {
                Some(Some(id)) => in_cluster(work, edition, *id).await?,
                Some(None) | None => Vec::new(),
            };
            if let Some(cluster) = cluster {
                challenge.cluster = *cluster;
            }
            let held: BTreeSet<StatementId> =
                challenges::held(work.tx, &challenge).await?.into_iter().collect();
            let named = statements.clone().unwrap_or_else(|| held.iter().copied().collect());
            // Everything that may come or go, in the order of the ids.
            let all = held.iter().chain(&named).chain(&in_cluster).copied();
            let all = dispositions::lock_all(work.tx, edition, all.collect::<BTreeSet<_>>()).await?;
            known_once("/statements", &named, all.iter().map(|statement| statement.id))?;
            let mut wanted: BTreeSet<StatementId> = named.into_iter().collect();
            wanted.extend(acceptable(&all, &in_cluster));
            let exchange = Exchange::between(&held, &wanted);
            if !exchange.taken.is_empty() {
                may_hold(wanted.len())?;
            }
            challenges::save(work.tx, &mut challenge).await?;
            challenges::make_findable(work.tx, &challenge).await?;
            work.record(Deed::ChallengeChanged, challenge.id).await?;
            let on = today(&gate, work.now);
            settle(work, &challenge, &exchange, all, &on).await?;
            seen(work, challenge).await
        })
        .await
    }
}

/// Lets a challenge let go and take, and gives each statement the state that follows.
async fn settle<A: Action<Scope = ChallengeScope>>(
    work: &Work<'_, A>,
    challenge: &Challenge,
    Exchange { let_go, taken }: &Exchange,
    all: Vec<Disposition>,
    on: &str,
) -> Result<(), Failure> {
    let opened = challenge.state.holds_statements();
    challenges::let_go(work.tx, challenge, let_go).await?;
    challenges::take(work.tx, challenge, taken, opened.then_some(on)).await?;
    let elsewhere = challenges::held_elsewhere(work.tx, challenge, let_go).await?;
    takes(all.iter().filter(|statement| taken.contains(&statement.id)))?;
    for mut statement in all {
        let (after, deed) = if taken.contains(&statement.id) {
            let adopted = adopt(statement.state)?;
            (if opened { adopted } else { statement.state }, Deed::StatementAdopted)
        } else if let_go.contains(&statement.id) {
            let still_held = elsewhere.contains(&statement.id);
            (release(statement.state, still_held), Deed::StatementReleased)
        } else {
            continue;
        };
        if after != statement.state {
            statement.state = after;
            dispositions::save(work.tx, &mut statement).await?;
            work.record(deed, statement.id).await?;
        }
    }
    Ok(())
}

/// What is in a cluster of the edition, which is kept from going and changing meanwhile.
pub(super) async fn in_cluster<A: Action>(
    work: &Work<'_, A>,
    edition: &EditionScope,
    cluster: ClusterId,
) -> Result<Vec<StatementId>, Failure> {
    let found = clusters::hold(work.tx, edition, cluster).await?;
    found.ok_or_else(|| Failure::field("/cluster_id", Flaw::Broken("unknown_cluster")))
}

/// Of what is in a cluster, what a challenge can take: the rest stays out, and is no reason to refuse.
pub(super) fn acceptable<'a>(
    all: &'a [Disposition],
    in_cluster: &'a [StatementId],
) -> impl Iterator<Item = StatementId> + 'a {
    let fits = |statement: &&Disposition| takes(std::iter::once(*statement)).is_ok();
    all.iter().filter(fits).map(|statement| statement.id).filter(|id| in_cluster.contains(id))
}
