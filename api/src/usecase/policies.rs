//! Composition policies.
