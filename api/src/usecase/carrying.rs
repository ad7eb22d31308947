//! Carrying what an edition left open into a later one of its event: statements that were parked, challenges that nobody took up, and
//! what these hold.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::audit::Deed;
use palabre_domain::challenge::{self, ChallengeState};
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{CarryProblemStatements, NameStatementReaders};
use palabre_domain::policy::{Action as _, Roles};
use palabre_domain::problem_statement::{
    DerivationKind, MOST_CARRIED, Reader, Sensitivity, all_may_be_adopted, may_be_carried, may_come_before,
};
use palabre_domain::rejection::{Refusal, Rejection};
use palabre_domain::theme::{HandedOn, made_under};
use palabre_domain::values::{ChallengeId, EditionId, Flaw, StatementId, ThemeId};
use palabre_persistence::carrying::{self, CarriedBefore, ToCarry, Unanswered};
use palabre_persistence::derivations::{self, NewDerivation};
use palabre_persistence::gates::Gate;
use palabre_persistence::{challenges, roles_in, siblings, statements, themes};
use uuid::Uuid;

use super::challenges::{Challenge, ChallengeView};
use super::named;
use super::outcome::{self, StatementView};
use super::sight::Sight;
use super::statements::today;
use super::{Answer, App, Ask, Failure, Render, Work};

/// What to carry into an edition.
pub struct Cargo {
    /// Statements.
    pub statements: Vec<StatementId>,
    /// Challenges, with what they hold.
    pub challenges: Vec<ChallengeId>,
}

/// What was carried, as it begins anew.
pub struct Carried {
    /// The new statements: those that were named, then what the challenges brought along.
    pub statements: Vec<StatementView>,
    /// The new challenges, drafts.
    pub challenges: Vec<ChallengeView>,
}

impl App {
    /// Carries statements, and challenges with what they hold, into an edition, where they are under the themes of the same names. What is
    /// carried stays where it is, as it is.
    ///
    /// # Errors
    /// 422 for what is unknown, not the caller's to read where it was said, of no earlier edition of the event, or named twice, and for
    /// too many at once; `wrong_state`,
    /// `content_removed`, `already_carried`, `statement_not_accepted`.
    pub async fn carry_problem_statements(
        &self,
        ask: Ask<CarryProblemStatements>,
        cargo: Cargo,
        render: Render<Carried>,
    ) -> Result<Answer, Failure> {
        if cargo.statements.is_empty() && cargo.challenges.is_empty() {
            return Err(Failure::field("/statements", Flaw::Missing));
        }
        self.write(ask, render, async move |work| {
            let gate = enter(work, &cargo).await?;
            let load = Load::of(work, &cargo).await?;
            let on = today(&gate, work.now);
            let new = load.begin(&cargo.statements);
            carrying::carry(work.tx, work.scope(), &new, &on).await?;
            themes::put_each(work.tx, load.themed(&new)).await?;
            let step = |(earlier, id): &(&ToCarry, StatementId)| NewDerivation {
                source: earlier.stands.id,
                target: *id,
                kind: DerivationKind::CarriedFrom,
                on: on.clone(),
                by: work.grant.account(),
                reason: None,
            };
            derivations::keep(work.tx, new.iter().map(step).collect()).await?;
            let drafts = load.drafts(work, &new);
            for (draft, statements) in &drafts {
                challenges::insert(work.tx, draft, statements).await?;
            }
            let derived = new.iter().map(|(_, id)| (id.0, Deed::StatementDerived));
            let drafted = drafts.iter().map(|(draft, _)| (draft.id.0, Deed::ChallengeCreated));
            work.record_each(&derived.chain(drafted).collect::<Vec<_>>()).await?;
            let ids: Vec<StatementId> = new.iter().map(|(_, id)| *id).collect();
            seen(work, &ids, drafts.into_iter().map(|(draft, _)| draft).collect()).await
        })
        .await
    }
}

type Carrying<'a> = Work<'a, CarryProblemStatements>;

