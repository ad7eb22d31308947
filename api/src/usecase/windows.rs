//! Windows of an edition.
