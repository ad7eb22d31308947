//! Profiles that one registers as.
