//! Prototypes: what teams make.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Recognition, Writing};
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, PrototypeScope};
use palabre_domain::policy::table::{
    ChangePrototype, CreatePrototype, GetPrototype, ListPrototypes, MovePrototypeStage,
};
use palabre_domain::prototype::{OutcomeKind, Trajectory};
use palabre_domain::ring;
use palabre_domain::search::Sought;
use palabre_domain::stage::{StageProblem, Stages};
use palabre_domain::team::takes_prototypes;
use palabre_domain::values::{
    ChallengeId, Flaw, FromText as _, Instant, Language, Lines, PrototypeId, Text, TimeZone,
};
use palabre_domain::window::WindowKind;
use palabre_persistence::prototypes::{PrototypeReader, Walk};
use palabre_persistence::{Tx, challenge_states, prototypes, teams};
use uuid::Uuid;

pub use palabre_persistence::prototypes::Prototype;

use super::{Answer, App, Ask, Failure, FieldFlaw, Page, Paged, Render, Work};

/// A prototype to make.
pub struct NewPrototype {
    /// Its name.
    pub name: Text<200>,
    /// What it is.
    pub summary: Lines<5000>,
    /// The language of name and summary.
    pub language: Language,
    /// What came out.
    pub outcome_kind: OutcomeKind,
    /// The challenges it answers; its team's where this is not said.
    pub challenges: Option<Vec<ChallengeId>>,
}

/// What to change of a prototype.
pub struct PrototypeChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another summary.
    pub summary: Option<Lines<5000>>,
    /// Another language.
    pub language: Option<Language>,
    /// Another outcome.
    pub outcome_kind: Option<OutcomeKind>,
    /// Other challenges.
    pub challenges: Option<Vec<ChallengeId>>,
}

/// Where a prototype stands in the list of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// By its id, in an edition with a selection.
    Id(Uuid),
    /// On the ring, on the walk that begins where this date says.
    Ring {
        /// The date in the edition's own time zone: the walk ends where it began, even after midnight.
        date: String,
        /// Its place.
        ring: i64,
        /// Its id.
        id: Uuid,
    },
}

impl App {
    /// Makes a prototype.
    ///
    /// # Errors
    /// 422 for challenges that are not of the edition; `wrong_state`, `window_closed`.
    pub async fn create_prototype(
        &self,
        ask: Ask<CreatePrototype>,
        new: NewPrototype,
        render: Render<Prototype>,
    ) -> Result<Answer, Failure> {
        let lot: u64 = rand::random();
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            let gate = work.enter_by(edition, Writing::Prototypes, WindowKind::Making).await?;
            if let Some(challenges) = &new.challenges {
                known(work.tx, edition, challenges).await?;
            }
            let team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            takes_prototypes(team.state)?;
            let prototype = Prototype {
                id: PrototypeId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: team.edition,
                team: team.id,
                team_name: team.name,
                name: new.name.as_str().to_owned(),
                summary: new.summary.as_str().to_owned(),
                language: new.language.as_str().to_owned(),
                outcome_kind: new.outcome_kind,
                stage: gate.stages.first().key.clone(),
                stage_name: Some(gate.stages.first().name.clone()),
                trajectory: Trajectory::Unknown,
                ring: on_the_ring(ring::place(lot)),
                challenges: sorted(new.challenges.clone(), team.challenge),
            };
            prototypes::insert(work.tx, &prototype).await?;
            work.record(Deed::PrototypeCreated, prototype.id).await?;
            Ok(prototype)
        })
        .await
    }

    /// The prototypes of an edition that the caller may read: by the ring where nothing is a competition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_prototypes(
        &self,
        ask: &Ask<ListPrototypes>,
        q: Option<Sought>,
        page: Page<Place>,
    ) -> Result<Paged<Prototype, Place>, Failure> {
        let (edition, roles) = (ask.grant.scope(), ask.grant.roles());
        let reader = PrototypeReader { of_all: roles.is_of_the_crew(), account: ask.grant.account() };
        let now = self.now();
        self.read(async |tx| match edition.recognition {
            Recognition::NonCompetitive => round_the_ring(tx, edition, reader, q.as_ref(), &page, now).await,
            Recognition::Selection => {
                let after = match &page.after {
                    Some(Place::Id(id)) => Some(*id),
                    Some(Place::Ring { .. }) | None => None,
                };
                let walk = Walk::ByIds { after };
                let found = prototypes::list(tx, edition, reader, q.as_ref(), walk, page.fetch()).await?;
                Ok(Paged::cut(found, &page, |prototype| Place::Id(prototype.id.0)))
            }
        })
        .await
    }

    /// A prototype.
    ///
    /// # Errors
    /// 404.
    pub async fn get_prototype(&self, ask: &Ask<GetPrototype>) -> Result<Prototype, Failure> {
        self.read(async |tx| prototypes::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Changes a prototype.
    ///
    /// # Errors
    /// 412; 422 for challenges that are not of the edition; `wrong_state`, `window_closed`.
    pub async fn change_prototype(
        &self,
        ask: Ask<ChangePrototype>,
        changes: PrototypeChanges,
        render: Render<Prototype>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let (_, mut prototype) = lock(work).await?;
            let PrototypeChanges { name, summary, language, outcome_kind, challenges } = &changes;
            if let Some(challenges) = challenges {
                known(work.tx, &work.scope().team.edition, challenges).await?;
                prototype.challenges = sorted(Some(challenges.clone()), None);
            }
            if let Some(name) = name {
                prototype.name = name.as_str().to_owned();
            }
            if let Some(summary) = summary {
                prototype.summary = summary.as_str().to_owned();
            }
            if let Some(language) = language {
                prototype.language = language.as_str().to_owned();
            }
            if let Some(outcome_kind) = outcome_kind {
                prototype.outcome_kind = *outcome_kind;
            }
            prototypes::save(work.tx, &mut prototype).await?;
            work.record(Deed::PrototypeChanged, prototype.id).await?;
            Ok(prototype)
        })
        .await
    }

    /// Moves a prototype to another stage: forward over any number of them, back with a note.
    ///
    /// # Errors
    /// 412; 422 for a stage that the edition does not have; `wrong_state`, `window_closed`, `same_stage`,
    /// `note_missing`.
    pub async fn move_prototype_stage(
        &self,
        ask: Ask<MovePrototypeStage>,
        to: Text<64>,
        note: Option<Lines<2000>>,
        render: Render<Prototype>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let (stages, mut prototype) = lock(work).await?;
            let note = note.as_ref().map(Lines::as_str);
            let from = std::mem::replace(&mut prototype.stage, to.as_str().to_owned());
            stages.check_move(&from, &prototype.stage, note).map_err(refused)?;
            prototype.stage_name = stages.find(&prototype.stage).map(|stage| stage.name.clone());
            prototypes::save(work.tx, &mut prototype).await?;
            prototypes::insert_transition(work.tx, &prototype, &from, note, work.now).await?;
            work.record(Deed::PrototypeMoved, prototype.id).await?;
            Ok(prototype)
        })
        .await
    }
}

