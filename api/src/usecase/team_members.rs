//! Members of teams: who joins, who leaves.

use palabre_domain::audit::Deed;
use palabre_domain::composition::Member;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, TeamScope};
use palabre_domain::policy::table::{AddTeamMember, RemoveTeamMember};
use palabre_domain::rejection::Refusal;
use palabre_domain::team::{may_remove, staff_may_change};
use palabre_domain::values::{Instant, RegistrationId, TeamId};
use palabre_domain::window::WindowKind;
use palabre_persistence::team_members::{self, Candidate};
use palabre_persistence::teams::{self, Team};
use palabre_persistence::{Tx, policies};

use super::failure::taken;
use super::journal::acting_role;
use super::teams::told;
use super::{Answer, App, Ask, Failure, Located, Render, Work};

impl App {
    /// Puts somebody into a team; who is in it stays in it.
    ///
    /// # Errors
    /// 404; `wrong_state`, `window_closed`, `not_confirmed`, `in_team`, `policy_unmet`.
    pub async fn add_team_member(
        &self,
        ask: Ask<AddTeamMember>,
        registration: RegistrationId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            let candidate = found_in_edition(work.tx, edition, registration).await?;
            work.enter_by(edition, Writing::Arc, WindowKind::TeamFormation).await?;
            lock_to_join(work, registration).await?;
            let mut team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            match team_members::team_of(work.tx, registration).await? {
                Some(present) if present == team.id => return Ok(()),
                Some(_) => return Err(Refusal::InTeam.into()),
                None => {}
            }
            let before = team_members::now(work.tx, team.id).await?;
            let mut after = before.clone();
            after.push(Member { registration, profile: candidate.profile });
            keep_to_policy(work, &team, &before, &after).await?;
            join(work, team.id, registration).await?;
            teams::save(work.tx, &mut team).await?;
            work.record(Deed::TeamMemberAdded, team.id).await
        })
        .await
    }

    /// Takes somebody out of a team, or leaves it; who is not in it stays out. A steward who goes leaves the place
    /// empty.
    ///
    /// # Errors
    /// 404; 403 for a mere member about somebody else; `wrong_state`, `window_closed`, `policy_unmet` (never for
    /// one's own leaving).
    pub async fn remove_team_member(
        &self,
        ask: Ask<RemoveTeamMember>,
        registration: RegistrationId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            let candidate = found_in_edition(work.tx, edition, registration).await?;
            let own = work.grant.account().is_some() && work.grant.account() == candidate.holder;
            may_remove(work.grant.roles(), own)?;
            work.enter_by(edition, Writing::Arc, WindowKind::TeamFormation).await?;
            let mut team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let before = team_members::now(work.tx, team.id).await?;
            let is_another = |member: &&Member| member.registration != registration;
            let after: Vec<Member> = before.iter().filter(is_another).cloned().collect();
            if after.len() == before.len() {
                return Ok(());
            }
            if !own {
                keep_to_policy(work, &team, &before, &after).await?;
            }
            leave(work.tx, &mut team, registration, work.now).await?;
            work.record(Deed::TeamMemberRemoved, team.id).await
        })
        .await
    }
}

/// A registration of the edition; another edition's is none.
pub(super) async fn found_in_edition(
    tx: &Tx,
    edition: &EditionScope,
    registration: RegistrationId,
) -> Result<Candidate, Failure> {
    team_members::find_candidate(tx, edition, registration).await?.ok_or_else(Failure::not_found)
}

/// Locks somebody who is going to be in a team: members are confirmed or checked in, and in one team.
pub(super) async fn lock_to_join<A: Action>(
    work: &Work<'_, A>,
    registration: RegistrationId,
) -> Result<(), Failure> {
    let state = team_members::lock_candidate(work.tx, registration).await?.ok_or_else(Failure::not_found)?;
    if state.is_participant() { Ok(()) } else { Err(Refusal::NotConfirmed.into()) }
}

/// Puts somebody into a team; the unique key has the last word on who is in one team only.
pub(super) async fn join<A: Action>(
    work: &Work<'_, A>,
    team: TeamId,
    registration: RegistrationId,
) -> Result<(), Failure> {
    let inserted = team_members::insert(work.tx, team, registration, work.now).await;
    inserted.map_err(taken(Refusal::InTeam))
}

/// Ends a membership; a steward who goes leaves the place empty.
pub(super) async fn leave(
    tx: &Tx,
    team: &mut Team,
    registration: RegistrationId,
    now: Instant,
) -> Result<(), Failure> {
    team_members::end(tx, team.id, Some(registration), now).await?;
    team.steward = team.steward.filter(|steward| *steward != registration);
    Ok(teams::save(tx, team).await?)
}

/// Holds a change that others make to the policy of the edition.
async fn keep_to_policy<A: Action<Scope = TeamScope>>(
    work: &Work<'_, A>,
    team: &Team,
    before: &[Member],
    after: &[Member],
) -> Result<(), Failure> {
    let policy = policies::find(work.tx, &work.scope().edition).await?;
    let (before, after) = (policy.check(before), policy.check(after));
    staff_may_change(team.formed_by_waiver, team.state, &before, &after)
        .map_err(|refusal| told(work.grant, refusal))
}

/// Ends the membership of a registration that is cancelled, if it is in a team: never refused.
///
/// To be called under the lock of the registration, after pools and before challenges.
///
/// # Errors
/// The database's own.
pub(super) async fn end_memberships<A: Action>(
    work: &Work<'_, A>,
    registration: RegistrationId,
) -> Result<(), Failure>
where
    A::Scope: Located,
{
    let Some((mut team, (organization, edition))) = team_members::lock_team_of(work.tx, registration).await?
    else {
        return Ok(());
    };
    leave(work.tx, &mut team, registration, work.now).await?;
    let (actor, role) = (work.grant.account(), acting_role(work.grant.roles()));
    let place = (organization, Some(edition));
    work.record_in(place, Deed::TeamMemberRemoved, team.id, actor, role).await
}
