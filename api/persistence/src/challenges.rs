//! Challenges and the statements they hold.
