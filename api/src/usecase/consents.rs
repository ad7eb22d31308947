//! Consents: given with a registration, given again, and withdrawn, which acts at once.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::scopes::{EditionScope, RegistrationScope};
use palabre_domain::policy::table::{
    GiveConsent, GiveConsentByReceipt, WithdrawConsent, WithdrawConsentByReceipt,
};
use palabre_domain::policy::{Action, Role};
use palabre_domain::registration::{
    ConsentGiven, ConsentProblem, PurposeAsked, RegistrationMove, check_consents, lists_the_name, visibility,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::Flaw;
use palabre_persistence::consents::{self, Channel};
use palabre_persistence::{Tx, pools, purposes, registrations, team_members};
use uuid::Uuid;

use super::journal::Told;
use super::receipts::followed;
use super::registrations::{Registration, take_back};
use super::waiting::{Placed, pass_on};
use super::{Answer, App, Ask, Failure, FieldFlaw, Located, Render, Work};

/// What a registration consents to: the rows of the wordings, and what the edition asks.
pub(super) struct Consented {
    /// The rows of the wordings that were consented to.
    pub(super) wordings: Vec<Uuid>,
    /// What the edition asks for today.
    pub(super) asked: Vec<PurposeAsked>,
}

/// The rows of the wordings that were consented to, once they are all as asked.
pub(super) async fn consented(
    tx: &Tx,
    edition: &EditionScope,
    given: &[ConsentGiven],
) -> Result<Consented, Failure> {
    let (rows, asked): (Vec<_>, Vec<_>) = consents::asked(tx, edition.edition_id).await?.into_iter().unzip();
    check_consents(given, &asked).map_err(|problem| match problem {
        ConsentProblem::Flaws(flaws) => Failure::Invalid(
            flaws
                .into_iter()
                .map(|(at, flaw)| FieldFlaw { pointer: format!("/consents/{at}"), flaw })
                .collect(),
        ),
        ConsentProblem::Rejected(rejection) => rejection.into(),
    })?;
    let row_of = |consent: &ConsentGiven| {
        let known = asked.iter().position(|purpose| purpose.purpose == consent.purpose);
        known.and_then(|at| rows.get(at).copied())
    };
    Ok(Consented { wordings: given.iter().filter_map(row_of).collect(), asked })
}

impl App {
    /// Gives a consent, to the wording of today; nothing changes where it was given.
    ///
    /// # Errors
    /// 404 where the edition never asked for it; 422 for another wording; `wrong_state`, `erased`.
    pub async fn give_consent(
        &self,
        ask: Ask<GiveConsent>,
        given: ConsentGiven,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let told = give(work, work.scope(), &given, channel(work)).await?;
            work.record_told(&told).await
        })
        .await
    }

    /// Withdraws a consent; it acts at once. A registration that is not possible without it is taken back.
    ///
    /// # Errors
    /// 404 where the edition never asked for it.
    pub async fn withdraw_consent(
        &self,
        ask: Ask<WithdrawConsent>,
        purpose: String,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let told = withdraw(work, work.scope(), &purpose).await?;
            work.record_told(&told).await
        })
        .await
    }

    /// Gives a consent by receipt.
    ///
    /// # Errors
    /// As [`Self::give_consent`]; 404 where no receipt of a registration has this code.
    pub async fn give_consent_by_receipt(
        &self,
        ask: Ask<GiveConsentByReceipt>,
        code: &str,
        given: ConsentGiven,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        self.write(ask, render, async move |work| {
            let scope = followed(work, &hash).await?;
            let told = give(work, &scope, &given, Channel::Receipt).await?;
            record_each_by_receipt(work, &scope, told).await
        })
        .await
    }

    /// Withdraws a consent by receipt.
    ///
    /// # Errors
    /// As [`Self::withdraw_consent`]; 404 where no receipt of a registration has this code.
    pub async fn withdraw_consent_by_receipt(
        &self,
        ask: Ask<WithdrawConsentByReceipt>,
        code: &str,
        purpose: String,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        let hash = self.receipt_hash(code);
        self.write(ask, render, async move |work| {
            let scope = followed(work, &hash).await?;
            let told = withdraw(work, &scope, &purpose).await?;
            record_each_by_receipt(work, &scope, told).await
        })
        .await
    }
}

/// By what way the caller speaks: for themselves, or as those who keep the door.
fn channel<A: Action>(work: &Work<'_, A>) -> Channel {
    if work.grant.roles().has(Role::Holder) { Channel::Web } else { Channel::Desk }
}

async fn record_each_by_receipt<A: Action>(
    work: &Work<'_, A>,
    scope: &RegistrationScope,
    told: Vec<Told>,
) -> Result<(), Failure>
where
    A::Scope: Located,
{
    let place = scope.journal().ok_or_else(Failure::not_found)?;
    work.record_told_in(place, &told, None, Some("receipt")).await
}

