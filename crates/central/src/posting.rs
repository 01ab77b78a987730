//! Posting batches for billing.
