//! Accounts by revision, as billing gives them.