/// Gives a consent; what is to be written down comes back.
async fn give<A: Action>(
    work: &Work<'_, A>,
    scope: &RegistrationScope,
    given: &ConsentGiven,
    channel: Channel,
) -> Result<Vec<Told>, Failure> {
    let edition = scope.edition.edition_id;
    work.enter(&scope.edition, Writing::Arc).await?;
    let mut registration = locked(work, scope).await?;
    if registration.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let wording = wording(work.tx, scope, given).await?;
    if registration.consents.contains(given) {
        return Ok(Vec::new());
    }
    // One lives at a time; what was given to earlier words stays written down.
    consents::withdraw(work.tx, registration.id, &given.purpose, work.now).await?;
    consents::give(work.tx, edition, registration.id, &[wording], channel, work.now).await?;
    show_name(work.tx, &mut registration, &given.purpose, true).await?;
    registrations::save(work.tx, &mut registration).await?;
    Ok(vec![Told::of(Deed::ConsentGiven, registration.id)])
}

/// The row of the wording that is consented to.
async fn wording(tx: &Tx, scope: &RegistrationScope, given: &ConsentGiven) -> Result<Uuid, Failure> {
    let known = purposes::all(tx, scope.edition.edition_id).await?;
    let mut of_it = known.iter().filter(|kept| kept.wording.purpose == given.purpose).peekable();
    of_it.peek().ok_or_else(Failure::not_found)?;
    let wanted = of_it.find(|kept| kept.is_asked && kept.wording.version == given.version);
    let unknown = || Failure::field("/version", Flaw::Broken("unknown_consent"));
    wanted.map(|kept| kept.id).ok_or_else(unknown)
}

/// Withdraws a consent, in whatever state the edition is; what is to be written down comes back.
///
/// Without a compulsory one nobody takes part: while it can be taken back, the registration is, and its places go on.
async fn withdraw<A: Action>(
    work: &Work<'_, A>,
    scope: &RegistrationScope,
    purpose: &str,
) -> Result<Vec<Told>, Failure>
where
    A::Scope: Located,
{
    let edition = scope.edition.edition_id;
    let gate = work.enter(&scope.edition, Writing::Erasure).await?;
    let known = purposes::all(work.tx, edition).await?;
    let mut of_it = known.iter().filter(|kept| kept.wording.purpose == purpose).peekable();
    of_it.peek().ok_or_else(Failure::not_found)?;
    let compulsory = of_it.any(|kept| kept.is_asked && kept.wording.required);
    let may_end = compulsory && admits(gate.state, Writing::Arc).is_ok();
    if may_end {
        pools::lock_all(work.tx, edition).await?;
    }
    let mut registration = locked(work, scope).await?;
    if !registration.consents.iter().any(|given| given.purpose == purpose) {
        return Ok(Vec::new());
    }
    consents::withdraw(work.tx, registration.id, purpose, work.now).await?;
    show_name(work.tx, &mut registration, purpose, false).await?;
    let mut told = vec![Told::of(Deed::ConsentWithdrawn, registration.id)];
    if may_end && RegistrationMove::Cancel.apply(registration.state).is_ok() {
        take_back(work, &mut registration).await?;
        told.push(Told::of(Deed::RegistrationCancelled, registration.id));
        told.extend(pass_on(work.tx, edition, work.now).await?.into_iter().map(Placed::told));
    } else {
        registrations::save(work.tx, &mut registration).await?;
    }
    Ok(told)
}

async fn locked<A: Action>(work: &Work<'_, A>, scope: &RegistrationScope) -> Result<Registration, Failure> {
    let found = registrations::lock(work.tx, scope).await?;
    let registration = found.ok_or_else(Failure::not_found)?;
    work.check_version(registration.version)?;
    Ok(registration)
}

/// Shows or hides the name where the purpose is the one that says so; teams show it, too.
async fn show_name(
    tx: &Tx,
    registration: &mut Registration,
    purpose: &str,
    visible: bool,
) -> Result<(), Failure> {
    if lists_the_name(purpose) && registration.visible != visible {
        registration.visible = visible;
        team_members::renamed(tx, registration.id).await?;
    }
    Ok(())
}

/// Whether a registration's name is to be shown, by what the edition asks today and what was consented to.
///
/// # Errors
/// `consent_missing`.
pub(super) async fn may_be_shown(tx: &Tx, registration: &Registration) -> Result<(), Failure> {
    let asked = consents::asked(tx, registration.edition).await?.into_iter().map(|(_, asked)| asked);
    let asked: Vec<PurposeAsked> = asked.collect();
    visibility(Some(true), &registration.consents, &asked)?;
    Ok(())
}

/// Hides everybody in an edition who did not consent to a purpose that it asks for to show names.
pub(super) async fn hide_without_consent(
    tx: &Tx,
    edition: &EditionScope,
    asked: impl Iterator<Item = &str>,
) -> Result<(), Failure> {
    for purpose in asked.filter(|purpose| lists_the_name(purpose)) {
        consents::hide_without(tx, edition, purpose).await?;
    }
    Ok(())
}
