//! Transitions of an edition.
