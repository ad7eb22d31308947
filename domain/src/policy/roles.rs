//! Who the caller is, computed from facts: nothing of it is stored as a setting or carried in a token.

use crate::organization::OrganizationRole;
use crate::problem_statement::can_be_named;
use crate::staff::StaffRole;
use crate::values::words;

words! {
    /// What a caller is in a scope.
    pub enum Role {
        /// Whoever calls.
        Anyone = "anyone",
        /// Holds an account and a live session.
        SignedIn = "signed_in",
        /// Owns the organization.
        Owner = "owner",
        /// Organizes: a member of the organization or, in an edition, of one that co-organizes it; or staff of the
        /// edition with that role.
        Organizer = "organizer",
        /// Reads for the organization.
        Viewer = "viewer",
        /// Staff of some edition of the organization; in the scope of the organization or an event only.
        Staff = "staff",
        /// Facilitates the edition.
        Facilitator = "facilitator",
        /// Keeps the edition's door.
        RegistrationDesk = "registration_desk",
        /// Goes where a team has asked.
        SupportPerson = "support_person",
        /// Assesses prototypes of a selection edition.
        Assessor = "assessor",
        /// Has a confirmed or checked-in registration of their own in the edition.
        Participant = "participant",
        /// Is a member of the team now.
        TeamMember = "team_member",
        /// Is the steward of the team.
        Steward = "steward",
        /// Holds the registration.
        Holder = "holder",
        /// Made the registration for somebody else.
        Helper = "helper",
        /// Voiced the problem statement from their account.
        Author = "author",
        /// Was named, with a reason, as somebody who reads the confidential problem statement.
        NamedReader = "named_reader",
        /// Owns the organization that is asked to be a partner; in the scope of that partner only.
        PartnerOwner = "partner_owner",
    }
}

/// What is known of the caller in a scope, as rows say it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What the caller is in the organizations that run the scope: in the one that it belongs to and, within an edition,
    /// in those that co-organize it.
    pub memberships: Vec<OrganizationRole>,
    /// The caller's active staff entries of the scope's edition.
    pub staff: Vec<StaffRole>,
    /// Whether the caller is active staff of any edition of the organization
    /// (looked up for the organization and its events only).
    pub staff_elsewhere: bool,
    /// Whether the caller holds a confirmed or checked-in registration in the edition.
    pub participant: bool,
    /// Whether the registration of the scope is the caller's.
    pub holder: bool,
    /// Whether the caller made the registration of the scope for somebody else.
    pub helper: bool,
    /// Whether the statement of the scope is the caller's.
    pub author: bool,
    /// Whether the caller was named as a reader of the statement of the scope.
    pub named_reader: bool,
    /// Whether the caller owns the organization that the partner of the scope is.
    pub partner_owner: bool,
    /// Whether the caller is a member of the team now.
    pub team_member: bool,
    /// Whether the caller is the team's steward now.
    pub steward: bool,
}

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Roles(u32);

impl Roles {
    /// The roles that the facts make.
    ///
    /// A steward is one only as a member of the team, a team member only as a participant, a named reader only as somebody with a part
    /// in the edition: somebody whose registration or term ended keeps nothing.
    #[must_use]
    pub fn of(signed_in: bool, facts: &Facts) -> Self {
        let mut roles = Self::none().with(Role::Anyone);
        if !signed_in {
            return roles;
        }
        roles = roles.with(Role::SignedIn);
        for membership in &facts.memberships {
            roles = roles.with(match membership {
                OrganizationRole::Owner => Role::Owner,
                OrganizationRole::Organizer => Role::Organizer,
                OrganizationRole::Viewer => Role::Viewer,
            });
        }
        for staff in &facts.staff {
            roles = roles.with(match staff {
                StaffRole::Organizer => Role::Organizer,
                StaffRole::Facilitator => Role::Facilitator,
                StaffRole::RegistrationDesk => Role::RegistrationDesk,
                StaffRole::SupportPerson => Role::SupportPerson,
                StaffRole::Assessor => Role::Assessor,
            });
        }
        let rest = [
            (facts.staff_elsewhere, Role::Staff),
            (facts.participant, Role::Participant),
            (facts.participant && facts.team_member, Role::TeamMember),
            (facts.participant && facts.team_member && facts.steward, Role::Steward),
            (facts.holder, Role::Holder),
            (facts.helper, Role::Helper),
            (facts.author, Role::Author),
            (facts.partner_owner, Role::PartnerOwner),
        ];
        let roles =
            rest.into_iter().filter(|(holds, _)| *holds).fold(roles, |roles, (_, role)| roles.with(role));
        if facts.named_reader && can_be_named(roles) { roles.with(Role::NamedReader) } else { roles }
    }

    /// No role at all.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// These roles and one more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | (1 << role as u32))
    }

    /// Whether one role is among them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// Whether any of these roles is among them.
    #[must_use]
    pub fn any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether windows do not bind this caller: they bind the public and participants, never staff.
    #[must_use]
    pub fn works_on_the_edition(self) -> bool {
        self.any(&[
            Role::Owner,
            Role::Organizer,
            Role::Facilitator,
            Role::RegistrationDesk,
            Role::SupportPerson,
            Role::Assessor,
        ])
    }

    /// Whether the caller is of the crew: members of the organization and staff of the edition, who read what
    /// goes on inside.
    #[must_use]
    pub fn is_of_the_crew(self) -> bool {
        self.works_on_the_edition() || self.has(Role::Viewer)
    }

    /// The roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

impl std::fmt::Debug for Roles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(facts: &Facts) -> Vec<Role> {
        Roles::of(true, facts).iter().filter(|role| !matches!(role, Role::Anyone | Role::SignedIn)).collect()
    }

    #[test]
    fn a_member_of_two_organizations_that_run_an_edition_is_in_it_what_they_are_in_both() {
        for (memberships, due) in [
            (vec![], vec![]),
            (vec![OrganizationRole::Viewer], vec![Role::Viewer]),
            (vec![OrganizationRole::Viewer, OrganizationRole::Owner], vec![Role::Owner, Role::Viewer]),
            (vec![OrganizationRole::Organizer, OrganizationRole::Organizer], vec![Role::Organizer]),
        ] {
            assert_eq!(roles(&Facts { memberships, ..Default::default() }), due);
        }
    }

    #[test]
    fn whoever_owns_an_organization_that_is_asked_is_nothing_else_by_it() {
        let facts = Facts { partner_owner: true, ..Default::default() };
        assert_eq!(roles(&facts), [Role::PartnerOwner]);
        assert!(!Roles::of(true, &facts).is_of_the_crew());
        assert_eq!(Roles::of(false, &facts), Roles::none().with(Role::Anyone));
    }
}
