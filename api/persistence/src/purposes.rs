//! Consent purposes of an edition.
