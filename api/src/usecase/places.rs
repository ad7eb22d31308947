//! Places that are true.
