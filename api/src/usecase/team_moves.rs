//! Transitions of a team.
