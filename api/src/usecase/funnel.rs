//! The funnel: every statement has one disposition.
