//! Rows and queries: the only package that knows the database library.
//!
//! [`Db::read`] and [`Db::write`] are the two doors; every query takes the [`Tx`] that one of them hands out.
//! Queries stand in one file a noun and give back plain records; rows never leave this package. A query takes a
//! scope of the policy, or an id read inside one, so that the tenant is always in the question.

mod db;
mod entity;
mod error;
mod facts;
mod mapping;

pub mod access_needs;
pub mod accounts;
pub mod arc;
pub mod challenge_states;
pub mod challenges;
pub mod claims;
pub mod clones;
pub mod conclusion;
pub mod consents;
pub mod credits;
pub mod derivations;
pub mod dispositions;
pub mod drafts;
pub mod edition_views;
pub mod editions;
pub mod erasure;
pub mod events;
pub mod export;
pub mod figures;
pub mod formats;
pub mod funders;
pub mod funnel;
pub mod gates;
pub mod idempotency;
pub mod invitations;
pub mod journal;
pub mod leaving;
pub mod likeness;
pub mod mails;
pub mod members;
pub mod notices;
pub mod offers;
pub mod open_ends;
pub mod organizations;
pub mod partners;
pub mod partnerships;
pub mod persons;
pub mod placements;
pub mod places;
pub mod policies;
pub mod pools;
pub mod positions;
pub mod profiles;
pub mod prototypes;
pub mod provenance;
pub mod purposes;
pub mod questions;
pub mod receipts;
pub mod registration_lists;
pub mod registrations;
pub mod removals;
pub mod retention;
pub mod roles;
pub mod scopes;
pub mod search;
pub mod sessions;
pub mod sign_in_links;
pub mod staff;
pub mod statements;
pub mod team_members;
pub mod teams;
pub mod waiting;
pub mod windows;
pub mod wordings;

pub use db::{Backend, Db, Statements, Tx};
pub use error::{DbError, RunAgain};
pub use facts::Caller;
pub use mapping::Texts;
