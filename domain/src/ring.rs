//! The ring on which the prototypes of a non-competitive edition stand, so that none is ever first (invariant
//! 8 of the domain).
//!
//! A prototype draws its place by lot when it is made. Where a day's walk begins is drawn too, from the edition
//! and the date there: everybody sees the same order all day, another one tomorrow, and no quality of a
//! prototype has a part in it. A cursor keeps its date, so that a walk begun before midnight ends where it began.

use crate::values::EditionId;

/// Places on the ring: `0..PLACES`, 2^62, so that a place fits the signed integers of both databases with
/// room to spare.
pub const PLACES: u64 = 1 << 62;

/// The place of a random number on the ring.
#[must_use]
pub const fn place(random: u64) -> u64 {
    random % PLACES
}

/// The place from which a list of the edition starts on this date of its own time zone (`2025-11-20`), below
/// [`PLACES`].
///
/// FNV-1a over the edition and the date, then the finalizer of `SplitMix64`, which spreads neighbouring dates
/// over the whole ring. It is written out because it must be the same in every process and every release: the
/// standard library's hasher promises neither. It hides nothing; it only has to be nobody's choice.
#[must_use]
pub fn start(edition: EditionId, local_date: &str) -> u64 {
    let bytes = edition.0.as_bytes().iter().copied().chain(local_date.bytes());
    let fnv = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    place(mixed ^ (mixed >> 31))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const EDITION: EditionId = EditionId(Uuid::from_u128(0x0193_4a5b_7c6d_7e8f_8123_4567_89ab_cdef));

    #[test]
    fn the_start_never_changes_between_releases() {
        assert_eq!(start(EDITION, "2025-11-20"), 2_566_930_183_113_034_624);
        assert_eq!(start(EDITION, "2025-11-21"), 117_674_912_149_829_971);
    }

    #[test]
    fn the_days_of_a_month_start_all_round() {
        let days: Vec<_> = (1..=30).map(|day| start(EDITION, &format!("2025-11-{day:02}"))).collect();
        let quarters: BTreeSet<_> = days.iter().map(|place| place / (PLACES / 4)).collect();
        assert_eq!(quarters.len(), 4);
        assert_eq!(days.iter().collect::<BTreeSet<_>>().len(), 30);
    }

    proptest! {
        #[test]
        fn every_start_is_on_the_ring(edition in any::<u128>(), date in "\\PC{0,20}") {
            let edition = EditionId(Uuid::from_u128(edition));
            prop_assert!(start(edition, &date) < PLACES);
            prop_assert_eq!(start(edition, &date), start(edition, &date));
        }
    }
}
