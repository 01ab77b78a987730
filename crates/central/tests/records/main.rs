//! Central records as workstations meet them: a real PostgreSQL, real HTTPS, real signatures.

mod clocks;
mod contacts;
mod crowds;
mod encryption;
mod enrolment;
mod epochs;
mod full;
mod keys;
mod office;
mod order;
mod owners;
mod people;
mod pulling;
mod pushing;
mod settings;
mod strangers;
mod verifying;
mod waiting;
mod workstation;
