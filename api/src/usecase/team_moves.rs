//! What becomes of teams: formed, started, presented, dissolved.

use palabre_domain::audit::Deed;
use palabre_domain::challenge::{give_back, take_up};
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::TeamScope;
use palabre_domain::policy::table::{DissolveTeam, FormTeam, PresentTeam, StartTeam};
use palabre_domain::team::{FormedBy, TeamMove, TeamState, form};
use palabre_domain::values::Lines;
use palabre_persistence::challenge_states::{self, Standing};
use palabre_persistence::teams::{self, Team};
use palabre_persistence::{policies, team_members};

use super::teams::{TeamView, view};
use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Forms a team: its policy is met, or somebody answers with a reason. The first team on a challenge takes it up.
    ///
    /// # Errors
    /// 412; `wrong_state`, `policy_unmet`, `challenge_not_open`.
    pub async fn form_team(
        &self,
        ask: Ask<FormTeam>,
        waiver: Option<Lines<2000>>,
        render: Render<TeamView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            work.enter(&work.scope().edition, Writing::Arc).await?;
            let (challenge, mut team) = lock_with_challenge(work).await?;
            work.check_version(team.version)?;
            team.state = TeamMove::Form.apply(team.state)?;
            let members = team_members::now(work.tx, team.id).await?;
            let composition = policies::find(work.tx, &work.scope().edition).await?.check(&members);
            let waiver = waiver.as_ref().map(Lines::as_str);
            if form(&composition, waiver, composition.size)? == FormedBy::Waiver {
                team.formed_by_waiver = true;
                team.waiver_reason = waiver.map(str::to_owned);
            }
            if let Some(challenge) = challenge {
                let next = take_up(challenge.state)?;
                save_challenge(work, challenge, next, Deed::ChallengeTakenUp).await?;
            }
            moved(work, team, Deed::TeamFormed).await
        })
        .await
    }

    /// Starts a team.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn start_team(&self, ask: Ask<StartTeam>, render: Render<TeamView>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            work.enter(&work.scope().edition, Writing::Arc).await?;
            let mut team = lock(work).await?;
            team.state = TeamMove::Start.apply(team.state)?;
            moved(work, team, Deed::TeamStarted).await
        })
        .await
    }

    /// Notes that a team has shown what it made.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn present_team(
        &self,
        ask: Ask<PresentTeam>,
        render: Render<TeamView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            work.enter(&work.scope().edition, Writing::TeamOutcome).await?;
            let mut team = lock(work).await?;
            team.state = TeamMove::Present.apply(team.state)?;
            moved(work, team, Deed::TeamPresented).await
        })
        .await
    }

    /// Dissolves a team: its members are free, and its challenge is open again where no other formed team is on it.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn dissolve_team(
        &self,
        ask: Ask<DissolveTeam>,
        reason: Lines<2000>,
        render: Render<TeamView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            work.enter(&work.scope().edition, Writing::TeamOutcome).await?;
            let (challenge, mut team) = lock_with_challenge(work).await?;
            work.check_version(team.version)?;
            let was_formed = team.state != TeamState::Forming;
            team.state = TeamMove::Dissolve.apply(team.state)?;
            team.state_reason = Some(reason.as_str().to_owned());
            team.steward = None;
            team_members::end(work.tx, team.id, None, work.now).await?;
            if let Some(challenge) = challenge
                && was_formed
                && !teams::others_formed_on(work.tx, challenge.id, team.id).await?
            {
                let next = give_back(challenge.state);
                save_challenge(work, challenge, next, Deed::ChallengeGivenBack).await?;
            }
            moved(work, team, Deed::TeamDissolved).await
        })
        .await
    }
}

async fn lock<A: Action<Scope = TeamScope>>(work: &Work<'_, A>) -> Result<Team, Failure> {
    let team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    work.check_version(team.version)?;
    Ok(team)
}

/// Locks a team after the challenge it is on; where it chose another one meanwhile, the block runs again.
async fn lock_with_challenge<A: Action<Scope = TeamScope>>(
    work: &Work<'_, A>,
) -> Result<(Option<Standing>, Team), Failure> {
    let seen = teams::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    let challenge = match seen.challenge {
        Some(id) => challenge_states::lock(work.tx, &work.scope().edition, id).await?,
        None => None,
    };
    let team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    if team.challenge == challenge.as_ref().map(|challenge| challenge.id) {
        Ok((challenge, team))
    } else {
        Err(Failure::Conflict)
    }
}

/// Saves what a team made of its challenge, where that is another state.
async fn save_challenge<A: Action<Scope = TeamScope>>(
    work: &Work<'_, A>,
    mut challenge: Standing,
    next: palabre_domain::challenge::ChallengeState,
    deed: Deed,
) -> Result<(), Failure> {
    if challenge.state == next {
        return Ok(());
    }
    challenge.state = next;
    challenge_states::save(work.tx, &mut challenge).await?;
    work.record(deed, challenge.id).await
}

/// Saves a team in its new state, and shows it.
async fn moved<A: Action<Scope = TeamScope>>(
    work: &Work<'_, A>,
    mut team: Team,
    deed: Deed,
) -> Result<TeamView, Failure> {
    teams::save(work.tx, &mut team).await?;
    work.record(deed, team.id).await?;
    view(work.tx, work.grant, &work.scope().edition, team).await
}
