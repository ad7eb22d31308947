//! Tests through the front door: real HTTP, a real database of its own for each test, actors as values.
//!
//! On SQLite by default, on PostgreSQL where `TEST_DATABASE_URL` names a server: the same tests.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't go on says so by panicking"
)]

mod access_needs;
mod accounts;
mod actor;
mod anonymous;
mod arc_model;
mod attendances;
mod benchmarks;
mod carried_challenges;
mod carrying;
mod challenge_changes;
mod challenges;
mod claims;
mod clone_privacy;
mod clones;
mod clusters;
mod co_organizers;
mod composition;
mod confidence;
mod consents;
mod conventions;
mod credits;
mod daily_batch;
mod database;
mod demo;
mod door;
mod door_model;
mod edition_lists;
mod edition_moves;
mod edition_setup;
mod edition_states;
mod editions;
mod erasure;
mod events;
mod export;
mod figure_fields;
mod figures;
mod format_flaws;
mod formats;
mod funders;
mod funnel;
mod history;
mod journey;
mod leaks;
mod leaving;
mod letters;
mod limits;
mod list_benchmarks;
mod lists;
mod live;
mod long_walks;
mod mailbox;
mod merging;
mod moderation;
mod offer_races;
mod offer_storm;
mod offers;
mod open_ends;
mod organizations;
mod outlines;
mod partnerships;
mod places;
mod policy;
mod positions;
mod problems;
mod process;
mod programme;
mod prototypes;
mod provenance;
mod questions;
mod readers;
mod readme;
mod receipts;
mod registrations;
mod remains;
mod replay;
mod resonances;
mod retention;
mod rights;
mod rooms;
mod rows;
mod same_words;
mod search;
mod search_rights;
mod series;
mod similar;
mod smtp;
mod staff;
mod staff_terms;
mod stage;
mod stages;
mod statements;
mod storm;
mod team_challenges;
mod team_members;
mod teams;
mod themes;
mod waiting;
mod wirvsvirus;
mod wordings;
mod world;