/// Enters the edition and locks the prototype; gives the stages that hold for it, too.
async fn lock<A: Action<Scope = PrototypeScope>>(work: &Work<'_, A>) -> Result<(Stages, Prototype), Failure> {
    let gate = work.enter_by(&work.scope().team.edition, Writing::Prototypes, WindowKind::Making).await?;
    let prototype = prototypes::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    work.check_version(prototype.version)?;
    Ok((gate.stages, prototype))
}

fn refused(problem: StageProblem) -> Failure {
    match problem {
        StageProblem::Flaw(flaw) => Failure::field("/to", flaw),
        StageProblem::Rejected(rejection) => rejection.into(),
    }
}

/// Refuses challenges that come twice, are not of the edition, or were never opened: a prototype is read by anyone,
/// and so would they be.
async fn known(tx: &Tx, edition: &EditionScope, challenges: &[ChallengeId]) -> Result<(), Failure> {
    let opened = challenge_states::opened(tx, edition, challenges).await?;
    let wrong = challenges.iter().enumerate().filter_map(|(at, id)| {
        let code = match (opened.contains(id), challenges[..at].contains(id)) {
            (false, _) => "unknown_challenge",
            (true, true) => "challenge_twice",
            (true, false) => return None,
        };
        Some(FieldFlaw { pointer: format!("/challenges/{at}"), flaw: Flaw::Broken(code) })
    });
    let flaws: Vec<FieldFlaw> = wrong.collect();
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}

/// The challenges in the order in which they are read again; the team's own where none were said.
fn sorted(said: Option<Vec<ChallengeId>>, of_the_team: Option<ChallengeId>) -> Vec<ChallengeId> {
    let mut challenges = said.unwrap_or_else(|| of_the_team.into_iter().collect());
    challenges.sort_unstable();
    challenges
}

/// A place of the ring as databases keep it; every place fits.
fn on_the_ring(place: u64) -> i64 {
    i64::try_from(place).unwrap_or_default()
}

/// A page of the walk round the ring (invariant 8 of the domain).
async fn round_the_ring(
    tx: &Tx,
    edition: &EditionScope,
    reader: PrototypeReader,
    q: Option<&Sought>,
    page: &Page<Place>,
    now: Instant,
) -> Result<Paged<Prototype, Place>, Failure> {
    let zone = prototypes::time_zone(tx, edition).await?;
    let (date, after) = match &page.after {
        Some(Place::Ring { date, ring, id }) => (date.clone(), Some((*ring, *id))),
        Some(Place::Id(_)) | None => (date_there(zone.as_deref(), now), None),
    };
    let start = on_the_ring(ring::start(edition.edition_id, &date));
    let found = prototypes::list(tx, edition, reader, q, Walk::Round { start, after }, page.fetch()).await?;
    Ok(Paged::cut(found, page, |prototype| Place::Ring {
        date: date.clone(),
        ring: prototype.ring,
        id: prototype.id.0,
    }))
}

/// The date in the edition's time zone; a draft may have none yet.
fn date_there(zone: Option<&str>, now: Instant) -> String {
    let zone = zone.and_then(|zone| TimeZone::from_text(zone).ok());
    zone.map_or_else(|| now.date_naive().to_string(), |zone| zone.date_at(now))
}
