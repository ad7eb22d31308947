//! Problem statements: what somebody voiced.
