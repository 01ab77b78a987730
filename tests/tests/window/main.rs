//! Journeys through the real window, by keys alone: a cashier at the counter, a supervisor
//! and treasury at the closing desk, what the bank returns, and the window as a program.

mod closing;
mod counter;
mod deposit;
mod evening;
mod line_cut;
mod mail;
mod program;
mod returns;
mod treasury;
