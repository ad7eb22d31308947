//! Members of a team.
