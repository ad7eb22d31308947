//! Registering: to a place, or to the list.

use palabre_domain::answer::{self, FormAnswers};
use palabre_domain::audit::Deed;
use palabre_domain::door::RegistrationMode;
use palabre_domain::edition::Writing;
use palabre_domain::policy::scopes::{EditionScope, RegistrationScope};
use palabre_domain::policy::table::CreateRegistration;
use palabre_domain::registration::{ConsentGiven, RegistrationState, visibility};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{
    AccountId, Email, Flaw, Language, Lines, PersonId, Phone, RegistrationId, Slug, Text,
};
use palabre_domain::window::WindowKind;
use palabre_persistence::consents::{self, Channel};
use palabre_persistence::persons::{self, NewPerson};
use palabre_persistence::profiles::Profile;
use palabre_persistence::{Tx, access_needs, accounts, pools, profiles, questions, receipts, registrations};
use uuid::Uuid;

use super::consents::{Consented, consented};
use super::failure::taken;
use super::journal::Told;
use super::keys::Secret;
use super::placing::{Placing, places_for};
use super::questions::flawed;
use super::registrations::Registration;
use super::{Answer, App, Ask, Failure, Render, Work};

/// A registration to make.
pub struct NewRegistration {
    /// As what, by slug.
    pub profile: Slug,
    /// What one tells of oneself.
    pub about: About,
    /// The consents given.
    pub consents: Vec<ConsentGiven>,
}

/// What somebody tells of themselves when they register.
pub struct About {
    /// The name.
    pub name: Text<200>,
    /// The address.
    pub email: Option<Email>,
    /// The telephone.
    pub phone: Option<Phone>,
    /// The language to be spoken to in.
    pub language: Option<Language>,
    /// Where one comes from.
    pub structure: Option<Text<200>>,
    /// Where that is.
    pub territory: Option<Text<200>>,
    /// The languages one speaks.
    pub languages: Vec<Language>,
    /// What one can do.
    pub skills: Vec<Text<200>>,
    /// Why one comes.
    pub motivation: Option<Lines<2000>>,
    /// What one answers to what the edition asks.
    pub answers: FormAnswers,
    /// What one needs to take part.
    pub access_needs: Option<Lines<2000>>,
    /// Whether the name is shown to the edition's participants; where nothing is said, the consents say so.
    pub visible: Option<bool>,
}

/// A registration that was just made, and the code that follows it without an account: told once, here.
pub struct Registered {
    /// The registration.
    pub registration: Registration,
    /// The code.
    pub receipt: String,
}

impl App {
    /// Registers somebody: to a place, or to the list.
    ///
    /// # Errors
    /// 422 `unknown_profile`, `unknown_consent`, `consent_twice`, and what an answer is flawed by; `wrong_state`, `window_closed`, `consent_missing`,
    /// `already_registered`.
    pub async fn create_registration(
        &self,
        ask: Ask<CreateRegistration>,
        new: NewRegistration,
        render: Render<Registered>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            let gate = work.enter_by(edition, Writing::Arc, WindowKind::Registration).await?;
            let profile = profiles::hold_by_slug(work.tx, edition.edition_id, new.profile.as_str()).await?;
            let unknown = || Failure::field("/profile", Flaw::Broken("unknown_profile"));
            let profile = profile.ok_or_else(unknown)?;
            let asked = questions::asked(work.tx, edition.edition_id).await?;
            let answers = answer::taken(&asked, &profile.slug, new.about.answers.clone()).map_err(flawed)?;
            let Consented { wordings, asked } = consented(work.tx, edition, &new.consents).await?;
            let visible = visibility(new.about.visible, &new.consents, &asked)?;
            let hands = hands(work, new.about.email.as_ref()).await?;
            let known = first_time(work.tx, edition, new.about.email.as_ref()).await?;
            let placing = match gate.door.registration_mode {
                RegistrationMode::Automatic => {
                    places_for(work.tx, edition.edition_id, &profile.pool_ids(), None).await?
                }
                RegistrationMode::Review => Placing::of(RegistrationState::PendingReview),
            };
            let person = match known {
                Some(known) => known,
                None => person(work, edition, &new.about, hands.proven).await?,
            };
            let mut registration = written(work, edition, &profile, &new, &hands, person, placing.state);
            (registration.answers, registration.visible) = (answers, visible);
            registrations::insert(work.tx, &registration).await.map_err(taken(Refusal::AlreadyRegistered))?;
            let channel = if hands.of_staff { Channel::Desk } else { Channel::Web };
            let id = registration.id;
            consents::give(work.tx, edition.edition_id, id, &wordings, channel, work.now).await?;
            if let Some(needs) = &new.about.access_needs {
                access_needs::insert(work.tx, edition.edition_id, id, needs.as_str(), work.now).await?;
            }
            let receipt = Secret::long();
            let hash = work.app.receipt_hash(receipt.as_str());
            receipts::insert_of_registrations(work.tx, [(hash, id)], false).await?;
            // Under the id of the registration: the log has the order in which people came.
            work.record_told(&[Told::of(Deed::RegistrationMade, id).under(id.0).left_in(placing.state)])
                .await?;
            placing.tell_those_passed_over(work.tx, &registration, work.now).await?;
            if placing.others_first {
                pools::lock_all(work.tx, edition.edition_id).await?;
                work.pass_places_on(edition.edition_id).await?;
                let scope = RegistrationScope { edition: edition.clone(), registration_id: id };
                registration = registrations::lock(work.tx, &scope).await?.ok_or(Failure::Conflict)?;
            }
            Ok(Registered { registration, receipt: receipt.into_string() })
        })
        .await
    }

    /// The fingerprint by which the receipt with this code is kept; capitals are as good as small letters.
    pub(super) fn receipt_hash(&self, code: &str) -> Vec<u8> {
        self.keys.fingerprint("receipt", &[code.trim().to_ascii_lowercase().as_bytes()])
    }
}