/// Enters the edition for writing, once it is held beside those that the cargo comes from, and refuses what comes from none of these.
async fn enter(work: &Carrying<'_>, cargo: &Cargo) -> Result<Gate, Failure> {
    let into = work.scope();
    let statements = carrying::editions_of_statements(work.tx, into, &cargo.statements).await?;
    let challenges = carrying::editions_of_challenges(work.tx, into, &cargo.challenges).await?;
    let from = statements.values().chain(challenges.values()).copied();
    let begins = siblings::hold(work.tx, into, from).await?;
    let gate = work.enter(into, Writing::Arc).await?;
    let begin = |edition: &EditionId| begins.get(edition).and_then(Option::as_ref);
    let not_earlier = |edition: &EditionId| {
        let is_earlier =
            *edition != into.edition_id && may_come_before(begin(edition), begin(&into.edition_id));
        (!is_earlier).then_some("not_earlier")
    };
    let of_statement = |id: &StatementId| statements.get(id).map_or(Some("unknown_statement"), not_earlier);
    let of_challenge = |id: &ChallengeId| challenges.get(id).map_or(Some("unknown_challenge"), not_earlier);
    let mut flaws = named::flaws("/statements", &cargo.statements, of_statement, "statement_twice");
    flaws.extend(named::flaws("/challenges", &cargo.challenges, of_challenge, "challenge_twice"));
    named::refuse(flaws)?;
    Ok(gate)
}

/// What may be carried, locked.
struct Load {
    /// In the order in which they were named.
    challenges: Vec<Unanswered>,
    held: BTreeMap<ChallengeId, Vec<StatementId>>,
    statements: BTreeMap<StatementId, ToCarry>,
    /// The themes here that are called like those of the statements.
    themes: BTreeMap<StatementId, Vec<HandedOn>>,
    /// What the challenges hold and is in the edition already, by what it was carried from; none where its words were removed since.
    copies: BTreeMap<StatementId, Option<StatementId>>,
}

impl Load {
    async fn of(work: &Carrying<'_>, cargo: &Cargo) -> Result<Self, Failure> {
        let challenges = unanswered(work, &cargo.challenges).await?;
        let held = carrying::held_by(work.tx, &challenges).await?;
        let all: BTreeSet<StatementId> =
            cargo.statements.iter().chain(held.values().flatten()).copied().collect();
        if all.len() > MOST_CARRIED {
            return Err(Failure::field("/challenges", Flaw::Broken("too_many_statements")));
        }
        let themes = themes::hold_alike(work.tx, work.scope(), &all).await?;
        let mut statements = carrying::lock_statements(work.tx, work.scope(), &all).await?;
        let hidden = hidden(work, &statements).await?;
        if let Some(at) = cargo.statements.iter().position(|id| hidden.contains(id)) {
            return Err(Failure::field(format!("/statements/{at}"), Flaw::Broken("unknown_statement")));
        }
        // What a challenge holds besides stays behind.
        statements.retain(|id, _| !hidden.contains(id));
        for (id, one) in &mut statements {
            let themes = themes.get(id).map(Vec::as_slice).unwrap_or_default();
            one.sensitivity = made_under(one.sensitivity, themes);
        }
        let stands = |id: &StatementId| statements.get(id).map(|one| one.stands);
        may_be_carried(&cargo.statements.iter().filter_map(stands).collect::<Vec<_>>())?;
        // A draft can hold a copy like any other statement of the edition, or not.
        let with_words = statements.values().filter_map(|one| one.copy).filter(|copy| !copy.is_wordless);
        all_may_be_adopted(with_words.map(|copy| (copy.id, copy.state)))?;
        let held_for = |copy: CarriedBefore| (!copy.is_wordless).then_some(copy.id);
        let copies = statements.iter().filter_map(|(id, one)| Some((*id, one.copy.map(held_for)?))).collect();
        Ok(Self { challenges, held, statements, themes, copies })
    }

    /// An id for each statement that begins anew, once: those that were named, then what the challenges bring along. What of this has no
    /// words any more stays behind.
    fn begin(&self, named: &[StatementId]) -> Vec<(&ToCarry, StatementId)> {
        let brought = self.challenges.iter().filter_map(|one| self.held.get(&one.id)).flatten();
        let mut begun = BTreeSet::new();
        named
            .iter()
            .chain(brought)
            .filter(|id| !self.copies.contains_key(id) && begun.insert(**id))
            .filter_map(|id| self.statements.get(id))
            .filter(|one| !one.stands.is_wordless)
            .map(|one| (one, StatementId(Uuid::now_v7())))
            .collect()
    }

