//! Clusters: statements that the crew puts side by side. Putting together is not merging: each stays what it is.

use crate::rejection::{Refusal, Rejection};

/// The most clusters of an edition.
pub const MOST: u64 = 1_000;
/// The most statements of a cluster.
pub const MOST_STATEMENTS: usize = 500;
/// How many of the statements beside one its receipt tells of.
pub const MOST_TOLD: u64 = 50;

/// Whether an edition takes one more cluster.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// Whether a cluster takes one more statement.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more_statement(present: usize) -> Result<(), Rejection> {
    if present < MOST_STATEMENTS { Ok(()) } else { Err(Refusal::Full.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_and_no_more() {
        assert_eq!(one_more(MOST - 1), Ok(()));
        assert_eq!(one_more(MOST), Err(Refusal::Full.into()));
        assert_eq!(one_more_statement(MOST_STATEMENTS - 1), Ok(()));
        assert_eq!(one_more_statement(MOST_STATEMENTS), Err(Refusal::Full.into()));
    }
}
