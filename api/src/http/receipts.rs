//! Receipts: following a registration or a statement by its code.

use std::collections::BTreeMap;

use actix_web::{get, post};
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::{AcceptOfferByReceipt, CancelByReceipt, GetReceipt};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::json;
use super::edition_door::ContactAnswer;
use super::positions::PositionAnswer;
use super::statements::InStatementState;
use crate::usecase::Answer;
use crate::usecase::receipts::{Became, Beside, Receipt};

/// Where a followed thing stands; never its words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptAnswer {
    /// `registration` or `problem_statement`.
    pub kind: &'static str,
    /// Its state.
    pub state: &'static str,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Its edition.
    pub edition: ReceiptEdition,
    /// Where a registration stands in the list; null where it does not wait.
    pub position: Option<PositionAnswer>,
    /// Until when the places are held that a registration is offered.
    pub offer_expires_at: Option<DateTime<Utc>>,
    /// What a statement became; nothing for a registration.
    pub became: Vec<BecameAnswer>,
    /// The statements that lie beside it, as far as anyone reads them: others had the same to say.
    #[schema(max_items = 50)]
    pub grouped_with: Vec<GroupedAnswer>,
    /// Whom to turn to, where a statement was passed on to those who protect people.
    #[schema(max_items = 20)]
    pub contacts: Vec<ContactAnswer>,
    /// What the receipt opens now: `POST` to its address and the verb.
    pub can: Vec<&'static str>,
}

/// The edition of a followed thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptEdition {
    /// Its id.
    pub id: Uuid,
    /// Its title, by language.
    pub title: BTreeMap<String, String>,
}

/// Something that a statement became.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReceiptBecame)]
pub struct BecameAnswer {
    /// `problem_statement` where it was merged, split or carried, `challenge`, `team` or `prototype`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// Its words, question or name, where anyone may read them.
    pub label: Option<String>,
    /// Its state, or its stage.
    pub state: String,
}

/// A statement that lies beside the one that is followed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReceiptGrouped)]
pub struct GroupedAnswer {
    /// Its id.
    pub id: Uuid,
    /// Its words as they begin; null where they were removed.
    pub label: Option<String>,
    /// Its state.
    #[schema(value_type = InStatementState)]
    pub state: &'static str,
}

pub(super) fn shown(receipt: &Receipt) -> Answer {
    let Receipt { kind, state, reason, edition, title, position, offer_expires_at, .. } = receipt;
    let Receipt { became, grouped_with, contacts, can, .. } = receipt;
    let of = |became: &Became| {
        let Became { kind, id, label, state } = became.clone();
        BecameAnswer { kind, id, label, state }
    };
    let answer = ReceiptAnswer {
        kind,
        state,
        reason: reason.clone(),
        edition: ReceiptEdition { id: edition.0, title: title.clone() },
        position: position.as_ref().map(Into::into),
        offer_expires_at: *offer_expires_at,
        became: became.iter().map(of).collect(),
        grouped_with: grouped_with.iter().cloned().map(beside).collect(),
        contacts: contacts.iter().cloned().map(Into::into).collect(),
        can: can.clone(),
    };
    json(200, &answer)
}

fn beside(Beside { id, label, state }: Beside) -> GroupedAnswer {
    GroupedAnswer { id: id.0, label, state: state.as_str() }
}

/// Follow a registration or a statement by its receipt.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "Where it stands", body = ReceiptAnswer))
)]
#[get("/v1/receipts/{code}")]
pub async fn get_receipt(call: Allowed<GetReceipt>) -> Handled {
    let receipt = call.app.get_receipt(&call.ask, call.part("code")).await?;
    // Nobody keeps it on the way: the code in the address is as good as a key.
    Ok(shown(&receipt).into())
}

/// Take a registration back by its receipt; its places go to those who wait.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "Where it stands", body = ReceiptAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/receipts/{code}/cancel")]
pub async fn cancel_by_receipt(call: Allowed<CancelByReceipt>) -> Handled {
    let code = call.part("code").to_owned();
    Ok(call.app.cancel_by_receipt(call.ask, &code, shown).await?.into())
}

/// Take the places that were offered to the registration of a receipt.
#[utoipa::path(
    tag = "Registrations",
    responses((status = 200, description = "Where it stands", body = ReceiptAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "offer_expired"])))
)]
#[post("/v1/receipts/{code}/accept-offer")]
pub async fn accept_offer_by_receipt(call: Allowed<AcceptOfferByReceipt>) -> Handled {
    let code = call.part("code").to_owned();
    Ok(call.app.accept_offer_by_receipt(call.ask, &code, shown).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_receipt).service(cancel_by_receipt).service(accept_offer_by_receipt);
}
