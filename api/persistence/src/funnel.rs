//! The counts of the funnel.
