//! The demo: a whole business day at three windows and the closing desk, and a second one with
//! what came back of it and was put right, scripted, through the same commands that the
//! window uses; and their sums, checked against the journals by sums of its own.

mod balance;
mod batches;
mod closing;
mod counter;
mod day;
mod deposit;
mod dice;
mod late;
mod papers;
mod payments;
mod second_day;
mod slips;
mod watch;
mod window;

pub use balance::{Line, Sums};
pub use closing::Found;
pub use day::{Day, run};
pub use second_day::{Corrections, SecondDay};

/// The demo city's configuration file.
pub const CITY: &str = include_str!("../../../assets/demo/city.toml");
/// The demo city's accounts file.
pub const ACCOUNTS: &str = include_str!("../../../assets/demo/accounts.csv");
