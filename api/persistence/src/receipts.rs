//! Receipts: codes by which a thing is followed without an account.
