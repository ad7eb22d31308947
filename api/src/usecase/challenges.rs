//! Challenges: questions that a team can take up, framed out of what was voiced.

use std::collections::BTreeSet;

use palabre_domain::Rejection;
use palabre_domain::audit::Deed;
use palabre_domain::challenge::{ChallengeMove, ChallengeState, may_hold, withdraw};
use palabre_domain::edition::Writing;
use palabre_domain::policy::scopes::{ChallengeScope, EditionScope, Scope as _};
use palabre_domain::policy::table::{
    CreateChallenge, GetChallenge, ListChallenges, OpenChallenge, WithdrawChallenge,
};
use palabre_domain::policy::{Action, Roles};
use palabre_domain::problem_statement::{Reader, adopt, all_have_words, all_may_be_adopted, release};
use palabre_domain::values::{ChallengeId, ClusterId, Lines, StatementId};
use palabre_persistence::dispositions::{self, Disposition};
use palabre_persistence::{Tx, challenges};
use uuid::Uuid;

pub use palabre_persistence::challenges::{Challenge, ChallengeFilter};

use super::challenge_changes::{acceptable, in_cluster};
use super::clusters::reads_clusters;
use super::named::known_once;
use super::sight::reader;
use super::statements::today;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// A challenge to draft.
pub struct NewChallenge {
    /// The question.
    pub question: Lines<1000>,
    /// What one should know to take it up.
    pub context: Option<Lines<5000>>,
    /// The statements it answers to.
    pub statements: Vec<StatementId>,
    /// The cluster it is made of; what is in it is taken besides.
    pub cluster: Option<ClusterId>,
}

/// A challenge as a caller gets it.
pub struct ChallengeView {
    /// The challenge.
    pub challenge: Challenge,
    /// The statements it holds, as far as the caller may know of them.
    pub statements: Vec<StatementId>,
    /// The cluster it was made of, where the caller reads clusters.
    pub cluster: Option<ClusterId>,
}

impl App {
    /// Drafts a challenge.
    ///
    /// # Errors
    /// 422 for statements and clusters that are not the edition's; `wrong_state`, `statement_not_accepted`, `content_removed`, `full`.
    pub async fn create_challenge(
        &self,
        ask: Ask<CreateChallenge>,
        new: NewChallenge,
        render: Render<ChallengeView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            work.enter(scope, Writing::DraftChallenge).await?;
            let in_cluster = match new.cluster {
                Some(cluster) => in_cluster(work, scope, cluster).await?,
                None => Vec::new(),
            };
            let all: BTreeSet<StatementId> = new.statements.iter().chain(&in_cluster).copied().collect();
            let all = dispositions::lock_all(work.tx, scope, all).await?;
            known_once("/statements", &new.statements, all.iter().map(|statement| statement.id))?;
            let mut held: BTreeSet<StatementId> = new.statements.iter().copied().collect();
            takes(all.iter().filter(|statement| held.contains(&statement.id)))?;
            held.extend(acceptable(&all, &in_cluster));
            may_hold(held.len())?;
            let challenge = Challenge {
                id: ChallengeId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                opened_at: None,
                edition: scope.edition_id,
                question: new.question.as_str().to_owned(),
                context: new.context.clone().map(Into::into),
                state: ChallengeState::Draft,
                reason: None,
                cluster: new.cluster,
            };
            challenges::insert(work.tx, &challenge, &held.into_iter().collect::<Vec<_>>()).await?;
            work.record(Deed::ChallengeCreated, challenge.id).await?;
            view(work.tx, scope, (&reader(work.grant), work.grant.roles()), challenge).await
        })
        .await
    }

    /// The challenges of an edition: those that opened, and to its crew the others too.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_challenges(
        &self,
        ask: &Ask<ListChallenges>,
        filter: ChallengeFilter,
        page: Page,
    ) -> Result<Paged<ChallengeView>, Failure> {
        let edition = ask.grant.scope();
        let opened_only = !reads_drafts(edition, ask.grant.roles());
        self.read(async |tx| {
            let found = challenges::list(tx, edition, opened_only, &filter, page.after, page.fetch()).await?;
            let Paged { items, next } = Paged::cut(found, &page, |challenge| challenge.id.0);
            let sight = (&reader(&ask.grant), ask.grant.roles());
            Ok(Paged { items: views(tx, edition, sight, items).await?, next })
        })
        .await
    }

    /// A challenge.
    ///
    /// # Errors
    /// 404.
    pub async fn get_challenge(&self, ask: &Ask<GetChallenge>) -> Result<ChallengeView, Failure> {
        self.read(async |tx| {
            let scope = ask.grant.scope();
            let found = challenges::find(tx, scope).await?.ok_or_else(Failure::not_found)?;
            view(tx, &scope.edition, (&reader(&ask.grant), ask.grant.roles()), found).await
        })
        .await
    }

    /// Opens a challenge: anyone reads it, and what it holds is adopted.
    ///
    /// # Errors
    /// 412; `wrong_state`, `statement_not_accepted`, `content_removed`.
    pub async fn open_challenge(
        &self,
        ask: Ask<OpenChallenge>,
        render: Render<ChallengeView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let gate = work.enter(&work.scope().edition, Writing::Arc).await?;
            let mut challenge = locked(work).await?;
            challenge.state = ChallengeMove::Open.apply(challenge.state)?;
            challenge.opened_at = Some(work.now);
            challenges::save(work.tx, &mut challenge).await?;
            work.record(Deed::ChallengeOpened, challenge.id).await?;
            let held = challenges::held(work.tx, &challenge).await?;
            challenges::adopt_on(work.tx, &challenge, &today(&gate, work.now)).await?;
            let locked = dispositions::lock_all(work.tx, &work.scope().edition, held).await?;
            takes(locked.iter())?;
            for mut statement in locked {
                let adopted = adopt(statement.state)?;
                if adopted != statement.state {
                    statement.state = adopted;
                    dispositions::save(work.tx, &mut statement).await?;
                    work.record(Deed::StatementAdopted, statement.id).await?;
                }
            }
            seen(work, challenge).await
        })
        .await
    }

    /// Takes a challenge back, while no team is on it; statements that no other one holds are accepted again.
    ///
    /// # Errors
    /// 412; `wrong_state`, `in_use`.
    pub async fn withdraw_challenge(
        &self,
        ask: Ask<WithdrawChallenge>,
        reason: Lines<2000>,
        render: Render<ChallengeView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let ChallengeScope { edition, was_opened, .. } = work.scope();
            // A draft is taken back wherever it may be drafted; in a draft edition none can open meanwhile.
            let writing = if *was_opened { Writing::Arc } else { Writing::DraftChallenge };
            work.enter(edition, writing).await?;
            let mut challenge = locked(work).await?;
            let teams = challenges::teams_on(work.tx, &challenge).await?;
            challenge.state = withdraw(challenge.state, teams)?;
            challenge.reason = Some(reason.as_str().to_owned());
            challenges::save(work.tx, &mut challenge).await?;
            work.record(Deed::ChallengeWithdrawn, challenge.id).await?;
            let held = challenges::held(work.tx, &challenge).await?;
            let locked = dispositions::lock_all(work.tx, edition, held.iter().copied()).await?;
            let elsewhere = challenges::held_elsewhere(work.tx, &challenge, &held).await?;
            for mut statement in locked {
                let released = release(statement.state, elsewhere.contains(&statement.id));
                if released != statement.state {
                    statement.state = released;
                    dispositions::save(work.tx, &mut statement).await?;
                    work.record(Deed::StatementReleased, statement.id).await?;
                }
            }
            seen(work, challenge).await
        })
        .await
    }
}

