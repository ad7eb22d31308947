//! Receipts: following a registration or a statement by its code, without an account.

use palabre_domain::audit::Deed;
use palabre_domain::policy::table::{CancelByReceipt, GetReceipt};
use palabre_domain::registration::by_receipt;
use palabre_domain::values::{EditionId, RegistrationId};
use palabre_persistence::receipts::{self, Followed};
use palabre_persistence::{Caller, Texts, Tx, scopes};

pub use palabre_persistence::receipts::Became;

use super::positions::{Position, Standing, position};
use super::registrations::cancel;
use super::waiting::pass_on;
use super::{Answer, App, Ask, Failure, Located, Render};

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
    /// What it became.
    pub became: Vec<Became>,
    /// What the receipt opens now, as verbs of its address.
    pub can: Vec<&'static str>,
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
            shown(tx, followed).await
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
            let id = match receipts::find(work.tx, &hash).await? {
                Some(Followed::Registration(id)) => id,
                // A statement is never taken back: nothing it was heard in would be whole any more.
                Some(Followed::Statement(_)) | None => return Err(Failure::not_found()),
            };
            let found = scopes::registration(work.tx, id.0, Caller::nobody(work.now)).await?;
            let (scope, _) = found.ok_or_else(Failure::not_found)?;
            let registration = cancel(work, &scope).await?;
            let place = scope.journal().ok_or_else(Failure::not_found)?;
            let record = async |deed: Deed, object: RegistrationId| {
                work.record_in(place, deed, object, None, Some("receipt")).await
            };
            record(Deed::RegistrationCancelled, id).await?;
            for placed in pass_on(work.tx, registration.edition).await? {
                record(Deed::RegistrationPlaced, placed).await?;
            }
            shown(work.tx, Followed::Registration(id)).await
        })
        .await
    }
}

async fn shown(tx: &Tx, followed: Followed) -> Result<Receipt, Failure> {
    match followed {
        Followed::Registration(id) => {
            let (standing, waits) = receipts::registration(tx, id).await?.ok_or_else(Failure::not_found)?;
            let receipts::Standing { state, reason, edition } = standing;
            let receipts::Waits { profile, waiting_key, waiting_since } = waits;
            let stands = Standing { edition: edition.id, profile, state, waiting_key, waiting_since };
            let position = position(tx, &stands).await?;
            Ok(Receipt {
                kind: "registration",
                position: position.ahead.is_some().then_some(position),
                state: state.as_str(),
                reason,
                can: by_receipt(state, edition.state),
                edition: edition.id,
                title: edition.title,
                became: Vec::new(),
            })
        }
        Followed::Statement(id) => {
            let standing = receipts::statement(tx, id).await?.ok_or_else(Failure::not_found)?;
            let receipts::Standing { state, reason, edition } = standing;
            Ok(Receipt {
                kind: "problem_statement",
                position: None,
                state: state.as_str(),
                reason,
                can: Vec::new(),
                edition: edition.id,
                title: edition.title,
                became: receipts::became(tx, id, &edition.stages).await?,
            })
        }
    }
}
