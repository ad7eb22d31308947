//! From an address to a scope: what stands there, the chain above it, and what the caller is there.

use palabre_domain::policy::Facts;
use palabre_domain::policy::scopes::{
    ChallengeScope, ClusterScope, CreditScope, EditionScope, EventScope, FigureScope, FormatScope,
    FunnelScope, InvitationScope, OrganizationScope, PartnerScope, PoolScope, ProfileScope,
    ProgrammeItemScope, PrototypeScope, RegistrationScope, Scope, Site, StaffScope, StatementScope,
    TeamScope, ThemeScope,
};
use palabre_domain::values::{EditionId, OrganizationId};
use palabre_persistence::{Caller, DbError, Tx, scopes};
use uuid::Uuid;

/// A scope that an address names.
pub trait Located: Scope {
    /// The parameter of the address that names it; none for the site.
    const PARAMETER: Option<&'static str>;

    /// Finds it, with the facts about the caller.
    ///
    /// # Errors
    /// The database's own.
    fn locate(
        tx: &Tx,
        id: Option<Uuid>,
        caller: Caller,
    ) -> impl Future<Output = Result<Option<(Self, Facts)>, DbError>>;

    /// Where its journal is kept: in which organization, and in which edition.
    fn journal(&self) -> Option<(OrganizationId, Option<EditionId>)>;
}

impl Located for Site {
    const PARAMETER: Option<&'static str> = None;

    async fn locate(_: &Tx, _: Option<Uuid>, _: Caller) -> Result<Option<(Self, Facts)>, DbError> {
        Ok(Some((Self, Facts::default())))
    }

    fn journal(&self) -> Option<(OrganizationId, Option<EditionId>)> {
        None
    }
}

macro_rules! located {
    ($($scope:ident: $parameter:literal, $find:ident, |$self:ident| $journal:expr;)+) => {$(
        impl Located for $scope {
            const PARAMETER: Option<&'static str> = Some($parameter);

            async fn locate(
                tx: &Tx,
                id: Option<Uuid>,
                caller: Caller,
            ) -> Result<Option<(Self, Facts)>, DbError> {
                match id {
                    Some(id) => scopes::$find(tx, id, caller).await,
                    None => Ok(None),
                }
            }

            fn journal(&$self) -> Option<(OrganizationId, Option<EditionId>)> {
                $journal
            }
        }
    )+};
}

located! {
    OrganizationScope: "organization_id", organization, |self| Some((self.organization_id, None));
    InvitationScope: "invitation_id", invitation, |self| self.organization.journal();
    EventScope: "event_id", event, |self| self.organization.journal();
    FormatScope: "format_id", format,
        |self| self.organization.as_ref().and_then(Located::journal);
    EditionScope: "edition_id", edition,
        |self| Some((self.organization.organization_id, Some(self.edition_id)));
    FunnelScope: "edition_id", funnel, |self| self.edition.journal();
    PartnerScope: "partner_id", partner, |self| self.edition.journal();
    CreditScope: "credit_id", credit, |self| self.edition.journal();
    FigureScope: "figure_id", figure, |self| self.edition.journal();
    ProgrammeItemScope: "programme_item_id", programme_item, |self| self.edition.journal();
    StaffScope: "staff_id", staff, |self| self.edition.journal();
    PoolScope: "pool_id", pool, |self| self.edition.journal();
    ProfileScope: "profile_id", profile, |self| self.edition.journal();
    RegistrationScope: "registration_id", registration, |self| self.edition.journal();
    ThemeScope: "theme_id", theme, |self| self.edition.journal();
    ClusterScope: "cluster_id", cluster, |self| self.edition.journal();
    StatementScope: "statement_id", statement, |self| self.edition.journal();
    ChallengeScope: "challenge_id", challenge, |self| self.edition.journal();
    TeamScope: "team_id", team, |self| self.edition.journal();
    PrototypeScope: "prototype_id", prototype, |self| self.team.journal();
}