/// Whether a challenge takes statements, all of them or none.
pub(super) fn takes<'a>(statements: impl Iterator<Item = &'a Disposition> + Clone) -> Result<(), Rejection> {
    all_may_be_adopted(statements.clone().map(|statement| (statement.id, statement.state)))?;
    all_have_words(statements.map(|statement| (statement.id, statement.is_wordless)))
}

/// The challenge of the scope, locked, in the version that the caller has seen.
pub(super) async fn locked<A: Action<Scope = ChallengeScope>>(
    work: &Work<'_, A>,
) -> Result<Challenge, Failure> {
    let challenge = challenges::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    work.check_version(challenge.version)?;
    Ok(challenge)
}

/// Whether a caller reads challenges that never opened: as the policy says of one at its address.
fn reads_drafts(edition: &EditionScope, roles: Roles) -> bool {
    let any_draft = ChallengeScope {
        edition: edition.clone(),
        challenge_id: ChallengeId(Uuid::nil()),
        state: ChallengeState::Draft,
        was_opened: false,
    };
    any_draft.shown_to(roles)
}

/// The challenge of the scope, as the caller sees it.
pub(super) async fn seen<A: Action<Scope = ChallengeScope>>(
    work: &Work<'_, A>,
    challenge: Challenge,
) -> Result<ChallengeView, Failure> {
    let sight = (&reader(work.grant), work.grant.roles());
    view(work.tx, &work.scope().edition, sight, challenge).await
}

/// Challenges with what they hold, as far as the caller may know of it.
pub(super) async fn views(
    tx: &Tx,
    edition: &EditionScope,
    (reader, roles): (&Reader, Roles),
    found: Vec<Challenge>,
) -> Result<Vec<ChallengeView>, Failure> {
    let mut held = challenges::statements_of(tx, &found, reader).await?;
    let of_the_crew = reads_clusters(edition, roles);
    let view = |challenge: Challenge| {
        let statements = held.remove(&challenge.id).unwrap_or_default();
        let cluster = challenge.cluster.filter(|_| of_the_crew);
        ChallengeView { challenge, statements, cluster }
    };
    Ok(found.into_iter().map(view).collect())
}

async fn view(
    tx: &Tx,
    edition: &EditionScope,
    sight: (&Reader, Roles),
    challenge: Challenge,
) -> Result<ChallengeView, Failure> {
    views(tx, edition, sight, vec![challenge]).await?.pop().ok_or_else(Failure::not_found)
}
