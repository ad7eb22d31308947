//! The staff of an edition.
