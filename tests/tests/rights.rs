//! Who somebody is in a scope, and what they read there, written down once more, apart from the code that is tested.

use palabre_domain::policy::{Role, Roles};

use crate::actor::Actor;

/// Somebody, and what they are in the organization, the edition, the team, and of their own things.
pub struct Somebody {
    /// As whom the sweep calls them.
    pub name: &'static str,
    /// Who calls.
    pub actor: Actor,
    /// What they are, taken all together.
    pub roles: &'static [Role],
}

impl Somebody {
    /// Whether they are a member of a co-organizer: what they are there holds in the edition, and in nothing wider.
    fn is_of_a_co_organizer(&self) -> bool {
        self.name.ends_with("of a co-organizer")
    }

    /// What they are in a scope: some roles hold in parts of an edition only.
    pub fn in_scope(&self, scope: &str) -> Roles {
        let of_the_site = [Role::Anyone, Role::SignedIn];
        let of_the_organization = [Role::Owner, Role::Organizer, Role::Viewer];
        let of_the_edition = [
            Role::Facilitator,
            Role::RegistrationDesk,
            Role::SupportPerson,
            Role::Assessor,
            Role::Participant,
        ];
        let mut roles = Roles::none();
        for role in self.roles {
            let holds = match scope {
                "organization" | "invitation" | "event" | "format" if self.is_of_a_co_organizer() => {
                    of_the_site.contains(role)
                }
                "site" => of_the_site.contains(role),
                "organization" | "invitation" | "event" | "format" => {
                    of_the_site.contains(role) || of_the_organization.contains(role)
                }
                "team" | "prototype" => {
                    of_the_site.contains(role)
                        || of_the_organization.contains(role)
                        || of_the_edition.contains(role)
                        || matches!(role, Role::TeamMember | Role::Steward)
                }
                "partner" => {
                    of_the_site.contains(role)
                        || of_the_organization.contains(role)
                        || of_the_edition.contains(role)
                        || *role == Role::PartnerOwner
                }
                "problem_statement" => {
                    of_the_site.contains(role)
                        || of_the_organization.contains(role)
                        || of_the_edition.contains(role)
                        || matches!(role, Role::Author | Role::NamedReader)
                }
                "registration" => {
                    of_the_site.contains(role)
                        || of_the_organization.contains(role)
                        || of_the_edition.contains(role)
                        || matches!(role, Role::Holder | Role::Helper)
                }
                _ => {
                    of_the_site.contains(role)
                        || of_the_organization.contains(role)
                        || of_the_edition.contains(role)
                }
            };
            if holds {
                roles = roles.with(*role);
            }
        }
        let crew = [Role::Facilitator, Role::RegistrationDesk, Role::SupportPerson, Role::Assessor];
        if matches!(scope, "organization" | "event") && self.roles.iter().any(|role| crew.contains(role)) {
            roles = roles.with(Role::Staff);
        }
        roles
    }
}

/// Who may read the thing at an address, by "who reads what": written down once more, apart from the code that is tested.
pub fn reads(scope: &str, public: bool, roles: Roles) -> bool {
    let members = roles.any(&[Role::Owner, Role::Organizer, Role::Viewer]);
    let crew = members
        || roles.any(&[Role::Facilitator, Role::RegistrationDesk, Role::SupportPerson, Role::Assessor]);
    match scope {
        "site" => true,
        "organization" => members || roles.has(Role::Staff),
        "invitation" => roles.has(Role::Owner),
        "format" => members,
        "event" => public || members || roles.has(Role::Staff),
        "edition" | "programme_item" | "credit" | "figure" | "pool" | "profile" | "theme" => public || crew,
        // The partner of the sweep was asked, and has not answered.
        "partner" => crew || roles.has(Role::PartnerOwner),
        "staff" | "cluster" => crew,
        "registration" => roles.any(&[
            Role::Owner,
            Role::Organizer,
            Role::RegistrationDesk,
            Role::Facilitator,
            Role::Holder,
            Role::Helper,
        ]),
        "problem_statement" => {
            roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator, Role::Author, Role::NamedReader])
        }
        "challenge" => crew || public,
        "funnel" => roles.any(&[Role::Owner, Role::Organizer, Role::Viewer, Role::Facilitator]),
        "team" => crew || roles.any(&[Role::Participant, Role::TeamMember]),
        "prototype" => crew || roles.has(Role::TeamMember),
        other => panic!("{other} is a scope that nobody has decided on"),
    }
}
