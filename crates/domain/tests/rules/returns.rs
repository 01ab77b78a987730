//! Items that the bank returns: every refusal, and what comes out to the cent.

mod carried;
mod chains;
mod fees;
mod marks;
mod matching;
mod refusals;
mod reinstating;
mod taking_back;
mod working;
