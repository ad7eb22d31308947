//! Registrations: reading them, changing them, taking them back.

use palabre_domain::answer::{self, FormChanges};
use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::notice::Occasion;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::RegistrationScope;
use palabre_domain::policy::table::{
    CancelRegistration, ChangeRegistration, GetRegistration, ListRegistrations,
};
use palabre_domain::registration::{ContactReader, RegistrationMove};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Email, Language, Lines, PersonId, Phone, Text};
use palabre_persistence::persons::{self, NewPerson};
use palabre_persistence::{
    Tx, pools, profiles, questions, receipts, registration_lists, registrations, removals, team_members,
};

pub use palabre_persistence::registration_lists::Filter;
pub use palabre_persistence::registrations::Registration;

use super::consents::may_be_shown;
use super::failure::taken;
use super::mail::Whose;
use super::questions::flawed;
use super::team_members::end_memberships;
use super::{Answer, App, Ask, Failure, Located, Page, Paged, Render, Work};

/// What to change of a registration; `Some(None)` takes a field away.
pub struct RegistrationChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another address.
    pub email: Option<Option<Email>>,
    /// Another telephone.
    pub phone: Option<Option<Phone>>,
    /// Another language.
    pub language: Option<Option<Language>>,
    /// Another structure.
    pub structure: Option<Option<Text<200>>>,
    /// Another territory.
    pub territory: Option<Option<Text<200>>>,
    /// Other languages.
    pub languages: Option<Vec<Language>>,
    /// Other skills.
    pub skills: Option<Vec<Text<200>>>,
    /// Another motivation.
    pub motivation: Option<Option<Lines<2000>>>,
    /// Other answers; `Some(None)` takes all of them away.
    pub answers: Option<Option<FormChanges>>,
    /// Whether the name is shown.
    pub visible: Option<bool>,
}

impl App {
    /// The registrations of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_registrations(
        &self,
        ask: &Ask<ListRegistrations>,
        filter: Filter,
        page: Page,
    ) -> Result<Paged<Registration>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let reader = ContactReader::from(ask.grant.roles(), ask.grant.account());
        let (after, limit) = (page.after, page.fetch());
        let found = self
            .read(async |tx| Ok(registration_lists::list(tx, edition, &filter, reader, after, limit).await?))
            .await?;
        Ok(Paged::cut(found, &page, |registration| registration.id.0))
    }

    /// A registration.
    ///
    /// # Errors
    /// 404.
    pub async fn get_registration(&self, ask: &Ask<GetRegistration>) -> Result<Registration, Failure> {
        let reader = ContactReader::from(ask.grant.roles(), ask.grant.account());
        self.read(async |tx| {
            registrations::find(tx, ask.grant.scope(), reader).await?.ok_or_else(Failure::not_found)
        })
        .await
    }

    /// Changes a registration; another address is another person, as it would be when registering.
    ///
    /// # Errors
    /// 412; 422 where an answer is flawed; `wrong_state`, `consent_missing`, `already_registered`, `erased`.
    pub async fn change_registration(
        &self,
        ask: Ask<ChangeRegistration>,
        changes: RegistrationChanges,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            work.enter(edition, Writing::Arc).await?;
            let found = registrations::lock(work.tx, work.scope()).await?;
            let mut registration = found.ok_or_else(Failure::not_found)?;
            work.check_version(registration.version)?;
            if registration.erased_at.is_some() {
                return Err(Refusal::Erased.into());
            }
            let shown = (registration.name.clone(), registration.visible);
            let email = registration.email_folded.clone();
            apply(&mut registration, &changes);
            if let Some(changes) = &changes.answers {
                answer_anew(work.tx, &mut registration, changes.as_ref()).await?;
            }
            if changes.visible == Some(true) {
                may_be_shown(work.tx, &registration).await?;
            }
            if registration.email_folded != email {
                // Whoever reads the old address has nothing to do with it any more: no mail, and no code that opens it.
                receipts::forget_mailed(work.tx, registration.id).await?;
                removals::ask(work.tx, Some(work.app.mark(&Whose::Registration(registration.id))), work.now)
                    .await?;
                registration.person = relink(work, &registration).await?;
            }
            registrations::save(work.tx, &mut registration)
                .await
                .map_err(taken(Refusal::AlreadyRegistered))?;
            if (registration.name.as_str(), registration.visible) != (shown.0.as_str(), shown.1) {
                team_members::renamed(work.tx, registration.id).await?;
            }
            work.record(Deed::RegistrationChanged, registration.id).await?;
            if registration.email_folded != email
                && let Some(stands) = Occasion::of_state(registration.state)
            {
                // The new address has received nothing yet.
                let due = [(registration.id, stands)];
                work.app.write_about(work.tx, registration.edition, &due, work.now).await?;
            }
            Ok(registration)
        })
        .await
    }

    /// Takes a registration back; its places go to those who wait.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn cancel_registration(
        &self,
        ask: Ask<CancelRegistration>,
        render: Render<Registration>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let registration = cancel(work, work.scope()).await?;
            work.record(Deed::RegistrationCancelled, registration.id).await?;
            work.pass_places_on(registration.edition).await?;
            Ok(registration)
        })
        .await
    }
}

