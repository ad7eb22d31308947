//! The words of a statement: they are put better, and the first ones stay; what must not be read is removed, and a trace of it stays.

use palabre_domain::Denied;
use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{ListWordings, RemoveProblemStatementContent, RewordProblemStatement};
use palabre_domain::problem_statement::{has_words, may_be_reworded};
use palabre_domain::values::Lines;
use palabre_persistence::copies::Carried;
use palabre_persistence::statements::Statement;
use palabre_persistence::wordings::{self, NewWording};
use palabre_persistence::{Tx, copies, dispositions, removals, statements};

pub use palabre_persistence::wordings::Wording;

use super::journal::acting_role;
use super::moderation::seen;
use super::outcome::StatementView;
use super::sight::Sight;
use super::statements::{on_record, reads_on_record, reads_words, today};
use super::{Answer, App, Ask, Failure, Located as _, Render};

impl App {
    /// Puts a statement into other words, with a reason; those before stay beside them.
    ///
    /// # Errors
    /// 403 where the caller does not read the words; 412; `wrong_state`, `content_removed`.
    pub async fn reword_problem_statement(
        &self,
        ask: Ask<RewordProblemStatement>,
        text: Lines<5000>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            let gate = work.enter(&scope.edition, Writing::Arc).await?;
            let mut statement = dispositions::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            reads_words(work).await?;
            work.check_version(statement.version)?;
            may_be_reworded(statement.state)?;
            has_words(statement.is_wordless)?;
            let written_on = today(&gate, work.now);
            let new =
                NewWording { text: text.as_str(), reason: Some(reason.as_str()), written_on: &written_on };
            wordings::follow(work.tx, statement.id, new).await?;
            dispositions::save(work.tx, &mut statement).await?;
            work.record(Deed::StatementReworded, statement.id).await?;
            seen(work, &scope.edition, scope).await
        })
        .await
    }

    /// All the words of a statement, from the first on, for who may read them; on record where they are confidential.
    ///
    /// # Errors
    /// 403 where the caller may know of the statement and not read it.
    pub async fn list_wordings(&self, ask: Ask<ListWordings>) -> Result<Vec<Wording>, Failure> {
        if reads_on_record(&ask.grant) {
            return self
                .commit(ask, async move |work| {
                    let (found, _) = on_record(work).await?;
                    readable(work.tx, &found).await
                })
                .await;
        }
        let scope = ask.grant.scope();
        self.read(async |tx| {
            let sight = Sight::of(tx, &ask.grant, &scope.edition).await?;
            let found = statements::find(tx, scope, &sight.reader).await?.ok_or_else(Failure::not_found)?;
            readable(tx, &found).await
        })
        .await
    }

    /// Removes every word of a statement that must not be read, and the name and structure beside them, here and where it was carried
    /// to; the statement stays, with the reason, and so does what it led to.
    ///
    /// # Errors
    /// 412; `content_removed` where it was done before.
    pub async fn remove_problem_statement_content(
        &self,
        ask: Ask<RemoveProblemStatementContent>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        let answer = self
            .write(ask, render, async move |work| {
                let scope = work.scope();
                work.enter(&scope.edition, Writing::Erasure).await?;
                let copies = copies::lock(work.tx, scope.statement_id).await?;
                let found = dispositions::lock(work.tx, scope).await?;
                let mut statement = found.ok_or_else(Failure::not_found)?;
                work.check_version(statement.version)?;
                has_words(statement.is_wordless)?;
                statement.reason = Some(reason.as_str().to_owned());
                wordings::remove(work.tx, statement.id, reason.as_str()).await?;
                dispositions::save(work.tx, &mut statement).await?;
                removals::ask(work.tx, None, work.now).await?;
                work.record(Deed::StatementContentRemoved, statement.id).await?;
                let copies: Vec<Carried> = copies.into_iter().filter(|copy| !copy.is_wordless).collect();
                copies::remove(work.tx, &copies, reason.as_str()).await?;
                let (organization, _) = work.scope().journal().ok_or_else(Failure::not_found)?;
                let (actor, role) = (work.grant.account(), acting_role(work.grant.roles()));
                for Carried { id, edition, .. } in copies {
                    let place = (organization, Some(edition));
                    work.record_in(place, Deed::StatementContentRemoved, id, actor, role).await?;
                }
                seen(work, &scope.edition, scope).await
            })
            .await?;
        self.comparisons.forget();
        self.removal_waits.notify_one();
        Ok(answer)
    }
}

/// All the words of a statement, where the caller has a right to them.
async fn readable(tx: &Tx, statement: &Statement) -> Result<Vec<Wording>, Failure> {
    if !statement.reads_words {
        return Err(Denied::Forbidden.into());
    }
    Ok(wordings::all(tx, statement.id).await?)
}