/// In whose hands a registration lies.
struct Hands {
    /// The account that holds it.
    account: Option<AccountId>,
    /// The account that made it for somebody else.
    registered_by: Option<AccountId>,
    /// The account, where it has proven the address.
    proven: Option<AccountId>,
    /// Whether staff made it.
    of_staff: bool,
}

/// A registration is one's own by one's own address; otherwise one makes it for somebody else.
async fn hands(work: &Work<'_, CreateRegistration>, email: Option<&Email>) -> Result<Hands, Failure> {
    let caller = match work.grant.account() {
        Some(id) => accounts::find(work.tx, id).await?,
        None => None,
    };
    let own = |account: &accounts::Account| email.is_some_and(|email| email.folded() == account.email_folded);
    let mine = caller.as_ref().filter(|account| own(account));
    let for_somebody = caller.as_ref().filter(|account| !own(account));
    Ok(Hands {
        account: mine.map(|account| account.id),
        registered_by: for_somebody.map(|account| account.id),
        proven: mine.filter(|account| account.email_proven).map(|account| account.id),
        of_staff: work.grant.roles().works_on_the_edition(),
    })
}

/// The person of this address, where the organization knows one; refuses who has a live registration in the edition.
///
/// The unique keys refuse whoever comes at this very moment.
async fn first_time(
    tx: &Tx,
    edition: &EditionScope,
    email: Option<&Email>,
) -> Result<Option<PersonId>, Failure> {
    let Some(folded) = email.map(Email::folded) else { return Ok(None) };
    let organization = edition.organization.organization_id;
    let known = persons::find_by_email(tx, organization, &folded).await?;
    if registrations::has_live(tx, edition.edition_id, known, Some(&folded), None).await? {
        return Err(Refusal::AlreadyRegistered.into());
    }
    Ok(known)
}

/// The organization knows somebody from now on.
async fn person(
    work: &Work<'_, CreateRegistration>,
    edition: &EditionScope,
    about: &About,
    account: Option<AccountId>,
) -> Result<PersonId, Failure> {
    let new = NewPerson {
        organization: edition.organization.organization_id,
        account,
        name: about.name.as_str().to_owned(),
        email: about.email.as_ref().map(|email| email.as_str().to_owned()),
        email_folded: about.email.as_ref().map(Email::folded),
        phone: about.phone.clone().map(Into::into),
        language: about.language.clone().map(Into::into),
        at: work.now,
    };
    Ok(persons::know(work.tx, new).await?)
}

fn written(
    work: &Work<'_, CreateRegistration>,
    edition: &EditionScope,
    profile: &Profile,
    new: &NewRegistration,
    hands: &Hands,
    person: PersonId,
    state: RegistrationState,
) -> Registration {
    // Made here, inside the write: it is the order of those who wait.
    let id = Uuid::now_v7();
    let About { name, email, phone, language, structure, territory, languages, skills, motivation, .. } =
        &new.about;
    Registration {
        id: RegistrationId(id),
        version: 1,
        created_at: work.now,
        edition: edition.edition_id,
        person,
        account: hands.account,
        registered_by: hands.registered_by,
        profile: profile.id,
        profile_slug: profile.slug.clone(),
        name: name.as_str().to_owned(),
        email: email.as_ref().map(|email| email.as_str().to_owned()),
        email_folded: email.as_ref().map(Email::folded),
        phone: phone.clone().map(Into::into),
        language: language.clone().map(Into::into),
        structure: structure.clone().map(Into::into),
        territory: territory.clone().map(Into::into),
        languages: languages.iter().cloned().map(Into::into).collect(),
        skills: skills.iter().cloned().map(Into::into).collect(),
        motivation: motivation.clone().map(Into::into),
        answers: FormAnswers::new(),
        visible: false,
        state,
        reason: None,
        waiting_key: id,
        waiting_since: (state == RegistrationState::Waitlisted).then_some(work.now),
        offer_expires_at: None,
        offers_missed: 0,
        registered_at: work.now,
        erased_at: None,
        consents: new.consents.clone(),
    }
}
