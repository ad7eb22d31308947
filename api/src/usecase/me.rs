//! One's own registrations and roles.
