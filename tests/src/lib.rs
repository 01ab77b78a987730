//! Journeys through the whole house, in the words of the desk.
//!
//! A [`desk::Desk`] is a cashier at the real `counterfoil rpc` program, or the closing desk
//! (its words are in [`closing_desk`], [`returned_items`], [`bank_files`] and
//! [`corrections`]); a [`screen::Screen`] is the real window, worked by its keys. Both sit at a
//! [`workstation::Workstation`], a folder of its own with the small city of
//! `fixtures/`, and what they did is read back from its journal by
//! [`books::Books`], which trusts nothing that the program said.

pub mod bank_files;
pub mod books;
pub mod calendar;
pub mod cash;
pub mod central;
pub mod closing_desk;
pub mod corrections;
pub mod desk;
pub mod dice;
pub mod line;
pub mod payment;
pub mod programs;
pub mod returned_items;
pub mod screen;
pub mod workstation;

/// The people of the small city, by user id. All have the password [`PASSWORD`].
pub mod people {
    /// A cashier.
    pub const ANA: &str = "ana";
    /// Another cashier.
    pub const BEN: &str = "ben";
    /// A supervisor.
    pub const SAM: &str = "sam";
    /// Another supervisor.
    pub const SUE: &str = "sue";
    /// A deposit preparer.
    pub const DOT: &str = "dot";
    /// An auditor: reads all, changes nothing.
    pub const ADA: &str = "ada";
    /// Of treasury.
    pub const TESS: &str = "tess";
    /// An administrator.
    pub const ADAM: &str = "adam";
}

/// The one password of the small city.
pub const PASSWORD: &str = "mill-street";
