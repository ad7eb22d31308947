//! What no source says, and a visitor needs: somebody registered, something voiced, a team under way. All of it says of
//! itself that it is invented. There is one participant of each profile, so that nothing seems to be said of how many of
//! which kind there were.

use palabre_domain::answer::{FormAnswer, FormAnswers};
use palabre_domain::policy::table::{
    AcceptProblemStatement, AddTeamMember, CreateChallenge, CreateProblemStatement, CreateRegistration,
    CreateTeam, FormTeam, OpenChallenge, StartTeam,
};
use palabre_domain::problem_statement::{Origin, Sensitivity, Voice};
use palabre_domain::registration::ConsentGiven;
use palabre_domain::values::{ChallengeId, RegistrationId, StatementId};
use uuid::Uuid;

use super::stage::{Cast, Person, id_of, made, read};
use crate::usecase::Failure;
use crate::usecase::challenges::NewChallenge;
use crate::usecase::registering::{About, NewRegistration};
use crate::usecase::statements::NewVoice;
use crate::usecase::teams::NewTeam;

/// The consent that the format asks everybody for.
const PURPOSE: &str = "participation";

/// A problem, and who voices it.
struct Sample {
    text: &'static str,
    voice: Voice,
    name: Option<&'static str>,
    origin: Origin,
    sensitivity: Sensitivity,
}

/// Becomes a challenge; anybody reads it.
const FIRST: Sample = Sample {
    text: "Exemple inventé : pour chaque demande d’aide, il faut rassembler une fois de plus les mêmes papiers.",
    voice: Voice::Named,
    name: Some("Participant 1 (exemple inventé)"),
    origin: Origin::Professional,
    sensitivity: Sensitivity::Open,
};

/// Waits for somebody to accept it or to set it aside.
const SECOND: Sample = Sample {
    text: "Exemple inventé : je ne sais jamais à qui demander de l’aide quand un formulaire n’existe qu’en ligne.",
    voice: Voice::Pseudonymous,
    name: None,
    origin: Origin::PersonConcerned,
    sensitivity: Sensitivity::Open,
};

/// Is read by organizers and facilitators, and not by the public.
const THIRD: Sample = Sample {
    text: "Exemple inventé : dans notre service, des dossiers restent ouverts sur un écran que tout le monde voit.",
    voice: Voice::Pseudonymous,
    name: None,
    origin: Origin::Professional,
    sensitivity: Sensitivity::Restricted,
};

/// Puts into an edition what lets each role see something.
pub(super) async fn fill(cast: &Cast, edition: Uuid) -> Result<(), Failure> {
    let Cast { participant, facilitator, desk, .. } = cast;
    let own = Some(participant.email);
    register(participant, edition, "Participant 1 (exemple inventé)", own, "social-worker").await?;
    let second = register(desk, edition, "Participant 2 (exemple inventé)", None, "developer").await?;
    let third = register(desk, edition, "Participant 3 (exemple inventé)", None, "designer").await?;
    register(desk, edition, "Participant 4 (exemple inventé)", None, "curious").await?;
    let statement = voice(participant, edition, &FIRST).await?;
    let nobody = Person::nobody(participant.app());
    voice(&nobody, edition, &SECOND).await?;
    let restricted = voice(&nobody, edition, &THIRD).await?;
    for accepted in [statement, restricted] {
        let ask = facilitator.ask::<AcceptProblemStatement>(accepted).await?;
        facilitator.app().accept_problem_statement(ask, |view| made(view.statement.id)).await?;
    }
    let challenge = challenge(facilitator, edition, statement).await?;
    team(cast, edition, challenge, &[second, third]).await
}

/// Registers a person; it is one's own registration by one's own address, and many people have none.
async fn register(
    by: &Person,
    edition: Uuid,
    name: &str,
    email: Option<&str>,
    profile: &str,
) -> Result<Uuid, Failure> {
    let about = About {
        name: read(name)?,
        email: email.map(read).transpose()?,
        phone: None,
        language: Some(read("fr")?),
        structure: None,
        territory: None,
        languages: Vec::new(),
        skills: Vec::new(),
        motivation: None,
        answers: FormAnswers::from([("both_days".to_owned(), FormAnswer::YesNo(true))]),
        access_needs: None,
        visible: Some(true),
    };
    let consents = vec![ConsentGiven { purpose: PURPOSE.to_owned(), version: 1 }];
    let new = NewRegistration { profile: read(profile)?, about, consents };
    let ask = by.ask::<CreateRegistration>(edition).await?;
    id_of(&by.app().create_registration(ask, new, |done| made(done.registration.id)).await?)
}

async fn voice(by: &Person, edition: Uuid, sample: &Sample) -> Result<Uuid, Failure> {
    let Sample { text, voice, name, origin, sensitivity } = sample;
    let new = NewVoice {
        themes: Vec::new(),
        text: read(text)?,
        language: read("fr")?,
        voice: *voice,
        origin: *origin,
        name: name.map(read).transpose()?,
        structure: None,
        sensitivity: *sensitivity,
        item: None,
    };
    let ask = by.ask::<CreateProblemStatement>(edition).await?;
    id_of(&by.app().create_problem_statement(ask, new, |voiced| made(voiced.view.statement.id)).await?)
}

/// A question out of what was voiced, open to teams.
async fn challenge(facilitator: &Person, edition: Uuid, statement: Uuid) -> Result<Uuid, Failure> {
    let new = NewChallenge {
        cluster: None,
        question: read("Exemple inventé : comment ne demander chaque papier qu’une seule fois ?")?,
        context: None,
        statements: vec![StatementId(statement)],
    };
    let ask = facilitator.ask::<CreateChallenge>(edition).await?;
    let made_one = facilitator.app().create_challenge(ask, new, |view| made(view.challenge.id)).await?;
    let challenge = id_of(&made_one)?;
    let ask = facilitator.ask::<OpenChallenge>(challenge).await?;
    facilitator.app().open_challenge(ask, |view| made(view.challenge.id)).await?;
    Ok(challenge)
}

/// A team of three, as mixed as the format asks for, whose steward is the participant. What it makes is left to the visitor.
async fn team(cast: &Cast, edition: Uuid, challenge: Uuid, others: &[Uuid]) -> Result<(), Failure> {
    let Cast { participant, facilitator, .. } = cast;
    let app = participant.app();
    let new = NewTeam {
        name: read("Équipe 1 (exemple inventé)")?,
        challenge: Some(ChallengeId(challenge)),
        place: None,
    };
    let ask = participant.ask::<CreateTeam>(edition).await?;
    let team = id_of(&app.create_team(ask, new, |view| made(view.team.id)).await?)?;
    for other in others {
        let ask = facilitator.ask::<AddTeamMember>(team).await?;
        app.add_team_member(ask, RegistrationId(*other), |()| made(Uuid::nil())).await?;
    }
    let ask = facilitator.ask::<FormTeam>(team).await?;
    app.form_team(ask, None, |view| made(view.team.id)).await?;
    let ask = participant.ask::<StartTeam>(team).await?;
    app.start_team(ask, |view| made(view.team.id)).await?;
    Ok(())
}
