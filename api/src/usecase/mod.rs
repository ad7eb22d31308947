//! What can be done: authorize, load, decide, save. One file a noun.
//!
//! A use case is a method of [`App`]. It takes an [`Ask`], whose grant only the policy can make, and either reads
//! in one transaction or writes in one: load → rule of the domain → save → journal. It names no wire type: what
//! is sent is made by the `render` function it is handed, inside the transaction, because the idempotency record
//! has to hold the very bytes of the answer.

pub mod access_needs;
pub mod accounts;
mod app;
mod ask;
pub mod challenges;
mod claims;
pub mod clones;
pub mod consents;
pub mod credits;
mod door;
mod edition_changes;
pub mod edition_moves;
pub mod editions;
pub mod events;
mod failure;
pub mod figures;
mod format_changes;
pub mod formats;
pub mod funnel;
mod gate;
mod housekeeping;
mod idempotency;
pub mod invitations;
mod journal;
mod keys;
pub mod labels;
mod letters;
mod localized;
mod locate;
mod mail;
pub mod me;
pub mod members;
pub mod offers;
pub mod open_ends;
pub mod organizations;
pub mod outcome;
mod page;
pub mod partners;
pub mod partnerships;
mod passwords;
pub mod places;
mod placing;
pub mod policies;
pub mod pools;
pub mod positions;
pub mod profiles;
pub mod prototypes;
pub mod provenance;
pub mod purposes;
pub mod questions;
pub mod receipts;
pub mod registering;
pub mod registrations;
pub mod reviews;
pub mod series;
mod set_up;
mod sight;
pub mod sign_in_links;
pub mod staff;
pub mod statements;
pub mod team_members;
pub mod team_moves;
pub mod teams;
pub mod tokens;
mod tongue;
mod waiting;
pub mod windows;

pub use app::{App, Clock, Settings};
pub use ask::{Answer, Ask, Expected, IdempotencyKey, Render, Work};
pub use failure::{Failure, FieldFlaw};
pub use keys::Keys;
pub use locate::Located;
pub use mail::Postman;
pub use page::{Page, Paged};
pub use tongue::Tongue;
