//! Challenges: questions that a team can take up.
