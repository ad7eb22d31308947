//! What happens in an edition, and when.

use crate::values::words;

words! {
    /// The kind of a programme item.
    pub enum ProgrammeItemKind {
        /// Before the edition, elsewhere: problems are named, ideas come.
        PreIdeation = "pre_ideation",
        /// Thinking together, before anything is solved.
        Reflection = "reflection",
        /// Learning something.
        Workshop = "workshop",
        /// Designing and building.
        Making = "making",
        /// Somebody tells something.
        Talk = "talk",
        /// People come together.
        Meeting = "meeting",
        /// Nothing is to be done.
        Break = "break",
        /// A team presents.
        Pitch = "pitch",
        /// All teams present, before the field.
        Plenary = "plenary",
        /// The end.
        Closing = "closing",
    }
}
