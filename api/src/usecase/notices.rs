//! Notices: mails that tell people where their registration stands, written in the transaction that changes it.
//!
//! They hang on the journal: whoever writes down a deed that people are told of ([`Occasion::of`]) can't forget to tell them.

use std::collections::HashMap;

use palabre_domain::notice::Occasion;
use palabre_domain::values::{EditionId, Instant, RegistrationId};
use palabre_persistence::Tx;
use palabre_persistence::editions::Venue;
use palabre_persistence::mails;
use palabre_persistence::notices::{self, AboutEdition, Addressee};
use palabre_persistence::receipts;
use uuid::Uuid;

use super::calendar::calendar;
use super::journal::Told;
use super::keys::Secret;
use super::letters::{DoorFacts, door};
use super::localized::in_language;
use super::mail::{Addressed, Whose};
use super::{App, Failure, Tongue};

/// How many people are written to in one go.
const AT_ONCE: usize = 200;

impl App {
    /// Writes to those whom deeds in an edition concern, who have an address.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn notify(
        &self,
        tx: &Tx,
        edition: Option<EditionId>,
        told: &[Told],
        now: Instant,
    ) -> Result<(), Failure> {
        let due: Vec<(RegistrationId, Occasion)> = told.iter().filter_map(Told::notice).collect();
        let Some(edition) = edition else { return Ok(()) };
        self.write_about(tx, edition, &due, now).await
    }

    /// Writes to people about their registrations in an edition, in this order.
    pub(super) async fn write_about(
        &self,
        tx: &Tx,
        edition: EditionId,
        due: &[(RegistrationId, Occasion)],
        now: Instant,
    ) -> Result<(), Failure> {
        for some in due.chunks(AT_ONCE) {
            let among: Vec<RegistrationId> = some.iter().map(|(registration, _)| *registration).collect();
            let who = notices::addressees(tx, &among).await?;
            let who: HashMap<RegistrationId, Addressee> =
                who.into_iter().map(|who| (who.registration, who)).collect();
            let due: Vec<(&Addressee, Occasion)> =
                some.iter().filter_map(|(id, occasion)| Some((who.get(id)?, *occasion))).collect();
            self.send(tx, edition, &due, now).await?;
        }
        Ok(())
    }

    /// Tells everybody who counts on an edition that it was called off.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn tell_it_is_off(
        &self,
        tx: &Tx,
        edition: EditionId,
        now: Instant,
    ) -> Result<(), Failure> {
        let mut after = RegistrationId(Uuid::nil());
        loop {
            let who = notices::counting_on(tx, edition, after, AT_ONCE as u64).await?;
            let Some(last) = who.last() else { return Ok(()) };
            after = last.registration;
            let due: Vec<_> = who.iter().map(|who| (who, Occasion::EditionCancelled)).collect();
            self.send(tx, edition, &due, now).await?;
        }
    }

    async fn send(
        &self,
        tx: &Tx,
        edition: EditionId,
        due: &[(&Addressee, Occasion)],
        now: Instant,
    ) -> Result<(), Failure> {
        if due.is_empty() {
            return Ok(());
        }
        let edition = notices::about(tx, edition).await?.ok_or_else(Failure::not_found)?;
        let (mut receipts, mut mails) = (Vec::new(), Vec::with_capacity(due.len()));
        for (who, occasion) in due {
            // Each mail opens with a code of its own: the one before is kept nowhere, so that it can't be repeated.
            let code = occasion.opens_something().then(Secret::long);
            receipts.extend(code.as_ref().map(|code| (self.receipt_hash(code.as_str()), who.registration)));
            let code = code.as_ref().map(Secret::as_str);
            mails.push(self.mail(addressed(self, &edition, who, *occasion, code, now), now));
        }
        receipts::insert_of_registrations(tx, receipts, true).await?;
        Ok(mails::enqueue(tx, mails).await?)
    }
}

fn addressed(
    app: &App,
    edition: &AboutEdition,
    who: &Addressee,
    occasion: Occasion,
    code: Option<&str>,
    now: Instant,
) -> Addressed {
    let language = who.language.as_deref().unwrap_or(&edition.default_language);
    let known = Tongue::of_tag(language).or_else(|| Tongue::of_tag(&edition.default_language));
    let tongue = known.unwrap_or_default();
    let wanted = [language, tongue.tag(), &edition.default_language];
    let title = in_language(&edition.title, &wanted);
    let place = edition.venue.as_ref().and_then(place);
    let link = app.settings.receipt_url.as_deref().zip(code).map(|(page, code)| format!("{page}#{code}"));
    let zone = edition.time_zone.unwrap_or_default();
    let reason = match occasion {
        Occasion::Declined => who.reason.as_deref(),
        Occasion::EditionCancelled => edition.reason.as_deref(),
        _ => None,
    };
    let until = who.offer_expires_at.filter(|_| occasion == Occasion::Offered);
    let called_off = occasion == Occasion::EditionCancelled
        && Occasion::of_state(who.state).is_some_and(Occasion::keeps_days_free);
    let keeps = called_off || occasion.keeps_days_free();
    let calendar = keeps.then(|| calendar(edition, title, place.as_deref(), called_off, now)).flatten();
    let facts = DoorFacts {
        edition: title,
        organization: &edition.organization,
        starts_on: edition.starts_on,
        ends_on: edition.ends_on,
        place,
        profile: in_language(&who.profile, &wanted),
        reason,
        until: until.map(|until| (zone.local(until), zone.name())),
        code,
        link: link.as_deref(),
    };
    let letter = door(tongue, occasion, &facts);
    let whose = Whose::Registration(who.registration);
    Addressed { recipient: who.email.clone(), whose, tongue, letter, calendar }
}

/// Where an edition takes place, on one line.
fn place(venue: &Venue) -> Option<String> {
    let Venue { name, street, postal_code, city, country: _, url: _ } = venue;
    let town = [postal_code, city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let parts = [name.as_deref(), street.as_deref(), Some(town.as_str())];
    let place = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    (!place.is_empty()).then_some(place)
}
