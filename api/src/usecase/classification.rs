//! Classification: who may read the words of a statement, decided with a reason, or asked for by its own voice.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{
    ClassifyProblemStatement, MakeConfidentialByReceipt, NameStatementReaders,
};
use palabre_domain::problem_statement::{
    Classification, Protection, Sensitivity, can_be_named, has_words, withhold,
};
use palabre_domain::values::{AccountId, Lines, StatementId};
use palabre_persistence::copies;
use palabre_persistence::journal::{self, NewEntry};
use palabre_persistence::receipts::Followed;
use palabre_persistence::{dispositions, roles_in, statement_readers};

use super::journal::{Told, acting_role};
use super::moderation::seen;
use super::named;
use super::outcome::StatementView;
use super::receipts::{Receipt, shown};
use super::resubmission::voiced;
use super::statements::today;
use super::{Answer, App, Ask, Failure, Located, Render, Work};

/// What is decided on the words of a statement.
pub struct NewClassification {
    /// Who may read them.
    pub sensitivity: Sensitivity,
    /// What anyone may read in their place.
    pub public_text: Option<Lines<5000>>,
    /// Who reads them where they are confidential; those named before stay where nothing is said.
    pub readers: Option<Vec<AccountId>>,
    /// Why.
    pub reason: Lines<2000>,
}

impl App {
    /// Decides who may read the words of a statement. Who may read confidential ones is decided by organizers, by name. Where the words
    /// were carried into later editions, they are at least as protected there.
    ///
    /// # Errors
    /// 403 for a facilitator who decides on readers; 412; 422 for a reader without a part in the edition; `wrong_state`;
    /// `content_removed` where others would take the place of words that were removed.
    pub async fn classify_problem_statement(
        &self,
        ask: Ask<ClassifyProblemStatement>,
        new: NewClassification,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        let NewClassification { sensitivity, public_text, readers, reason } = new;
        let names_readers = readers.is_some();
        let classification =
            Classification { sensitivity, has_public_text: public_text.is_some(), names_readers };
        classification.fits().map_err(|(field, flaw)| Failure::field(format!("/{field}"), flaw))?;
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            let gate = work.enter(&scope.edition, Writing::Erasure).await?;
            let copies = copies::lock(work.tx, scope.statement_id).await?;
            let mut statement = dispositions::lock(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            let before = statement.traits.sensitivity;
            if classification.decides_on_readers(before) {
                work.grant.besides::<NameStatementReaders>()?;
            }
            if let Some(readers) = &readers {
                have_a_part(work, readers).await?;
            }
            work.check_version(statement.version)?;
            admits(gate.state, classification.writing(before))?;
            if public_text.is_some() {
                has_words(statement.is_wordless)?;
            }
            let public_text = public_text.as_ref().map(Lines::as_str);
            dispositions::classify(work.tx, statement.id, sensitivity, public_text).await?;
            match &readers {
                Some(readers) => statement_readers::replace(work.tx, statement.id, readers).await?,
                None if sensitivity == Sensitivity::Confidential => {}
                None => statement_readers::replace(work.tx, statement.id, &[]).await?,
            }
            dispositions::save(work.tx, &mut statement).await?;
            let from = statement.protection();
            let to = Protection { sensitivity, public_text };
            let reached = copies::protect(work.tx, copies, from, to).await?;
            let (organization, edition) = scope.journal().ok_or_else(Failure::not_found)?;
            let entry = |id: StatementId, edition, named: &[AccountId]| NewEntry {
                reason: Some(reason.as_str().to_owned()),
                named: named.to_vec(),
                ..Told::of(Deed::StatementClassified, id).entry(
                    (organization, edition),
                    work.grant.account(),
                    acting_role(work.grant.roles()),
                    work.now,
                )
            };
            let mut entries = vec![entry(statement.id, edition, readers.as_deref().unwrap_or_default())];
            entries.extend(reached.iter().map(|copy| entry(copy.id, Some(copy.edition), &[])));
            journal::record(work.tx, &entries).await?;
            seen(work, &scope.edition, scope).await
        })
        .await
    }

    /// Makes the words of a statement confidential, for its voice, by its receipt, until somebody has decided on it; in later editions
    /// too, where it was carried and is being decided on anew.
    ///
    /// # Errors
    /// 404 where no receipt of a statement has this code; 412; `wrong_state`.
    pub async fn make_confidential_by_receipt(
        &self,
        ask: Ask<MakeConfidentialByReceipt>,
        code: &str,
        render: Render<Receipt>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        let ask = self.unrecorded_if_anonymous(ask, &hash).await?;
        self.write(ask, render, async move |work| {
            let scope = voiced(work, &hash).await?;
            let gate = work.enter(&scope.edition, Writing::Erasure).await?;
            let copies = copies::lock(work.tx, scope.statement_id).await?;
            let mut statement = dispositions::lock(work.tx, &scope).await?.ok_or_else(Failure::not_found)?;
            work.check_version(statement.version)?;
            let sensitivity = withhold(statement.state)?;
            dispositions::classify(work.tx, statement.id, sensitivity, None).await?;
            dispositions::save(work.tx, &mut statement).await?;
            let from = statement.protection();
            let to = Protection { sensitivity, public_text: None };
            let reached = copies::protect(work.tx, copies, from, to).await?;
            let (organization, edition) = scope.journal().ok_or_else(Failure::not_found)?;
            let (deed, on) = (Deed::StatementWithheld, today(&gate, work.now));
            let reached = reached.iter().map(|copy| (copy.id, Some(copy.edition)));
            for (id, edition) in [(statement.id, edition)].into_iter().chain(reached) {
                work.record_voice_by_receipt((organization, edition), deed, id, statement.voice, &on).await?;
            }
            shown(work.tx, Followed::Statement(statement.id), work.now).await
        })
        .await
    }
}

/// Refuses readers who have no part in the edition: whom nobody there knows is told nothing in confidence.
async fn have_a_part(
    work: &Work<'_, ClassifyProblemStatement>,
    readers: &[AccountId],
) -> Result<(), Failure> {
    let mut strangers = BTreeSet::new();
    for reader in readers {
        if !can_be_named(roles_in(work.tx, &work.scope().edition, *reader, work.now).await?) {
            strangers.insert(*reader);
        }
    }
    let stranger = |reader: &AccountId| strangers.contains(reader).then_some("unknown_reader");
    named::refuse(named::flaws("/readers", readers, stranger, "reader_twice"))
}
