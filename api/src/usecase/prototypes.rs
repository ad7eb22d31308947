//! Prototypes.
