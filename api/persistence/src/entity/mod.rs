//! The rows, one file a table: they never leave this package.
//!
//! A relation is named only where a query joins over it.

#![allow(
    dead_code,
    reason = "the model macro makes a nested form of each row, which nothing builds; an expectation of that is not seen as fulfilled"
)]

pub(crate) mod access_need;
pub(crate) mod account;
pub(crate) mod anonymous_deed;
pub(crate) mod attendance;
pub(crate) mod audit_entry;
pub(crate) mod challenge;
pub(crate) mod challenge_statement;
pub(crate) mod cluster;
pub(crate) mod cluster_statement;
pub(crate) mod composition_policy;
pub(crate) mod consent;
pub(crate) mod consent_purpose;
pub(crate) mod credit;
pub(crate) mod derivation;
pub(crate) mod edition;
pub(crate) mod event;
pub(crate) mod figure;
pub(crate) mod format;
pub(crate) mod idempotency_record;
pub(crate) mod invitation;
pub(crate) mod mail;
pub(crate) mod membership;
pub(crate) mod organization;
pub(crate) mod outbox_event;
pub(crate) mod partner;
pub(crate) mod person;
pub(crate) mod placement;
pub(crate) mod pool;
pub(crate) mod problem_statement;
pub(crate) mod profile;
pub(crate) mod profile_pool;
pub(crate) mod programme_item;
pub(crate) mod prototype;
pub(crate) mod prototype_challenge;
pub(crate) mod receipt;
pub(crate) mod refresh_token;
pub(crate) mod registration;
pub(crate) mod removal;
pub(crate) mod resonance;
pub(crate) mod search_word;
pub(crate) mod session;
pub(crate) mod sign_in_link;
pub(crate) mod staff;
pub(crate) mod stage_transition;
pub(crate) mod statement_reader;
pub(crate) mod team;
pub(crate) mod team_membership;
pub(crate) mod theme;
pub(crate) mod theme_statement;
pub(crate) mod window;
pub(crate) mod wording;