/// Cancels a registration and gives its places back, but not on: the caller writes down what was done, and passes on.
///
/// All pools of the edition are locked first, because it may be others that those who wait take.
pub(super) async fn cancel<A: Action>(
    work: &Work<'_, A>,
    scope: &RegistrationScope,
) -> Result<Registration, Failure>
where
    A::Scope: Located,
{
    work.enter(&scope.edition, Writing::Arc).await?;
    pools::lock_all(work.tx, scope.edition.edition_id).await?;
    let found = registrations::lock(work.tx, scope).await?;
    let mut registration = found.ok_or_else(Failure::not_found)?;
    work.check_version(registration.version)?;
    take_back(work, &mut registration).await?;
    Ok(registration)
}

/// Takes back a registration that is locked, after all pools of its edition: its places are free, but not passed on.
pub(super) async fn take_back<A: Action>(
    work: &Work<'_, A>,
    registration: &mut Registration,
) -> Result<(), Failure>
where
    A::Scope: Located,
{
    let before = registration.state;
    registration.state = RegistrationMove::Cancel.apply(before)?;
    registration.offer_expires_at = None;
    registration.waiting_since = None;
    registrations::save(work.tx, registration).await?;
    if before.holds_places() {
        let held = profiles::pools_of(work.tx, registration.profile).await?;
        pools::give_back(work.tx, &held).await?;
    }
    end_memberships(work, registration.id).await
}

/// The person behind a registration whose address was changed: a slip of the keyboard must not keep somebody else out.
async fn relink(
    work: &Work<'_, ChangeRegistration>,
    registration: &Registration,
) -> Result<PersonId, Failure> {
    let edition = &work.scope().edition;
    let new = NewPerson {
        organization: edition.organization.organization_id,
        account: None,
        name: registration.name.clone(),
        email: registration.email.clone(),
        email_folded: registration.email_folded.clone(),
        phone: registration.phone.clone(),
        language: registration.language.clone(),
        at: work.now,
    };
    let person = persons::know(work.tx, new).await?;
    let (email, besides) = (registration.email_folded.as_deref(), Some(registration.id));
    if registration.state.is_live()
        && registrations::has_live(work.tx, registration.edition, Some(person), email, besides).await?
    {
        return Err(Refusal::AlreadyRegistered.into());
    }
    Ok(person)
}

/// Merges other answers into those that were given; `None` takes them all away.
async fn answer_anew(
    tx: &Tx,
    registration: &mut Registration,
    changes: Option<&FormChanges>,
) -> Result<(), Failure> {
    let asked = questions::asked(tx, registration.edition).await?;
    let kept = std::mem::take(&mut registration.answers);
    let all_away = || kept.keys().map(|key| (key.clone(), None)).collect();
    let changes = changes.cloned().unwrap_or_else(all_away);
    registration.answers =
        answer::changed(&asked, &registration.profile_slug, kept, changes).map_err(flawed)?;
    Ok(())
}

fn apply(registration: &mut Registration, changes: &RegistrationChanges) {
    let RegistrationChanges {
        name,
        email,
        phone,
        language,
        structure,
        territory,
        languages,
        skills,
        motivation,
        answers: _,
        visible,
    } = changes;
    if let Some(name) = name {
        registration.name = name.as_str().to_owned();
    }
    if let Some(email) = email {
        registration.email = email.as_ref().map(|email| email.as_str().to_owned());
        registration.email_folded = email.as_ref().map(Email::folded);
    }
    if let Some(phone) = phone {
        registration.phone = phone.clone().map(Into::into);
    }
    if let Some(language) = language {
        registration.language = language.clone().map(Into::into);
    }
    if let Some(structure) = structure {
        registration.structure = structure.clone().map(Into::into);
    }
    if let Some(territory) = territory {
        registration.territory = territory.clone().map(Into::into);
    }
    if let Some(languages) = languages {
        registration.languages = languages.iter().cloned().map(Into::into).collect();
    }
    if let Some(skills) = skills {
        registration.skills = skills.iter().cloned().map(Into::into).collect();
    }
    if let Some(motivation) = motivation {
        registration.motivation = motivation.clone().map(Into::into);
    }
    if let Some(visible) = visible {
        registration.visible = *visible;
    }
}
