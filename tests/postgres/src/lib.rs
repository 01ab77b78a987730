//! A PostgreSQL of its own, in a folder of its own, for the tests.
