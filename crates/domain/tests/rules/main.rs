//! The domain's rules, tried from outside: every decision by its table of
//! refusals, the laws that hold over random days, the frozen bytes of entries,
//! the balancing sheet.

mod balancing_sheet;
mod board;
mod cash_and_checks;
mod closing;
mod closing_desk;
mod configuration;
mod copies;
mod corrections;
mod day;
mod discrepancy;
mod discrepancy_day;
mod discrepancy_planted;
mod documents;
mod drawer;
mod epochs;
mod fixture;
mod frozen;
mod laws;
mod ledger;
mod payment;
mod posting_batch;
mod proof;
mod receipts;
mod returns;
mod rights;
mod script;
mod site_day;
mod sync;
mod table;
mod turn_on;