    /// The themes that go on what begins anew.
    fn themed(&self, new: &[(&ToCarry, StatementId)]) -> impl IntoIterator<Item = (ThemeId, StatementId)> {
        new.iter().flat_map(|(earlier, id)| {
            let themes = self.themes.get(&earlier.stands.id).into_iter().flatten();
            themes.map(|theme| (theme.id, *id))
        })
    }

    /// The challenges, framed anew, each with what it holds from now on.
    fn drafts(
        &self,
        work: &Carrying<'_>,
        new: &[(&ToCarry, StatementId)],
    ) -> Vec<(Challenge, Vec<StatementId>)> {
        let mut here = self.copies.clone();
        here.extend(new.iter().map(|(earlier, id)| (earlier.stands.id, Some(*id))));
        let framed = |earlier: &Unanswered| {
            let Unanswered { id, question, context, state: _ } = earlier.clone();
            let draft = Challenge {
                id: ChallengeId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                opened_at: None,
                edition: work.scope().edition_id,
                question,
                context,
                // The cluster is one of the earlier edition.
                cluster: None,
                state: ChallengeState::Draft,
                reason: None,
            };
            let held = self.held.get(&id).into_iter().flatten();
            (draft, held.filter_map(|id| here.get(id).copied().flatten()).collect())
        };
        self.challenges.iter().map(framed).collect()
    }
}

/// The statements on whose words the caller has no say where they were said: whoever carried restricted ones would read them here,
/// and whoever carried confidential ones could name their readers here.
async fn hidden(
    work: &Carrying<'_>,
    statements: &BTreeMap<StatementId, ToCarry>,
) -> Result<BTreeSet<StatementId>, Failure> {
    let protected = |one: &&ToCarry| one.sensitivity != Sensitivity::Open;
    let from = statements.values().filter(protected).map(|one| one.edition);
    let mut roles = BTreeMap::new();
    for (id, edition) in siblings::beside(work.tx, work.scope(), from).await? {
        if let Some(account) = work.grant.account() {
            roles.insert(id, roles_in(work.tx, &edition, account, work.now).await?);
        }
    }
    let hidden = |one: &&ToCarry| {
        let roles = roles.get(&one.edition).copied().unwrap_or(Roles::none());
        match one.sensitivity {
            Sensitivity::Open => false,
            Sensitivity::Restricted => !Reader::from(roles, None).of_restricted,
            Sensitivity::Confidential => !roles.any(NameStatementReaders::ROLES),
        }
    };
    Ok(statements.values().filter(hidden).map(|one| one.stands.id).collect())
}

/// The challenges to carry, locked, in the order in which they were named: all of them unanswered, and not asked here already.
async fn unanswered(work: &Carrying<'_>, named: &[ChallengeId]) -> Result<Vec<Unanswered>, Failure> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let mut locked = carrying::lock_challenges(work.tx, named).await?;
    challenge::may_be_carried(locked.iter().map(|one| (one.id, one.state)))?;
    let asked = carrying::asked_already(work.tx, work.scope(), &locked).await?;
    Rejection::unless_none(Refusal::AlreadyCarried, asked.into_iter().map(|id| id.0))?;
    locked.sort_by_key(|one| named.iter().position(|id| *id == one.id));
    Ok(locked)
}

/// What was carried, as the caller sees it.
async fn seen(work: &Carrying<'_>, ids: &[StatementId], drafts: Vec<Challenge>) -> Result<Carried, Failure> {
    let into = work.scope();
    let sight = Sight::of(work.tx, work.grant, into).await?;
    let mut found = statements::of_line(work.tx, into, ids.iter().map(|id| id.0), &sight.reader).await?;
    let in_order = ids.iter().filter_map(|id| found.remove(&id.0)).collect();
    let statements = outcome::views(work.tx, into, &sight, in_order).await?;
    let challenges =
        super::challenges::views(work.tx, into, (&sight.reader, work.grant.roles()), drafts).await?;
    Ok(Carried { statements, challenges })
}
