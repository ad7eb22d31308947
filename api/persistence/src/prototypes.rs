//! Prototypes and their stages.
