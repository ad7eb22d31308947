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
            let (voice, on) = resubmit(work, scope, &text).await?;
            work.record_voice(StatementMove::Resubmit.deed(), scope.statement_id, voice, &on).await?;
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
        let ask = self.unrecorded_if_anonymous(ask, &hash).await?;
        self.write(ask, render, async move |work| {
            let scope = voiced(work, &hash).await?;
            let (voice, on) = resubmit(work, &scope, &text).await?;
            let place = scope.journal().ok_or_else(Failure::not_found)?;
            let deed = StatementMove::Resubmit.deed();
            work.record_voice_by_receipt(place, deed, scope.statement_id, voice, &on).await?;
            shown(work.tx, Followed::Statement(scope.statement_id), work.now).await
        })
        .await
    }

    /// What is asked by a receipt, without a key for repeating where it is that of an anonymous voice.
    pub(super) async fn unrecorded_if_anonymous<A: Action>(
        &self,
        ask: Ask<A>,
        hash: &[u8],
    ) -> Result<Ask<A>, Failure> {
        let anonymous = self.read(async |tx| Ok(receipts::is_anonymous(tx, hash).await?)).await?;
        Ok(if anonymous { ask.unrecorded() } else { ask })
    }
}

/// Keeps the new words and submits the statement again; gives the voice it speaks with, and the date.
async fn resubmit<A: Action>(
    work: &Work<'_, A>,
    scope: &StatementScope,
    text: &Lines<5000>,
) -> Result<(Voice, String), Failure>
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
    Ok((statement.voice, written_on))
}

/// The scope of the statement that a receipt is of.
pub(super) async fn voiced<A: Action>(work: &Work<'_, A>, hash: &[u8]) -> Result<StatementScope, Failure> {
    let Some(Followed::Statement(StatementId(id))) = receipts::find(work.tx, hash).await? else {
        return Err(Failure::not_found());
    };
    let found = scopes::statement(work.tx, id, Caller::nobody(work.now)).await?;
    Ok(found.ok_or_else(Failure::not_found)?.0)
}
