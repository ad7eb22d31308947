//! Resubmission: a voice says again, in other words, what was returned to it; with an account, or by its receipt.

use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::StatementScope;
use palabre_domain::policy::table::{ResubmitByReceipt, ResubmitProblemStatement};
use palabre_domain::problem_statement::{StatementMove, Voice};
use palabre_domain::values::{Lines, StatementId};
use palabre_persistence::receipts::{self, Followed};
use palabre_persistence::wordings::{self, NewWording};
use palabre_persistence::{Caller, dispositions, scopes};

use super::journal::Told;
use super::moderation::seen;
use super::outcome::StatementView;
use super::receipts::{Receipt, shown};
use super::statements::today;
use super::{Answer, App, Ask, Failure, Located, Render, Work};

impl App {
    /// Says a statement again that was returned; the first words stay beside the new ones.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn resubmit_problem_statement(
        &self,
        ask: Ask<ResubmitProblemStatement>,
        text: Lines<5000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            let voice = resubmit(work, scope, &text).await?;
            let deed = StatementMove::Resubmit.deed();
            match voice {
                Voice::Named => work.record(deed, scope.statement_id).await?,
                // Who it was is told to nobody.
                Voice::Pseudonymous | Voice::Anonymous => {
                    work.record_as(deed, scope.statement_id, None, Some("voice")).await?;
                }
            }
            seen(work, &scope.edition, scope).await
        })
        .await
    }

    /// The same by receipt.
    ///
    /// # Errors
    /// 404 where no receipt of a statement has this code; 412; `wrong_state`.
    pub async fn resubmit_by_receipt(
        &self,
        ask: Ask<ResubmitByReceipt>,
        code: &str,
        text: Lines<5000>,
        render: Render<Receipt>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        self.write(ask, render, async move |work| {
            let scope = voiced(work, &hash).await?;
            resubmit(work, &scope, &text).await?;
            let place = scope.journal().ok_or_else(Failure::not_found)?;
            let told = [Told::of(StatementMove::Resubmit.deed(), scope.statement_id)];
            work.record_told_in(place, &told, None, Some("voice")).await?;
            shown(work.tx, Followed::Statement(scope.statement_id), work.now).await
        })
        .await
    }
}

/// Keeps the new words and submits the statement again; gives the voice it speaks with.
async fn resubmit<A: Action>(
    work: &Work<'_, A>,
    scope: &StatementScope,
    text: &Lines<5000>,
) -> Result<Voice, Failure>
where
    A::Scope: Located,
{
    let gate = work.enter(&scope.edition, Writing::Arc).await?;
    let mut statement = dispositions::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
    work.check_version(statement.version)?;
    statement.state = StatementMove::Resubmit.apply(statement.state)?;
    statement.reason = None;
    dispositions::save(work.tx, &mut statement).await?;
    let written_on = today(&gate, work.now);
    let wording = NewWording { text: text.as_str(), reason: None, written_on: &written_on };
    wordings::follow(work.tx, statement.id, wording).await?;
    Ok(statement.voice)
}

/// The scope of the statement that a receipt is of.
async fn voiced(work: &Work<'_, ResubmitByReceipt>, hash: &[u8]) -> Result<StatementScope, Failure> {
    let Some(Followed::Statement(StatementId(id))) = receipts::find(work.tx, hash).await? else {
        return Err(Failure::not_found());
    };
    let found = scopes::statement(work.tx, id, Caller::nobody(work.now)).await?;
    Ok(found.ok_or_else(Failure::not_found)?.0)
}
