//! Persons, as an organization knows them.
