//! Pools of places.
