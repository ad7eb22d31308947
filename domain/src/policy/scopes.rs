//! Where an action takes place, and who may know that the place exists.
//!
//! A scope holds the ids of the whole chain (prototype → team → edition → event → organization), read by one
//! query, and what decides whether the thing is public. [`Scope::shown_to`] is the one place that says
//! who reads what; what is not shown answers exactly like what does not exist.

use super::roles::{Role, Roles};
use crate::challenge::ChallengeState;
use crate::edition::{EditionState, Recognition};
use crate::partner::PartnerState;
use crate::problem_statement::{Sensitivity, StatementState};
use crate::stage::Stages;
use crate::values::{
    AccountId, ChallengeId, ClusterId, CreditId, EditionId, EventId, FigureId, FormatId, InvitationId,
    OrganizationId, PartnerId, PoolId, ProfileId, ProgrammeItemId, PrototypeId, RegistrationId, StaffId,
    StatementId, TeamId, ThemeId,
};

/// A place of the policy table.
pub trait Scope: std::fmt::Debug + Clone + 'static {
    /// Its name in the rendered table.
    const NAME: &'static str;

    /// Whether a caller with these roles may read the thing at this address.
    fn shown_to(&self, roles: Roles) -> bool;
}

const MEMBERS: &[Role] = &[Role::Owner, Role::Organizer, Role::Viewer];
const CREW: &[Role] = &[
    Role::Owner,
    Role::Organizer,
    Role::Viewer,
    Role::Facilitator,
    Role::RegistrationDesk,
    Role::SupportPerson,
    Role::Assessor,
];

/// The whole site: what belongs to no organization, and what is the caller's own.
#[derive(Debug, Clone)]
pub struct Site;

impl Scope for Site {
    const NAME: &'static str = "site";

    fn shown_to(&self, _: Roles) -> bool {
        true
    }
}

/// An organization: the tenant.
#[derive(Debug, Clone)]
pub struct OrganizationScope {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Its default language, in which every localized text is due (a BCP 47 tag).
    pub default_language: String,
}

impl Scope for OrganizationScope {
    const NAME: &'static str = "organization";

    fn shown_to(&self, roles: Roles) -> bool {
        roles.any(MEMBERS) || roles.has(Role::Staff)
    }
}

/// An invitation to an organization or to the staff of one of its editions.
#[derive(Debug, Clone)]
pub struct InvitationScope {
    /// The organization that invites.
    pub organization: OrganizationScope,
    /// The invitation.
    pub invitation_id: InvitationId,
}

impl Scope for InvitationScope {
    const NAME: &'static str = "invitation";

    fn shown_to(&self, roles: Roles) -> bool {
        roles.has(Role::Owner)
    }
}

/// An event: a hackathon that comes back.
#[derive(Debug, Clone)]
pub struct EventScope {
    /// Its organization.
    pub organization: OrganizationScope,
    /// The event.
    pub event_id: EventId,
    /// Whether an edition of it is public.
    pub has_public_edition: bool,
}

impl Scope for EventScope {
    const NAME: &'static str = "event";

    fn shown_to(&self, roles: Roles) -> bool {
        self.has_public_edition || self.organization.shown_to(roles)
    }
}

impl EventScope {
    /// Whether every draft among the event's editions is shown to a caller with these roles; to others only the drafts
    /// on whose staff they are, which the query of the list looks up.
    #[must_use]
    pub fn shows_drafts_to(roles: Roles) -> bool {
        roles.any(MEMBERS)
    }
}

/// A format.
#[derive(Debug, Clone)]
pub struct FormatScope {
    /// The organization that keeps it; `None`: it comes with the program.
    pub organization: Option<OrganizationScope>,
    /// The format.
    pub format_id: FormatId,
}

impl Scope for FormatScope {
    const NAME: &'static str = "format";

    fn shown_to(&self, roles: Roles) -> bool {
        self.organization.is_none() || roles.any(MEMBERS)
    }
}

/// An edition.
#[derive(Debug, Clone)]
pub struct EditionScope {
    /// Its organization.
    pub organization: OrganizationScope,
    /// Its event.
    pub event_id: EventId,
    /// The edition.
    pub edition_id: EditionId,
    /// Its state when the scope was read; a write reads it again under a lock.
    pub state: EditionState,
    /// Whether it is a competition.
    pub recognition: Recognition,
    /// The stages of its prototypes, which say what of these is public.
    pub stages: Stages,
}

impl Scope for EditionScope {
    const NAME: &'static str = "edition";

    fn shown_to(&self, roles: Roles) -> bool {
        self.state.is_public() || roles.any(CREW)
    }
}

/// The funnel of an edition: read from within, and by anyone once the edition is over.
#[derive(Debug, Clone)]
pub struct FunnelScope {
    /// The edition.
    pub edition: EditionScope,
}

impl Scope for FunnelScope {
    const NAME: &'static str = "funnel";

    fn shown_to(&self, roles: Roles) -> bool {
        self.edition.state.is_over() || roles.any(MEMBERS) || roles.has(Role::Facilitator)
    }
}

macro_rules! parts_of_an_edition {
    ($($(#[$doc:meta])* $scope:ident($field:ident: $id:ty) = $name:literal, shown: $shown:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $scope {
            /// The edition it is part of.
            pub edition: EditionScope,
            /// The part.
            pub $field: $id,
        }

        impl Scope for $scope {
            const NAME: &'static str = $name;

            fn shown_to(&self, roles: Roles) -> bool {
                let shown: fn(&EditionScope, Roles) -> bool = $shown;
                shown(&self.edition, roles)
            }
        }
    )+};
}

