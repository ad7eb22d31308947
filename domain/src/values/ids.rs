//! Identifiers, each of its own type, so that no team is looked up by the id of a challenge.

use std::fmt;

use uuid::Uuid;

use super::{Flaw, FromText, Shape};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromText for $name {
            const SHAPE: Shape = Shape::free("Id", 36, 36).format("uuid");

            fn from_text(text: &str) -> Result<Self, Flaw> {
                // Only the hyphenated form in small letters: one thing has one spelling in addresses and tags.
                match Uuid::try_parse(text) {
                    Ok(id) if id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text => Ok(Self(id)),
                    _ => Err(Flaw::Malformed { form: "id" }),
                }
            }
        }
    )+};
}

ids! {
    /// Of an account.
    AccountId;
    /// Of a session: one sign-in of an account.
    SessionId;
    /// Of an organization.
    OrganizationId;
    /// Of an invitation.
    InvitationId;
    /// Of an event.
    EventId;
    /// Of a format.
    FormatId;
    /// Of an edition.
    EditionId;
    /// Of a partner of an edition.
    PartnerId;
    /// Of a credit of an edition.
    CreditId;
    /// Of a figure of an edition.
    FigureId;
    /// Of an item of an edition's programme.
    ProgrammeItemId;
    /// Of a staff entry of an edition.
    StaffId;
    /// Of a pool.
    PoolId;
    /// Of a profile.
    ProfileId;
    /// Of a person as an organization knows it.
    PersonId;
    /// Of a registration.
    RegistrationId;
    /// Of a problem statement.
    StatementId;
    /// Of a theme of an edition.
    ThemeId;
    /// Of a cluster of statements.
    ClusterId;
    /// Of a challenge.
    ChallengeId;
    /// Of a team.
    TeamId;
    /// Of a prototype.
    PrototypeId;
}
