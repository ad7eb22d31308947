//! The decision, and the proof of it that a use case asks for.

use super::roles::{Role, Roles};
use super::scopes::Scope;
use crate::Denied;
use crate::values::{AccountId, SessionId};

/// An action of the policy table: a marker type for each row.
pub trait Action: 'static {
    /// Where the action takes place.
    type Scope: Scope;
    /// Its name, as in the table and in `x-permission` of the published document.
    const NAME: &'static str;
    /// Who may.
    const ROLES: &'static [Role];

    /// Whether nobody in particular may: no credentials are needed.
    #[must_use]
    fn public() -> bool {
        Self::ROLES.contains(&Role::Anyone)
    }
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Nobody,
    /// An account, through one of its sessions.
    Account(SignedIn),
}

/// An account and the session it calls through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The session that the access token names; it was alive when the call came in.
    pub session: SessionId,
}

impl Actor {
    /// The account, where there is one.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Nobody => None,
            Self::Account(signed_in) => Some(signed_in.account),
        }
    }
}

/// The proof that this caller may do `A` in this scope. Only [`decide`] makes one.
#[derive(Debug)]
pub struct Grant<A: Action> {
    actor: Actor,
    roles: Roles,
    scope: A::Scope,
}

impl<A: Action> Grant<A> {
    /// Who calls.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The calling account, where there is one.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.actor.account()
    }

    /// What the caller is in this scope.
    #[must_use]
    pub fn roles(&self) -> Roles {
        self.roles
    }

    /// Where: the thing and the whole chain above it.
    #[must_use]
    pub fn scope(&self) -> &A::Scope {
        &self.scope
    }

    /// The grant of another action in the same scope, for what an operation does besides and not everybody may who may call
    /// it.
    ///
    /// # Errors
    /// As [`decide`].
    pub fn besides<B: Action<Scope = A::Scope>>(&self) -> Result<Grant<B>, Denied> {
        decide(self.actor, self.roles, self.scope.clone())
    }
}

/// Decides whether a caller with these roles may do `A` here.
///
/// # Errors
/// [`Denied::Unauthenticated`] for nobody where the action is not public; [`Denied::NotFound`] where
/// the caller may not know the thing; [`Denied::Forbidden`] where they may know it and not do this.
pub fn decide<A: Action>(actor: Actor, roles: Roles, scope: A::Scope) -> Result<Grant<A>, Denied> {
    if actor == Actor::Nobody && !A::public() {
        return Err(Denied::Unauthenticated);
    }
    if !scope.shown_to(roles) {
        return Err(Denied::NotFound);
    }
    if !roles.any(A::ROLES) {
        return Err(Denied::Forbidden);
    }
    Ok(Grant { actor, roles, scope })
}
