//! Teams: made, changed, read.

use palabre_domain::Rejection;
use palabre_domain::audit::Deed;
use palabre_domain::challenge::takes_teams;
use palabre_domain::composition::{Composition, CompositionPolicy, Member, reads_kept};
use palabre_domain::edition::Writing;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::policy::table::{ChangeTeam, CreateTeam, GetTeam, ListTeams};
use palabre_domain::policy::{Action, Grant};
use palabre_domain::rejection::Refusal;
use palabre_domain::team::{NameReader, TeamState, makes_for_others, may_choose_challenge};
use palabre_domain::values::{ChallengeId, Flaw, RegistrationId, TeamId, Text};
use palabre_domain::window::WindowKind;
use palabre_persistence::{Tx, challenge_states, policies, team_members, teams};
use uuid::Uuid;

pub use palabre_persistence::team_members::TeamMember;
pub use palabre_persistence::teams::{Team, TeamFilter};

use super::team_members::{found_in_edition, join, lock_to_join};
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// A team to make.
pub struct NewTeam {
    /// Its name.
    pub name: Text<200>,
    /// The challenge it will be on.
    pub challenge: Option<ChallengeId>,
    /// Where it works.
    pub place: Option<Text<200>>,
}

/// What to change of a team; `Some(None)` takes a field away.
pub struct TeamChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another challenge, while it gathers.
    pub challenge: Option<Option<ChallengeId>>,
    /// Another place.
    pub place: Option<Option<Text<200>>>,
    /// Another steward, who is a member.
    pub steward: Option<Option<RegistrationId>>,
}

/// A team with its members, as a reader sees them.
#[derive(Debug, Clone)]
pub struct TeamView {
    /// The team.
    pub team: Team,
    /// Who is, and was, in it.
    pub members: Vec<TeamMember>,
    /// How those who are stand by the policy, as far as the reader may know it.
    pub composition: Composition,
}

impl App {
    /// Makes a team; a participant who makes one is its first member and its steward.
    ///
    /// # Errors
    /// 422 for a challenge that is not of the edition; `wrong_state`, `window_closed`, `challenge_not_open`,
    /// `in_team`.
    pub async fn create_team(
        &self,
        ask: Ask<CreateTeam>,
        new: NewTeam,
        render: Render<TeamView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            work.enter_by(edition, Writing::Arc, WindowKind::TeamFormation).await?;
            let first = first_member(work).await?;
            if let Some(challenge) = new.challenge {
                lock_to_choose(work, edition, challenge).await?;
            }
            let team = Team {
                id: TeamId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.edition_id,
                challenge: new.challenge,
                name: new.name.as_str().to_owned(),
                place: new.place.clone().map(Into::into),
                steward: first,
                state: TeamState::Forming,
                state_reason: None,
                waiver_reason: None,
                formed_by_waiver: false,
            };
            teams::insert(work.tx, &team).await?;
            if let Some(first) = first {
                join(work, team.id, first).await?;
            }
            work.record(Deed::TeamCreated, team.id).await?;
            view(work.tx, work.grant, edition, team).await
        })
        .await
    }

    /// The teams of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_teams(
        &self,
        ask: &Ask<ListTeams>,
        filter: &TeamFilter,
        page: Page,
    ) -> Result<Paged<TeamView>, Failure> {
        let edition = ask.grant.scope();
        self.read(async |tx| {
            let found = teams::list(tx, edition, filter, page.after, page.fetch()).await?;
            let page = Paged::cut(found, &page, |team| team.id.0);
            let items = views(tx, &ask.grant, edition, page.items).await?;
            Ok(Paged { items, next: page.next })
        })
        .await
    }

    /// A team.
    ///
    /// # Errors
    /// 404.
    pub async fn get_team(&self, ask: &Ask<GetTeam>) -> Result<TeamView, Failure> {
        let scope = ask.grant.scope();
        self.read(async |tx| {
            let team = teams::find(tx, scope).await?.ok_or_else(Failure::not_found)?;
            view(tx, &ask.grant, &scope.edition, team).await
        })
        .await
    }

    /// Changes a team.
    ///
    /// # Errors
    /// 412; 422 for a challenge or a steward that is not of the edition; `wrong_state`, `challenge_not_open`,
    /// `not_a_member`.
    pub async fn change_team(
        &self,
        ask: Ask<ChangeTeam>,
        changes: TeamChanges,
        render: Render<TeamView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            work.enter(edition, Writing::Arc).await?;
            let TeamChanges { name, challenge, place, steward } = &changes;
            let before = teams::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let chosen = challenge.filter(|chosen| *chosen != before.challenge);
            if let Some(Some(chosen)) = chosen {
                work.check_version(before.version)?;
                may_choose_challenge(before.state)?;
                lock_to_choose(work, edition, chosen).await?;
            }
            let mut team = teams::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(team.version)?;
            if team.challenge != before.challenge {
                return Err(Failure::Conflict);
            }
            if let Some(chosen) = chosen {
                may_choose_challenge(team.state)?;
                team.challenge = chosen;
            }
            if let Some(steward) = steward {
                team.steward = steward_of(work, &team, *steward).await?;
            }
            if let Some(place) = place {
                team.place = place.clone().map(Into::into);
            }
            if let Some(name) = name {
                team.name = name.as_str().to_owned();
            }
            teams::save(work.tx, &mut team).await?;
            if team.name != before.name {
                teams::renamed(work.tx, team.id).await?;
            }
            work.record(Deed::TeamChanged, team.id).await?;
            view(work.tx, work.grant, edition, team).await
        })
        .await
    }
}

