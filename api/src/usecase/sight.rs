//! How far a caller sees along the arc of an event: by the same scopes of the policy that guard each thing's own
//! address, so that no walk shows more than a GET (invariant 7 of the domain).
//!
//! Sight is of one edition. What lies in the others is read as anyone reads it, whatever the caller is there.

use std::collections::BTreeSet;

use palabre_domain::policy::scopes::{ChallengeScope, EditionScope, PrototypeScope, Scope as _, TeamScope};
use palabre_domain::policy::{Action, Grant, Role, Roles};
use palabre_domain::problem_statement::Reader;
use palabre_domain::values::{EditionId, TeamId};
use palabre_persistence::arc::{self, ArcChallenge, ArcPrototype, ArcTeam, Stretch};
use palabre_persistence::{DbError, Tx};

/// A caller's sight in one edition.
pub(super) struct Sight<'a> {
    /// As a reader of statements.
    pub(super) reader: Reader,
    edition: &'a EditionScope,
    roles: Roles,
    /// The teams the caller is in, where they see more.
    own_teams: BTreeSet<TeamId>,
}

/// The reader of statements that a grant makes of its caller.
pub(super) fn reader<A: Action>(grant: &Grant<A>) -> Reader {
    Reader::from(grant.roles(), grant.account())
}

impl<'a> Sight<'a> {
    /// The sight of a grant's caller.
    pub(super) async fn of<A: Action>(
        tx: &Tx,
        grant: &Grant<A>,
        edition: &'a EditionScope,
    ) -> Result<Self, DbError> {
        let own_teams = match grant.account() {
            Some(account) => arc::teams_of(tx, edition, account).await?,
            None => Vec::new(),
        };
        // What the caller is in the team of the scope says nothing of the other teams.
        let elsewhere = grant.roles().iter().filter(|role| !matches!(role, Role::TeamMember | Role::Steward));
        Ok(Self {
            reader: reader(grant),
            edition,
            roles: elsewhere.fold(Roles::none(), Roles::with),
            own_teams: own_teams.into_iter().collect(),
        })
    }

    /// Whether the caller reads a challenge of a stretch.
    pub(super) fn challenge(&self, challenge: &ArcChallenge, stretch: &Stretch) -> bool {
        let ArcChallenge { id, edition, question: _, state, was_opened } = challenge;
        let (challenge_id, state, was_opened) = (*id, *state, *was_opened);
        self.place(*edition, stretch).is_some_and(|(edition, roles)| {
            ChallengeScope { edition: edition.clone(), challenge_id, state, was_opened }.shown_to(roles)
        })
    }

    /// Whether the caller reads a team, or at least its name: it stands beside its prototypes where these are public.
    pub(super) fn team(&self, team: &ArcTeam, stretch: &Stretch) -> bool {
        let of_it = |prototype: &&ArcPrototype| prototype.team == team.id;
        let in_its_place = self.place(team.edition, stretch).is_some_and(|(edition, roles)| {
            TeamScope { edition: edition.clone(), team_id: team.id }.shown_to(self.roles_in(team.id, roles))
        });
        in_its_place
            || stretch.prototypes.iter().filter(of_it).any(|prototype| self.prototype(prototype, stretch))
    }

    /// Whether the caller reads a prototype of a stretch.
    pub(super) fn prototype(&self, prototype: &ArcPrototype, stretch: &Stretch) -> bool {
        self.place(prototype.edition, stretch).is_some_and(|(edition, roles)| {
            let team = TeamScope { edition: edition.clone(), team_id: prototype.team };
            let stage_is_public = edition.stages.is_public(&prototype.stage);
            let roles = self.roles_in(prototype.team, roles);
            PrototypeScope { team, prototype_id: prototype.id, stage_is_public }.shown_to(roles)
        })
    }

    /// An edition on the way, and what the caller is there.
    fn place<'b>(&'b self, edition: EditionId, stretch: &'b Stretch) -> Option<(&'b EditionScope, Roles)> {
        if edition == self.edition.edition_id {
            return Some((self.edition, self.roles));
        }
        let as_anyone = Roles::none().with(Role::Anyone);
        stretch.others.get(&edition).map(|edition| (edition, as_anyone))
    }

    /// The own teams are those of this edition.
    fn roles_in(&self, team: TeamId, roles: Roles) -> Roles {
        if self.own_teams.contains(&team) { roles.with(Role::TeamMember) } else { roles }
    }
}
