//! Receipts: following a thing without an account.