/// The registration of a participant who makes a team; none where somebody makes it for others.
async fn first_member(work: &Work<'_, CreateTeam>) -> Result<Option<RegistrationId>, Failure> {
    match work.grant.account() {
        Some(account) if !makes_for_others(work.grant.roles()) => {
            let own = team_members::candidate_of(work.tx, work.scope(), account).await?;
            let own = own.ok_or(Refusal::NotConfirmed)?;
            lock_to_join(work, own).await?;
            match team_members::team_of(work.tx, own).await? {
                Some(_) => Err(Refusal::InTeam.into()),
                None => Ok(Some(own)),
            }
        }
        Some(_) | None => Ok(None),
    }
}

/// Locks a challenge that a team is going to be on, before the team itself.
///
/// A draft is known to those alone who frame challenges; to others it is as if it did not exist.
async fn lock_to_choose<A: Action>(
    work: &Work<'_, A>,
    edition: &EditionScope,
    id: ChallengeId,
) -> Result<(), Failure> {
    let knows_drafts = makes_for_others(work.grant.roles());
    match challenge_states::lock(work.tx, edition, id).await? {
        Some(challenge) if takes_teams(challenge.state) => Ok(()),
        Some(challenge) if challenge.was_opened || knows_drafts => Err(Refusal::ChallengeNotOpen.into()),
        Some(_) | None => Err(Failure::field("/challenge_id", Flaw::Broken("unknown_challenge"))),
    }
}

/// A steward is a member of the team; taking the place away from somebody needs nobody else.
async fn steward_of(
    work: &Work<'_, ChangeTeam>,
    team: &Team,
    steward: Option<RegistrationId>,
) -> Result<Option<RegistrationId>, Failure> {
    let Some(steward) = steward else { return Ok(None) };
    let members = team_members::now(work.tx, team.id).await?;
    if members.iter().any(|member| member.registration == steward) {
        return Ok(Some(steward));
    }
    let known = found_in_edition(work.tx, &work.scope().edition, steward).await;
    match known {
        Ok(_) => Err(Refusal::NotAMember.into()),
        Err(Failure::Denied(_)) => Err(Failure::field("/steward", Flaw::Broken("unknown_registration"))),
        Err(other) => Err(other),
    }
}

/// The policy of the edition as the caller may know it.
pub(super) async fn policy_for<A: Action>(
    tx: &Tx,
    grant: &Grant<A>,
    edition: &EditionScope,
) -> Result<CompositionPolicy, Failure> {
    let policy = policies::find(tx, edition).await?;
    Ok(if reads_kept(grant.roles()) { policy } else { policy.without_kept() })
}

/// Takes out of a refusal what the caller may not know: whether people to keep together or apart are not. The
/// refusal stands.
pub(super) fn told<A: Action>(grant: &Grant<A>, refusal: Rejection) -> Failure {
    match refusal {
        Rejection::PolicyUnmet { missing, too_few, too_many, .. } if !reads_kept(grant.roles()) => {
            Rejection::PolicyUnmet { missing, too_few, too_many, separated: false, mixed_up: false }.into()
        }
        refusal => refusal.into(),
    }
}

/// Teams as the caller sees them: members and policy in a fixed number of statements, however many teams.
async fn views<A: Action>(
    tx: &Tx,
    grant: &Grant<A>,
    edition: &EditionScope,
    teams: Vec<Team>,
) -> Result<Vec<TeamView>, Failure> {
    let policy = policy_for(tx, grant, edition).await?;
    let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
    let reader = NameReader::from(grant.roles(), grant.account());
    let mut members = team_members::of_teams(tx, &ids, reader).await?;
    let view = |team: Team| {
        let members = members.remove(&team.id).unwrap_or_default();
        let now: Vec<Member> = members.iter().filter_map(TeamMember::now).collect();
        TeamView { team, members, composition: policy.check(&now) }
    };
    Ok(teams.into_iter().map(view).collect())
}

/// One team as the caller sees it.
pub(super) async fn view<A: Action>(
    tx: &Tx,
    grant: &Grant<A>,
    edition: &EditionScope,
    team: Team,
) -> Result<TeamView, Failure> {
    views(tx, grant, edition, vec![team]).await?.pop().ok_or_else(Failure::not_found)
}
