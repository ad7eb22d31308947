//! Teams: made, changed, read.
