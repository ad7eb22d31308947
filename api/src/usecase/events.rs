//! Events: hackathons that come back.
