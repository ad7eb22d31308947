//! The journal of a write: audit entry and outbox event, in its transaction.

use palabre_domain::audit::Deed;
use palabre_domain::notice::Occasion;
use palabre_domain::policy::{Action, Role, Roles};
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId, RegistrationId};
use palabre_persistence::journal::{self, NewEntry};
use uuid::Uuid;

use super::locate::Located;
use super::{Failure, Work};

impl<A: Action> Work<'_, A>
where
    A::Scope: Located,
{
    /// Writes down what was done to which thing, in the organization and edition of the scope.
    ///
    /// # Errors
    /// The database's own.
    pub async fn record(&self, deed: Deed, object: impl Into<Uuid>) -> Result<(), Failure> {
        self.record_as(deed, object, self.grant.account(), acting_role(self.grant.roles())).await
    }

    /// The same for an edition that is being made: the scope is still its event.
    ///
    /// # Errors
    /// The database's own.
    pub async fn record_in_edition(&self, edition: EditionId, deed: Deed) -> Result<(), Failure> {
        let Some((organization, _)) = self.scope().journal() else { return Ok(()) };
        let role = acting_role(self.grant.roles());
        self.record_in((organization, Some(edition)), deed, edition, self.grant.account(), role).await
    }

    /// The same for the voice of a statement that is shown to nobody: no actor, only the role.
    ///
    /// # Errors
    /// The database's own.
    pub async fn record_as(
        &self,
        deed: Deed,
        object: impl Into<Uuid>,
        actor: Option<AccountId>,
        role: Option<&'static str>,
    ) -> Result<(), Failure> {
        match self.scope().journal() {
            Some(place) => self.record_in(place, deed, object, actor, role).await,
            None => Ok(()),
        }
    }

    /// The same for a scope without an organization (the one that was just founded, a receipt's edition).
    ///
    /// # Errors
    /// The database's own.
    pub async fn record_in(
        &self,
        (organization, edition): (OrganizationId, Option<EditionId>),
        deed: Deed,
        object: impl Into<Uuid>,
        actor: Option<AccountId>,
        role: Option<&'static str>,
    ) -> Result<(), Failure> {
        self.record_told_in((organization, edition), &[Told::of(deed, object)], actor, role).await
    }

    /// Writes down deeds with what they need besides, in the organization and edition of the scope, and tells those whom they concern.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn record_told(&self, told: &[Told]) -> Result<(), Failure> {
        let Some(place) = self.scope().journal() else { return Ok(()) };
        self.record_told_in(place, told, self.grant.account(), acting_role(self.grant.roles())).await
    }

    /// The same for a scope without an organization.
    ///
    /// # Errors
    /// The database's own.
    pub(super) async fn record_told_in(
        &self,
        place: (OrganizationId, Option<EditionId>),
        told: &[Told],
        actor: Option<AccountId>,
        role: Option<&'static str>,
    ) -> Result<(), Failure> {
        let entries = told.iter().map(|told| told.entry(place, actor, role, self.now));
        journal::record(self.tx, &entries.collect::<Vec<_>>()).await?;
        self.app.notify(self.tx, place.1, told, self.now).await
    }

    /// Writes down what became of many things at once, in the organization and edition of the scope.
    ///
    /// # Errors
    /// The database's own.
    pub async fn record_each(&self, done: &[(Uuid, Deed)]) -> Result<(), Failure> {
        let Some((organization, edition)) = self.scope().journal() else { return Ok(()) };
        let (actor, role) = (self.grant.account(), acting_role(self.grant.roles()));
        let place = (organization, edition);
        let entry =
            |(object, deed): &(Uuid, Deed)| Told::of(*deed, *object).entry(place, actor, role, self.now);
        Ok(journal::record(self.tx, &done.iter().map(entry).collect::<Vec<_>>()).await?)
    }
}

/// What is told of a deed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    deed: Deed,
    object: Uuid,
    id: Option<Uuid>,
    state: Option<RegistrationState>,
}

impl Told {
    /// That this was done to this thing.
    pub(super) fn of(deed: Deed, object: impl Into<Uuid>) -> Self {
        Self { deed, object: object.into(), id: None, state: None }
    }

    /// And in which state that left it: so that whoever reads the log knows what the deed alone does not say.
    pub(super) fn left_in(self, state: RegistrationState) -> Self {
        Self { state: Some(state), ..self }
    }

    /// Under this id, which was made in the same write, later than those of the entries before.
    pub(super) fn under(self, id: Uuid) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The registration that somebody is to be written to about, and what about.
    pub(super) fn notice(&self) -> Option<(RegistrationId, Occasion)> {
        Some((RegistrationId(self.object), Occasion::of(self.deed, self.state)?))
    }

    /// The entry.
    pub(super) fn entry(
        self,
        (organization, edition): (OrganizationId, Option<EditionId>),
        actor: Option<AccountId>,
        role: Option<&'static str>,
        at: Instant,
    ) -> NewEntry {
        let Self { deed, object, id, state } = self;
        let (action, object_kind) = (deed.as_str(), deed.object().as_str());
        let state = state.map(RegistrationState::as_str);
        NewEntry {
            id,
            organization,
            edition,
            actor,
            role,
            action,
            object_kind,
            object,
            state,
            reason: None,
            named: Vec::new(),
            at,
        }
    }
}

/// The role that an audit entry names: the strongest that the caller has here.
pub(super) fn acting_role(roles: Roles) -> Option<&'static str> {
    let strongest_first = [
        Role::Owner,
        Role::Organizer,
        Role::PartnerOwner,
        Role::Facilitator,
        Role::RegistrationDesk,
        Role::Steward,
        Role::TeamMember,
        Role::Holder,
        Role::Helper,
        Role::Author,
        Role::NamedReader,
        Role::Participant,
        Role::SupportPerson,
        Role::Assessor,
        Role::Viewer,
        Role::SignedIn,
        Role::Anyone,
    ];
    strongest_first.into_iter().find(|role| roles.has(*role)).map(Role::as_str)
}
