//! Partners of an edition.
