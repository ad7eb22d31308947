//! Receipts: following a registration or a statement by its code, without an account.

use palabre_domain::audit::Deed;
use palabre_domain::door::Contact;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::{AcceptOfferByReceipt, CancelByReceipt, GetReceipt};
use palabre_domain::problem_statement::{self, StatementState};
use palabre_domain::registration::by_receipt;
use palabre_domain::values::{EditionId, Instant, StatementId};
use palabre_persistence::receipts::{self, Followed};
use palabre_persistence::statements::Statement;
use palabre_persistence::{Caller, Texts, Tx, clusters, derivations, scopes};

pub use palabre_persistence::receipts::Became;

use super::journal::Told;
use super::offers::accept;
use super::positions::{Position, Standing, position};
use super::provenance::opening;
use super::registrations::cancel;
use super::waiting::pass_on;
use super::{Answer, App, Ask, Failure, Located, Render, Work};

/// What a receipt shows: where the thing stands, never its words.
pub struct Receipt {
    /// `registration` or `problem_statement`.
    pub kind: &'static str,
    /// Its state.
    pub state: &'static str,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Its edition.
    pub edition: EditionId,
    /// The edition's title.
    pub title: Texts,
    /// Where a registration stands in the list, while it waits.
    pub position: Option<Position>,
    /// Until when the places are held that a registration is offered.
    pub offer_expires_at: Option<Instant>,
    /// What it became.
    pub became: Vec<Became>,
    /// The statements that lie beside it, as far as anyone reads them; never what they were put together under.
    pub grouped_with: Vec<Beside>,
    /// Whom to turn to, where a statement was passed on to those who protect people.
    pub contacts: Vec<Contact>,
    /// What the receipt opens now, as verbs of its address.
    pub can: Vec<&'static str>,
}

/// A statement that lies beside one that is followed.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Which.
    pub id: StatementId,
    /// Its words as they begin; none where they were removed.
    pub label: Option<String>,
    /// Its state.
    pub state: StatementState,
}

impl App {
    /// What a receipt shows.
    ///
    /// # Errors
    /// 404 where no receipt has this code.
    pub async fn get_receipt(&self, _ask: &Ask<GetReceipt>, code: &str) -> Result<Receipt, Failure> {
        let hash = self.receipt_hash(code);
        self.read(async |tx| {
            let followed = receipts::find(tx, &hash).await?.ok_or_else(Failure::not_found)?;
            shown(tx, followed, self.now()).await
        })
        .await
    }

    /// Takes back the registration of a receipt; its places go to those who wait.
    ///
    /// # Errors
    /// 404 where no receipt of a registration has this code; 412; `wrong_state`.
    pub async fn cancel_by_receipt(
        &self,
        ask: Ask<CancelByReceipt>,
        code: &str,
        render: Render<Receipt>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        self.write(ask, render, async move |work| {
            let scope = followed(work, &hash).await?;
            let registration = cancel(work, &scope).await?;
            let place = scope.journal().ok_or_else(Failure::not_found)?;
            let mut told = vec![Told::of(Deed::RegistrationCancelled, registration.id)];
            told.extend(pass_on(work.tx, registration.edition, work.now).await?.iter().map(|one| one.told()));
            work.record_told_in(place, &told, None, Some("receipt")).await?;
            shown(work.tx, Followed::Registration(registration.id), work.now).await
        })
        .await
    }

    /// Takes the places that were offered to the registration of a receipt.
    ///
    /// # Errors
    /// 404 where no receipt of a registration has this code; 412; `wrong_state`, `offer_expired`.
    pub async fn accept_offer_by_receipt(
        &self,
        ask: Ask<AcceptOfferByReceipt>,
        code: &str,
        render: Render<Receipt>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        self.write(ask, render, async move |work| {
            let scope = followed(work, &hash).await?;
            let registration = accept(work, &scope).await?;
            let place = scope.journal().ok_or_else(Failure::not_found)?;
            let told = [Told::of(Deed::RegistrationOfferAccepted, registration.id)];
            work.record_told_in(place, &told, None, Some("receipt")).await?;
            shown(work.tx, Followed::Registration(registration.id), work.now).await
        })
        .await
    }
}

/// The scope of the registration that a receipt is of.
///
/// A statement is never taken back, and is offered nothing: its receipts open none of this.
pub(super) async fn followed<A: Action>(
    work: &Work<'_, A>,
    hash: &[u8],
) -> Result<RegistrationScope, Failure> {
    let Some(Followed::Registration(id)) = receipts::find(work.tx, hash).await? else {
        return Err(Failure::not_found());
    };
    let found = scopes::registration(work.tx, id.0, Caller::nobody(work.now)).await?;
    let (scope, _) = found.ok_or_else(Failure::not_found)?;
    Ok(scope)
}

fn beside(statement: Statement) -> Beside {
    let label = statement.label().as_deref().map(opening);
    Beside { id: statement.id, label, state: statement.state }
}

/// The words of a statement in short.
fn in_short(became: Became) -> Became {
    Became { label: became.label.as_deref().map(opening), ..became }
}

pub(super) async fn shown(tx: &Tx, followed: Followed, now: Instant) -> Result<Receipt, Failure> {
    match followed {
        Followed::Registration(id) => {
            let (standing, waits) = receipts::registration(tx, id).await?.ok_or_else(Failure::not_found)?;
            let receipts::Standing { state, reason, edition } = standing;
            let receipts::Waits { profile, waiting_key, waiting_since, offer_expires_at } = waits;
            let stands = Standing { edition: edition.id, profile, state, waiting_key, waiting_since };
            let position = position(tx, &stands).await?;
            Ok(Receipt {
                kind: "registration",
                position: position.ahead.is_some().then_some(position),
                state: state.as_str(),
                reason,
                can: by_receipt(state, offer_expires_at, edition.state, now),
                offer_expires_at,
                edition: edition.id,
                title: edition.title,
                became: Vec::new(),
                grouped_with: Vec::new(),
                contacts: Vec::new(),
            })
        }
        Followed::Statement(id) => {
            let (standing, sensitivity) =
                receipts::statement(tx, id).await?.ok_or_else(Failure::not_found)?;
            let receipts::Standing { state, reason, edition } = standing;
            let line = derivations::onward(tx, &[id.0]).await?.remove(&id.0).unwrap_or_default();
            Ok(Receipt {
                kind: "problem_statement",
                position: None,
                offer_expires_at: None,
                state: state.as_str(),
                reason,
                can: problem_statement::by_receipt(state, sensitivity, edition.state),
                contacts: if state == StatementState::Referred { edition.contacts } else { Vec::new() },
                edition: edition.id,
                title: edition.title,
                became: receipts::became(tx, id, &line).await?.into_iter().map(in_short).collect(),
                grouped_with: clusters::grouped_with(tx, &line).await?.into_iter().map(beside).collect(),
            })
        }
    }
}
