//! Central records: every workstation's entries, on PostgreSQL.
