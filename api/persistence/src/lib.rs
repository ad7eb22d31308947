//! Palabre.

mod entity;
