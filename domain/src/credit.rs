//! Credits: who did what for an edition, people and institutions, with or without an account.

use crate::rejection::{Refusal, Rejection};

/// The most credits of an edition.
pub const MOST: u64 = 500;

/// Whether an edition takes one more credit.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_takes_so_many_and_no_more() {
        assert_eq!(one_more(0), Ok(()));
        assert_eq!(one_more(MOST - 1), Ok(()));
        assert_eq!(one_more(MOST), Err(Refusal::Full.into()));
    }
}
