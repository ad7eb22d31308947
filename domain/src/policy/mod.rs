//! Who may do what: one table, deny by default.
//!
//! [`table`] is the table, [`Roles`] who the caller is (computed from facts), [`scopes`] where, and what of it
//! the caller may know to exist. A use case takes a [`Grant`], which only [`decide`] makes. *When* a
//! thing may happen is not decided here: that is the lifecycle's, and a [`crate::Rejection`].

mod decision;
mod roles;
pub mod scopes;
pub mod table;

pub use decision::{Action, Actor, Grant, SignedIn, decide};
pub use roles::{Facts, Role, Roles};
