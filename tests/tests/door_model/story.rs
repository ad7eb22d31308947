//! What happens at a door.

use proptest::prelude::*;

/// A door, and what happens at it.
#[derive(Debug, Clone)]
pub struct Story {
    /// The sizes of the pools.
    pub sizes: Vec<Option<u32>>,
    /// The pools from which each profile draws.
    pub draws: Vec<Vec<usize>>,
    /// Whether somebody looks at registrations first.
    pub review: bool,
    /// How many hours an offer holds.
    pub offer_hours: Option<u16>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// Something that happens; whom it happens to is a number that is taken among those who are there.
#[derive(Debug, Clone)]
pub enum Step {
    /// Somebody registers with a profile.
    Comes(usize),
    /// Somebody is moved by a verb.
    Moved(usize, Verb),
    /// A pool gets a size.
    Resized(usize, Option<u32>),
    /// So many hours pass.
    Later(u16),
}

/// The moves of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Cancel,
    Confirm,
    Decline,
    AcceptOffer,
    CheckIn,
    UndoCheckIn,
}

impl Verb {
    /// As in the address of its operation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Confirm => "confirm",
            Self::Decline => "decline",
            Self::AcceptOffer => "accept-offer",
            Self::CheckIn => "check-in",
            Self::UndoCheckIn => "undo-check-in",
        }
    }
}

/// What became of a step: done, or refused with a code; none where there is nobody it could happen to.
pub type Outcome = Option<Result<(), &'static str>>;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let verb = prop_oneof![
        3 => Just(Verb::Cancel),
        3 => Just(Verb::Confirm),
        1 => Just(Verb::Decline),
        3 => Just(Verb::AcceptOffer),
        2 => Just(Verb::CheckIn),
        1 => Just(Verb::UndoCheckIn),
    ];
    let step = prop_oneof![
        5 => any::<usize>().prop_map(Step::Comes),
        6 => (any::<usize>(), verb).prop_map(|(who, verb)| Step::Moved(who, verb)),
        1 => (any::<usize>(), prop::option::weighted(0.9, 0_u32..4)).prop_map(|(pool, size)| Step::Resized(pool, size)),
        2 => (0_u16..30).prop_map(Step::Later),
    ];
    prop::collection::vec(step, 1..18)
}

/// Doors of one to three pools and one to three profiles.
pub fn stories() -> impl Strategy<Value = Story> {
    let sizes = prop::collection::vec(prop::option::weighted(0.85, 0_u32..4), 1..4);
    sizes.prop_flat_map(|sizes| {
        let all: Vec<usize> = (0..sizes.len()).collect();
        let draws = prop::collection::vec(prop::sample::subsequence(all, 0..=sizes.len()), 1..4);
        let door = (Just(sizes), draws, prop::bool::weighted(0.3), prop::option::of(1_u16..30), steps());
        door.prop_map(|(sizes, draws, review, offer_hours, steps)| Story {
            sizes,
            draws,
            review,
            offer_hours,
            steps,
        })
    })
}
