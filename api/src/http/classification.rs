//! Who may read the words of a problem statement: decided by who moderates, or asked for by its voice.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::{ClassifyProblemStatement, MakeConfidentialByReceipt};
use palabre_domain::problem_statement::MOST_READERS;
use palabre_domain::values::AccountId;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::shown;
use super::body::{Flaws, NoBody};
use super::receipts::{self, ReceiptAnswer};
use super::statements::{InSensitivity, StatementAnswer};
use super::wire::{Few, In, Lines2000, Lines5000};
use crate::usecase::classification::NewClassification;

type Readers = Few<In<AccountId>, MOST_READERS>;

/// Who may read the words of a statement from now on.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ClassificationBody {
    /// Who may read them: anyone, who moderates, or those who are named.
    pub sensitivity: InSensitivity,
    /// What anyone may read in their place, beside restricted words only; none where nothing is said.
    #[deserr(default)]
    pub public_text: Option<Lines5000>,
    /// The accounts that read confidential words, each with a part in the edition; only organizers name them. Those who were named
    /// before stay where nothing is said.
    #[deserr(default)]
    pub readers: Option<Readers>,
    /// Why; it is kept in the audit log.
    pub reason: Lines2000,
}

/// Decide who may read the words of a statement, and say why.
///
/// Facilitators open and restrict, and make confidential; that words are confidential no longer, and who reads them while they
/// are, is decided by organizers. Each reading by who was named is in the audit log. The same words in later editions that they were
/// carried into are protected with it, and lose a public wording that was taken along; they are not opened with it.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ClassificationBody,
    responses((status = 200, description = "The statement", body = StatementAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "content_removed"])))
)]
#[post("/v1/problem-statements/{statement_id}/classify")]
pub async fn classify_problem_statement(
    call: Allowed<ClassifyProblemStatement, ClassificationBody>,
) -> Handled {
    let ClassificationBody { sensitivity, public_text, readers, reason } = call.body;
    let new = NewClassification {
        sensitivity: sensitivity.0,
        public_text: public_text.map(|text| text.0),
        readers: readers.map(|readers| readers.0.into_iter().map(|reader| reader.0).collect()),
        reason: reason.0,
    };
    Ok(call.app.classify_problem_statement(call.ask, new, shown::<StatementAnswer>).await?.into())
}

/// Make the words of one's own statement confidential, by its receipt, until somebody has decided on it.
///
/// Nobody reads them then but whom an organizer names, in later editions neither, where they were carried before they were decided on anew.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "Where it stands", body = ReceiptAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[post("/v1/receipts/{code}/make-confidential")]
pub async fn make_confidential_by_receipt(call: Allowed<MakeConfidentialByReceipt, NoBody>) -> Handled {
    let code = call.part("code").to_owned();
    Ok(call.app.make_confidential_by_receipt(call.ask, &code, receipts::shown).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(classify_problem_statement).service(make_confidential_by_receipt);
}
