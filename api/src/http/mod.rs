//! How it is asked: addresses, wire types, problems. One file a noun.
//!
//! A handler takes an [`Allowed`], which has authenticated, authorized and parsed, in this order, and calls one use
//! case. What the wire knows stays here: the shapes of bodies, the numbers of errors, languages, cursors, tags.

mod allowed;
mod answers;
mod body;
mod cursor;
mod document;
mod failure;
mod headers;
mod problem;
mod server;
mod wire;
mod words;

pub use document::document;
pub use server::{Server, Web};
