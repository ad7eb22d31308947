//! The rules of a hackathon, pure: no async, no I/O, no clock, no SQL, no HTTP.
//!
//! What happens outside comes in as an argument (`now`, random numbers, rows already read) and what
//! is decided goes out as a value: a new state, a [`Rejection`], a [`policy::Grant`]. One file a noun;
//! [`values`] holds what a single field may be, [`policy`] who may do what.

pub mod account;
pub mod answer;
pub mod audit;
pub mod challenge;
pub mod clone;
pub mod cluster;
mod coherence;
pub mod composition;
pub mod credit;
pub mod door;
pub mod edition;
pub mod figure;
pub mod format;
pub mod funnel;
mod lifecycle;
pub mod likeness;
pub mod notice;
pub mod organization;
pub mod partner;
pub mod policy;
pub mod pool;
pub mod position;
pub mod problem_statement;
pub mod programme;
pub mod prototype;
pub mod provenance;
pub mod purpose;
pub mod question;
mod reader;
pub mod registration;
pub mod rejection;
mod repeated;
pub mod resonance;
pub mod retention;
pub mod ring;
pub mod search;
pub mod staff;
pub mod stage;
pub mod team;
pub mod theme;
pub mod values;
pub mod vocabulary;
pub mod waiting;
pub mod window;

pub use rejection::{Denied, Rejection};
