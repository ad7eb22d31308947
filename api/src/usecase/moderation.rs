//! Moderation: what becomes of a statement before a challenge takes it up, one by one or many at once.

use std::collections::BTreeMap;

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::policy::table::{
    AcceptProblemStatement, ModerateProblemStatements, ParkProblemStatement, ReferProblemStatement,
    ReopenProblemStatement, ReturnProblemStatement, SetAsideProblemStatement,
};
use palabre_domain::problem_statement::{Moderation, StatementMove, StatementState, apply_to_all};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Lines, StatementId};
use palabre_persistence::{derivations, dispositions, statements};
use uuid::Uuid;

use super::named::known_once;
use super::outcome::{self, StatementView};
use super::sight::Sight;
use super::{Answer, App, Ask, Failure, Render, Work};

/// A statement as a decision on many left it.
#[derive(Debug, Clone)]
pub struct Moderated {
    /// Which.
    pub id: StatementId,
    /// Counts its changes.
    pub version: i64,
    /// Its state.
    pub state: StatementState,
    /// Why.
    pub reason: Option<String>,
}

/// What a decision on many made of each, in the order in which they were named.
#[derive(Debug, Clone)]
pub struct Decision(pub Vec<Moderated>);

impl App {
    /// Accepts a statement: from here on it can feed a challenge.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn accept_problem_statement(
        &self,
        ask: Ask<AcceptProblemStatement>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::Accept, None).await).await
    }

    /// Sends a statement back to its voice, with a reason.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn return_problem_statement(
        &self,
        ask: Ask<ReturnProblemStatement>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::Return, Some(&reason)).await)
            .await
    }

    /// Sets a statement aside, with a reason.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn set_aside_problem_statement(
        &self,
        ask: Ask<SetAsideProblemStatement>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::SetAside, Some(&reason)).await)
            .await
    }

    /// Passes a statement on to those who protect people: nobody reads it in public any more, and its voice is told whom
    /// to turn to.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn refer_problem_statement(
        &self,
        ask: Ask<ReferProblemStatement>,
        reason: Option<Lines<2000>>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::Refer, reason.as_ref()).await)
            .await
    }

    /// Keeps a statement for later, with a reason.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn park_problem_statement(
        &self,
        ask: Ask<ParkProblemStatement>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::Park, Some(&reason)).await).await
    }

    /// Decides on a statement anew: one that was parked is accepted again, the others are submitted.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn reopen_problem_statement(
        &self,
        ask: Ask<ReopenProblemStatement>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| moderate(work, Moderation::Reopen, None).await).await
    }

    /// Makes the same of many statements of an edition, of all or of none; gives them in the order in which they were named.
    ///
    /// # Errors
    /// 422 where a statement is unknown or named twice, and where a reason is due or not allowed; `wrong_state`.
    pub async fn moderate_problem_statements(
        &self,
        ask: Ask<ModerateProblemStatements>,
        ids: Vec<StatementId>,
        moderation: Moderation,
        reason: Option<Lines<2000>>,
        render: Render<Decision>,
    ) -> Result<Answer, Failure> {
        moderation.reason_fits(reason.is_some()).map_err(|flaw| Failure::field("/reason", flaw))?;
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            work.enter(edition, Writing::Arc).await?;
            let locked = dispositions::lock_all(work.tx, edition, ids.iter().copied()).await?;
            known_once("/ids", &ids, locked.iter().map(|statement| statement.id))?;
            let step = StatementMove::from(moderation);
            let before = locked.iter().map(|statement| (statement.id, statement.state));
            let after: BTreeMap<StatementId, StatementState> =
                apply_to_all(step, before)?.into_iter().collect();
            stays_aside(work, step, &ids).await?;
            let reason = reason.as_ref().map(Lines::as_str);
            for state in StatementState::ALL {
                let those = |(id, after): (&StatementId, &StatementState)| (after == state).then_some(*id);
                let those: Vec<StatementId> = after.iter().filter_map(those).collect();
                if !those.is_empty() {
                    dispositions::save_all(work.tx, &those, *state, reason).await?;
                }
            }
            let deeds: Vec<(Uuid, Deed)> = ids.iter().map(|id| (id.0, step.deed())).collect();
            work.record_each(&deeds).await?;
            let version_of: BTreeMap<StatementId, i64> =
                locked.iter().map(|statement| (statement.id, statement.version + 1)).collect();
            let moderated = |id: &StatementId| {
                let (version, state) = (*version_of.get(id)?, *after.get(id)?);
                Some(Moderated { id: *id, version, state, reason: reason.map(str::to_owned) })
            };
            Ok(Decision(ids.iter().filter_map(moderated).collect()))
        })
        .await
    }
}

/// Gives a statement another disposition.
async fn moderate<A: Action<Scope = StatementScope>>(
    work: &Work<'_, A>,
    moderation: Moderation,
    reason: Option<&Lines<2000>>,
) -> Result<StatementView, Failure> {
    let scope = work.scope();
    let step = StatementMove::from(moderation);
    work.enter(&scope.edition, Writing::Arc).await?;
    let mut statement = dispositions::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
    work.check_version(statement.version)?;
    statement.state = step.apply(statement.state)?;
    stays_aside(work, step, &[statement.id]).await?;
    statement.reason = reason.map(|reason| reason.as_str().to_owned());
    dispositions::save(work.tx, &mut statement).await?;
    work.record(step.deed(), statement.id).await?;
    seen(work, &scope.edition, scope).await
}

/// Refuses to decide anew on what was merged and taken apart: its sources speak for themselves again.
async fn stays_aside<A: Action>(
    work: &Work<'_, A>,
    step: StatementMove,
    statements: &[StatementId],
) -> Result<(), Failure> {
    if step != StatementMove::Reopen {
        return Ok(());
    }
    let sources = derivations::sources_of(work.tx, statements.iter().map(|statement| statement.0)).await?;
    match sources.values().flatten().any(|source| source.undone) {
        true => Err(Refusal::TakenApart.into()),
        false => Ok(()),
    }
}

/// The statement of a scope, as the caller sees it.
pub(super) async fn seen<A: Action>(
    work: &Work<'_, A>,
    edition: &EditionScope,
    scope: &StatementScope,
) -> Result<StatementView, Failure> {
    let sight = Sight::of(work.tx, work.grant, edition).await?;
    let found = statements::find(work.tx, scope, &sight.reader).await?.ok_or_else(Failure::not_found)?;
    outcome::view(work.tx, edition, &sight, found).await
}