parts_of_an_edition! {
    /// A credit: who did what, account or not.
    CreditScope(credit_id: CreditId) = "credit", shown: EditionScope::shown_to;
    /// A figure: what was counted of the edition, or told of it.
    FigureScope(figure_id: FigureId) = "figure", shown: EditionScope::shown_to;
    /// An item of the programme.
    ProgrammeItemScope(programme_item_id: ProgrammeItemId) = "programme_item", shown: EditionScope::shown_to;
    /// A pool of places.
    PoolScope(pool_id: PoolId) = "pool", shown: EditionScope::shown_to;
    /// A profile that one registers as.
    ProfileScope(profile_id: ProfileId) = "profile", shown: EditionScope::shown_to;
    /// A theme of what is voiced.
    ThemeScope(theme_id: ThemeId) = "theme", shown: EditionScope::shown_to;
    /// A cluster of statements, with which the crew works.
    ClusterScope(cluster_id: ClusterId) = "cluster", shown: |_, roles| roles.any(CREW);
    /// An entry of an edition's staff.
    StaffScope(staff_id: StaffId) = "staff", shown: |_, roles| roles.any(CREW);
}

/// A partner of an edition.
#[derive(Debug, Clone)]
pub struct PartnerScope {
    /// The edition.
    pub edition: EditionScope,
    /// The partner.
    pub partner_id: PartnerId,
    /// The organization of the platform that it is, where it is more than a name.
    pub organization_id: Option<OrganizationId>,
    /// Whether it has agreed to be named.
    pub state: PartnerState,
}

impl Scope for PartnerScope {
    const NAME: &'static str = "partner";

    fn shown_to(&self, roles: Roles) -> bool {
        let public = self.state.is_public() && self.edition.state.is_public();
        public || roles.any(CREW) || roles.has(Role::PartnerOwner)
    }
}

/// A registration.
#[derive(Debug, Clone)]
pub struct RegistrationScope {
    /// Its edition.
    pub edition: EditionScope,
    /// The registration.
    pub registration_id: RegistrationId,
}

impl Scope for RegistrationScope {
    const NAME: &'static str = "registration";

    fn shown_to(&self, roles: Roles) -> bool {
        roles.any(&[
            Role::Owner,
            Role::Organizer,
            Role::RegistrationDesk,
            Role::Facilitator,
            Role::Holder,
            Role::Helper,
        ])
    }
}

/// A problem statement.
#[derive(Debug, Clone)]
pub struct StatementScope {
    /// Its edition.
    pub edition: EditionScope,
    /// The statement.
    pub statement_id: StatementId,
    /// Its state.
    pub state: StatementState,
    /// Who may read its wording.
    pub sensitivity: Sensitivity,
    /// The account that voiced it, where one did and the voice is not anonymous.
    pub author: Option<AccountId>,
    /// Whether there are words beside its own that anyone may read.
    pub has_public_wording: bool,
}

impl Scope for StatementScope {
    const NAME: &'static str = "problem_statement";

    fn shown_to(&self, roles: Roles) -> bool {
        let has_words_for_anyone = match self.sensitivity {
            Sensitivity::Open => true,
            Sensitivity::Restricted => self.has_public_wording,
            Sensitivity::Confidential => false,
        };
        let named = self.sensitivity == Sensitivity::Confidential && roles.has(Role::NamedReader);
        (self.edition.state.is_public() && self.state.is_public() && has_words_for_anyone)
            || named
            || roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator, Role::Author])
    }
}

/// A challenge.
#[derive(Debug, Clone)]
pub struct ChallengeScope {
    /// Its edition.
    pub edition: EditionScope,
    /// The challenge.
    pub challenge_id: ChallengeId,
    /// Its state.
    pub state: ChallengeState,
    /// Whether it was ever opened: a draft that was withdrawn stays inside.
    pub was_opened: bool,
}

impl Scope for ChallengeScope {
    const NAME: &'static str = "challenge";

    fn shown_to(&self, roles: Roles) -> bool {
        (self.edition.state.is_public() && self.was_opened) || roles.any(CREW)
    }
}

/// A team.
#[derive(Debug, Clone)]
pub struct TeamScope {
    /// Its edition.
    pub edition: EditionScope,
    /// The team.
    pub team_id: TeamId,
}

impl Scope for TeamScope {
    const NAME: &'static str = "team";

    fn shown_to(&self, roles: Roles) -> bool {
        roles.any(CREW) || roles.any(&[Role::Participant, Role::TeamMember])
    }
}

/// A prototype.
#[derive(Debug, Clone)]
pub struct PrototypeScope {
    /// Its team.
    pub team: TeamScope,
    /// The prototype.
    pub prototype_id: PrototypeId,
    /// Whether its stage is one that the edition shows to the public.
    pub stage_is_public: bool,
}

impl Scope for PrototypeScope {
    const NAME: &'static str = "prototype";

    fn shown_to(&self, roles: Roles) -> bool {
        (self.team.edition.state.is_public() && self.stage_is_public)
            || roles.any(CREW)
            || roles.has(Role::TeamMember)
    }
}
