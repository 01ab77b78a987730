//! The demo: a whole business day at three windows, scripted, through the same
//! commands that the window uses; and its balance, checked against the journal
//! by sums of its own.

mod balance;
mod day;
mod dice;
mod papers;
mod payments;
mod window;

pub use balance::{Balance, BalanceLine, Sums, independent_sums};
pub use day::{Day, run};

/// The demo city's configuration file.
pub const CITY: &str = include_str!("../../../assets/demo/city.toml");
/// The demo city's accounts file.
pub const ACCOUNTS: &str = include_str!("../../../assets/demo/accounts.csv");
