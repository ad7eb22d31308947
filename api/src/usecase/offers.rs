//! Offers: places that are held for one who waited, until they answer or the time is over.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::{AcceptOffer, OfferPlace};
use palabre_domain::registration::{
    RegistrationMove, RegistrationState, given, lapsed, offer_holds, offered_until,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{EditionId, Instant};
use palabre_domain::waiting::{full, next_to_place, passes};
use palabre_persistence::placements::{self, NewPlacement};
use palabre_persistence::registrations::{self, Registration};
use palabre_persistence::{Tx, offers, pools, profiles, waiting};
use uuid::Uuid;

use super::journal::Told;
use super::waiting::{enter_as_program, pass_on, record_as_program};
use super::{Answer, App, Ask, Failure, Located, Render, Work};

/// How many offers end in one write: the pools are locked for as long as that takes.
const AT_ONCE: u64 = 200;

impl App {
    /// Offers the places that are free to who waits for them, if they are the next; gives them at once where the edition
    /// offers none.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`, `not_next`.
    pub async fn offer_place(
        &self,
        ask: Ask<OfferPlace>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let gate = work.enter(&work.scope().edition, Writing::Arc).await?;
            let edition = work.scope().edition.edition_id;
            pools::lock_all(work.tx, edition).await?;
            let found = registrations::lock(work.tx, work.scope()).await?;
            let registration = found.ok_or_else(Failure::not_found)?;
            work.check_version(registration.version)?;
            RegistrationMove::Offer.apply(registration.state)?;
            let until = offered_until(gate.door.offer_hours, work.now);
            take_as_the_next(work, &registration).await?;
            waiting::give(work.tx, &[registration.id], until).await?;
            let told = Told::of(Deed::RegistrationPlaced, registration.id).left_in(given(until));
            work.record_told(&[told]).await?;
            registrations::lock(work.tx, work.scope()).await?.ok_or(Failure::Conflict)
        })
        .await
    }

    /// Takes the places that were offered.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`, `offer_expired`.
    pub async fn accept_offer(
        &self,
        ask: Ask<AcceptOffer>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let registration = accept(work, work.scope()).await?;
            work.record(Deed::RegistrationOfferAccepted, registration.id).await?;
            Ok(registration)
        })
        .await
    }

    /// Ends the offers whose time is over, and gives their places on; says how many ended. Meant to be called by a timer.
    ///
    /// # Errors
    /// The database's own; what was ended before stays so.
    pub async fn expire_offers(&self) -> Result<usize, Failure> {
        let due = self.read(async |tx| Ok(offers::editions_with_expired(tx, self.now()).await?)).await?;
        let mut ended = 0;
        for edition in due {
            loop {
                let some = self.expire_offers_of(edition).await?;
                ended += some;
                if some == 0 {
                    break;
                }
            }
        }
        Ok(ended)
    }

    async fn expire_offers_of(&self, edition: EditionId) -> Result<usize, Failure> {
        let app = self.clone();
        self.change(async move |tx: &Tx| {
            let now = app.now();
            let Some(place) = enter_as_program(tx, edition, now).await? else { return Ok(0) };
            pools::lock_all(tx, edition).await?;
            let expired = offers::lock_expired(tx, edition, now, AT_ONCE).await?;
            let mut told = Vec::with_capacity(expired.len());
            for mut registration in expired {
                told.push(lapse(tx, &mut registration, now).await?);
            }
            let ended = told.len();
            told.extend(pass_on(tx, edition, now).await?.iter().map(|placed| placed.told()));
            record_as_program(&app, tx, place, &told, now).await?;
            Ok::<usize, Failure>(ended)
        })
        .await
    }
}

/// Ends an offer: its places come free, and who did not answer goes to the end of the list, or off it.
async fn lapse(tx: &Tx, registration: &mut Registration, now: Instant) -> Result<Told, Failure> {
    // The place at the end of the order is the id under which that is written down.
    let key = Uuid::now_v7();
    registration.state = lapsed(registration.offers_missed);
    registration.offers_missed = registration.offers_missed.saturating_add(1);
    registration.offer_expires_at = None;
    if registration.state == RegistrationState::Waitlisted {
        registration.waiting_key = key;
        registration.waiting_since = Some(now);
    }
    registrations::save(tx, registration).await?;
    let held = profiles::pools_of(tx, registration.profile).await?;
    pools::give_back(tx, &held).await?;
    Ok(Told::of(Deed::RegistrationOfferLapsed, registration.id).left_in(registration.state).under(key))
}

/// Takes the places that somebody waits for, if nobody who could take any comes before them.
async fn take_as_the_next(work: &Work<'_, OfferPlace>, registration: &Registration) -> Result<(), Failure> {
    let edition = registration.edition;
    let standing = waiting::standing(work.tx, edition).await?;
    let key = registration.waiting_key;
    let is_first = standing.waiting.iter().any(|head| head.first == key);
    let next = next_to_place(&standing.pools, &standing.waiting);
    if !is_first || next != Some(registration.profile) {
        return Err(Refusal::NotNext.into());
    }
    let mine = profiles::pools_of(work.tx, registration.profile).await?;
    if !pools::take_each(work.tx, &mine).await? {
        return Err(Failure::Conflict);
    }
    if passes(&standing.waiting, key) {
        let (registration, full_pools) = (registration.id, full(&standing.pools));
        let placement = NewPlacement { at: work.now, edition, registration, waiting_key: key, full_pools };
        placements::keep(work.tx, vec![placement]).await?;
    }
    Ok(())
}

/// Accepts an offer, and saves that; the caller writes it down.
pub(super) async fn accept<A: Action>(
    work: &Work<'_, A>,
    scope: &RegistrationScope,
) -> Result<Registration, Failure>
where
    A::Scope: Located,
{
    work.enter(&scope.edition, Writing::Arc).await?;
    let found = registrations::lock(work.tx, scope).await?;
    let mut registration = found.ok_or_else(Failure::not_found)?;
    work.check_version(registration.version)?;
    let accepted = RegistrationMove::AcceptOffer.apply(registration.state)?;
    offer_holds(registration.offer_expires_at, work.now)?;
    registration.state = accepted;
    registration.offer_expires_at = None;
    registrations::save(work.tx, &mut registration).await?;
    Ok(registration)
}
