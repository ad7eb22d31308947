//! The graph from voices to prototypes.
