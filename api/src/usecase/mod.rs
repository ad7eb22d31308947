//! What can be done: authorize, load, decide, save. One file a noun.
//!
//! A use case is a method of [`App`]. It takes an [`Ask`], whose grant only the policy can make, and either reads
//! in one transaction or writes in one: load → rule of the domain → save → journal. It names no wire type: what
//! is sent is made by the `render` function it is handed, inside the transaction, because the idempotency record
//! has to hold the very bytes of the answer.

mod app;
mod ask;
mod failure;
mod idempotency;
mod journal;
mod keys;
mod letters;
mod locate;
mod mail;
mod page;
mod passwords;
mod tongue;

pub use app::{App, Clock, Settings};
pub use ask::{Answer, Ask, Expected, IdempotencyKey, Render, Work};
pub use failure::{Failure, FieldFlaw};
pub use keys::Keys;
pub use locate::Located;
pub use page::{Page, Paged};
pub use tongue::Tongue;
