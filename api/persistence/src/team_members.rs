//! Members of teams.
