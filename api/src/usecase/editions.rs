//! Editions: made, changed, read.
