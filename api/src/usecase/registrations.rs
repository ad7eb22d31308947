//! Registrations: a person's place, or wait, in an edition.
