//! Resonance: "we live this too", said for a structure, counted and never named.

use palabre_domain::Denied;
use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::StatementScope;
use palabre_domain::policy::table::{AddResonance, RemoveResonance};
use palabre_domain::rejection::Refusal;
use palabre_domain::resonance::{Speaks, resonates, same_structure};
use palabre_domain::values::{AccountId, EditionId, Text};
use palabre_persistence::{dispositions, resonances};

use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Says that a structure lives a problem too; what was said already stays said once.
    ///
    /// # Errors
    /// 422 where staff name no structure, or a participant names one; `wrong_state`, `structure_missing`.
    pub async fn add_resonance(
        &self,
        ask: Ask<AddResonance>,
        structure: Option<Text<200>>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        let speaks =
            Speaks::of(ask.grant.roles(), structure).map_err(|flaw| Failure::field("/structure", flaw))?;
        self.write(ask, render, async move |work| {
            let StatementScope { edition, .. } = work.scope();
            work.enter(edition, Writing::Arc).await?;
            let (by, structure) = match &speaks {
                Speaks::For(named) => (None, named.as_str().to_owned()),
                Speaks::ForTheirOwn => {
                    let own = resonances::hold_own(work.tx, edition, account(work)?).await?;
                    // Who took part when the call came in, and does no more.
                    let (registration, structure) = own.ok_or(Denied::Forbidden)?;
                    (Some(registration), structure.ok_or(Refusal::StructureMissing)?)
                }
            };
            let found = dispositions::lock(work.tx, work.scope()).await?;
            let statement = found.ok_or_else(Failure::not_found)?;
            resonates(statement.state)?;
            let structure = work.app.structure_hash(edition.edition_id, &structure);
            if resonances::put(work.tx, edition, statement.id, by, structure).await? {
                told(work, &speaks, Deed::StatementResonated).await?;
            }
            Ok(())
        })
        .await
    }

    /// Takes back that a structure lives a problem too, in every state of the statement; what was not said stays so. Staff take back what
    /// staff said, and everybody else what they said themselves.
    ///
    /// # Errors
    /// 422 where staff name no structure, or a participant names one; `wrong_state`.
    pub async fn remove_resonance(
        &self,
        ask: Ask<RemoveResonance>,
        structure: Option<Text<200>>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        let speaks =
            Speaks::of(ask.grant.roles(), structure).map_err(|flaw| Failure::field("?structure", flaw))?;
        self.write(ask, render, async move |work| {
            let StatementScope { edition, statement_id: id, .. } = work.scope();
            work.enter(edition, Writing::Arc).await?;
            let gone = match &speaks {
                Speaks::For(named) => {
                    let structure = work.app.structure_hash(edition.edition_id, named.as_str());
                    resonances::take_back_of(work.tx, edition, *id, structure).await?
                }
                Speaks::ForTheirOwn => resonances::take_back(work.tx, edition, *id, account(work)?).await?,
            };
            if gone {
                told(work, &speaks, Deed::StatementResonanceWithdrawn).await?;
            }
            Ok(())
        })
        .await
    }

    /// The fingerprint by which a structure is counted once in an edition: the tables hold no name, and those who dump them can't look
    /// one up.
    fn structure_hash(&self, edition: EditionId, structure: &str) -> Vec<u8> {
        let same = same_structure(structure);
        self.keys.fingerprint("resonance", &[edition.0.as_bytes(), same.as_bytes()])
    }
}

fn account<A: Action>(work: &Work<'_, A>) -> Result<AccountId, Failure> {
    Ok(work.grant.account().ok_or(Denied::Unauthenticated)?)
}

/// Writes down that something was said or taken back. Of a participant the log has no name: what is counted without one is not told with
/// one.
async fn told<A: Action<Scope = StatementScope>, N>(
    work: &Work<'_, A>,
    speaks: &Speaks<N>,
    deed: Deed,
) -> Result<(), Failure> {
    let statement = work.scope().statement_id;
    match speaks {
        Speaks::For(_) => work.record(deed, statement).await,
        Speaks::ForTheirOwn => work.record_as(deed, statement, None, Some("participant")).await,
    }
}
