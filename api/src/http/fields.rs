//! What fields are made of, each under one name.

use palabre_domain::account::{GivenPassword, Password, SignInCode};
use palabre_domain::door::RegistrationMode;
use palabre_domain::edition::{EditionState, Mode, Recognition};
use palabre_domain::figure::FigureOrigin;
use palabre_domain::format::FormatName;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::partner::{PartnerKind, PartnerState};
use palabre_domain::pool::Knowledge;
use palabre_domain::position::PassedOverFor;
use palabre_domain::programme::ProgrammeItemKind;
use palabre_domain::prototype::{OutcomeKind, Trajectory};
use palabre_domain::question::QuestionKind;
use palabre_domain::registration::RegistrationState;
use palabre_domain::staff::{StaffRole, StaffState};
use palabre_domain::team::TeamState;
use palabre_domain::values::{
    ChallengeId, ClusterId, Country, Email, EventId, Language, Lines, LocalTime, OrganizationId, Phone,
    ProgrammeItemId, ReducedDate, RegistrationId, Slug, Text, ThemeId, TimeOfDay, TimeZone, UtcInstant,
    WebAddress,
};
use palabre_domain::window::WindowKind;

use super::wire::{Few, In, InMap, InMapPatch, Whole};

/// Names for what fields are made of, without parameters: the document's derive takes a generic type apart.
macro_rules! fields {
    ($($name:ident = $of:ty;)+) => {$(
        #[doc = concat!("A field that holds a `", stringify!($of), "`.")]
        pub type $name = $of;
    )+};
}

fields! {
    InEmail = In<Email>;
    InPassword = In<Password>;
    InGivenPassword = In<GivenPassword>;
    InSignInCode = In<SignInCode>;
    InLanguage = In<Language>;
    InSlug = In<Slug>;
    InWebAddress = In<WebAddress>;
    InCountry = In<Country>;
    InOrganizationRole = In<OrganizationRole>;
    InOrganizationId = In<OrganizationId>;
    InEventId = In<EventId>;
    InEditionState = In<EditionState>;
    InMode = In<Mode>;
    InRecognition = In<Recognition>;
    InWindowKind = In<WindowKind>;
    InPartnerKind = In<PartnerKind>;
    InFigureOrigin = In<FigureOrigin>;
    InPartnerState = In<PartnerState>;
    InStaffRole = In<StaffRole>;
    InStaffState = In<StaffState>;
    InLanguages = Few<InLanguage, 24>;
    InKnowledge = In<Knowledge>;
    InFormatName = In<FormatName>;
    InRegistrationMode = In<RegistrationMode>;
    InProgrammeItemKind = In<ProgrammeItemKind>;
    InQuestionKind = In<QuestionKind>;
    InTimeOfDay = In<TimeOfDay>;
    InPassedOverFor = In<PassedOverFor>;
    InRegistrationState = In<RegistrationState>;
    PoolSize = Whole<0, 1_000_000>;
    WordingVersion = Whole<1, 1_000_000>;
    PoolSlugs = Few<InSlug, 20>;
    Languages = Few<InLanguage, 20>;
    Skills = Few<Text200, 50>;
    InPhone = In<Phone>;
    InReducedDate = In<ReducedDate>;
    InTimeZone = In<TimeZone>;
    InLocalTime = In<LocalTime>;
    InUtcInstant = In<UtcInstant>;
    InChallengeId = In<ChallengeId>;
    InProgrammeItemId = In<ProgrammeItemId>;
    InThemeId = In<ThemeId>;
    InClusterId = In<ClusterId>;
    UpTo20ThemeIds = Few<InThemeId, { palabre_domain::theme::MOST_OF_A_STATEMENT }>;
    InRegistrationId = In<RegistrationId>;
    InTeamState = In<TeamState>;
    InOutcomeKind = In<OutcomeKind>;
    InTrajectory = In<Trajectory>;
    FewChallengeIds = Few<InChallengeId, 20>;
    Text64 = In<Text<64>>;
    Text200 = In<Text<200>>;
    Text500 = In<Text<500>>;
    Lines1000 = In<Lines<1000>>;
    Lines2000 = In<Lines<2000>>;
    Lines5000 = In<Lines<5000>>;
    Map200 = InMap<200>;
    Map1000 = InMap<1000>;
    Map5000 = InMap<5000>;
    MapPatch200 = InMapPatch<200>;
    MapPatch1000 = InMapPatch<1000>;
    MapPatch5000 = InMapPatch<5000>;
}
