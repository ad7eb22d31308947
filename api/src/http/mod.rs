//! How it is asked: addresses, wire types, problems. One file a noun.
//!
//! A handler takes an `Allowed`, which has authenticated, authorized and parsed, in this order, and calls one use
//! case. What the wire knows stays here: the shapes of bodies, the numbers of errors, languages, cursors, tags.

mod accounts;
mod allowed;
mod answers;
mod body;
mod challenges;
mod clones;
mod credits;
mod cursor;
mod decimal;
mod document;
mod door;
mod edition_answers;
mod edition_bodies;
mod edition_door;
mod edition_moves;
mod editions;
mod events;
mod failure;
mod fields;
mod figures;
mod format_answers;
mod format_bodies;
mod format_parts;
mod formats;
mod funders;
mod funnel;
mod headers;
mod health;
mod json;
mod labels;
mod log;
mod me;
mod members;
mod open_ends;
mod organizations;
mod partners;
mod partnerships;
mod places;
mod policies;
mod pools;
mod positions;
mod problem;
mod profiles;
mod prototypes;
mod provenance;
mod purposes;
mod receipts;
mod registering;
mod registrations;
mod series;
mod server;
mod staff;
mod statements;
mod team_members;
mod team_moves;
mod teams;
mod tokens;
mod windows;
mod wire;
mod words;

pub use document::document;
pub use formats::built_in_formats;
pub use server::{Web, server};
