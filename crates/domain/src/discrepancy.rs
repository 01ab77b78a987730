//! The search for what is wrong where a session does not agree: what a supervisor
//! would look for, looked for everywhere at once, the likeliest first.
//!
//! A search accuses nobody: it names places to look. It reads the fold of a session
//! and of those beside it, and nothing else; what was for sure (a check that is not
//! there) stands before what is only likely. How likely is said in one table,
//! [`likelihood`]; the patterns are those that practitioners look for.

mod counting;
mod digits;
mod drawers;
mod keyed;
mod likelihood;
mod movements;
mod narrowing;
mod pattern;
mod pieces;
mod receipts;
mod repeats;
mod scene;
mod sentence;
mod suspect;
mod tape;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::{Configuration, TenderKind};
use crate::money::Cents;
use crate::receipt::ReceiptLine;
use crate::refusal::Refusal;
use crate::session::Session;

pub use narrowing::{CountPoint, CountPointKind, Narrowed};
pub use pattern::{ChangeSlip, CheckSlip, MovementKind, NamedReceipt, Pattern};
pub use suspect::{Mend, Suspect};
pub use tape::{CheckMatch, Finding};

use likelihood::Scored;
use scene::Scene;

/// How many suspects are named at most: a list that is longer is not read.
pub const MOST_SUSPECTS: usize = 12;

/// What receipts were for: the lines of each, by its number. Where they are known,
/// repeats are told apart from two payments of one price, and amounts that the
/// program worked out from those that somebody typed.
pub type Lines = BTreeMap<String, Vec<ReceiptLine>>;

/// What was found about a session that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Search {
    /// The tender types that differ, in the configured order.
    pub differences: Vec<Difference>,
    /// The counts in the middle of the day that narrowed the search for cash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub narrowed: Option<Narrowed>,
    /// Where to look, likeliest first; at most [`MOST_SUSPECTS`].
    pub suspects: Vec<Suspect>,
    /// The pieces of the tape that were not found as recorded.
    pub checks: Vec<CheckMatch>,
}

/// A tender type whose count differs from what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Difference {
    /// The tender type's code.
    pub tender: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: TenderKind,
    /// What the receipts say now (for cash: with float and movements).
    pub expected: Cents,
    /// What the last count found.
    pub counted: Cents,
    /// Counted less expected: negative when short.
    pub difference: Cents,
}

/// Searches for what is wrong with a session, by its last count for the close. A
/// session that was never counted, or that agrees, has nothing to be found.
///
/// `beside` are the other sessions of the same day, in any order.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn search(configuration: &Configuration, session: &Session, beside: &[&Session]) -> Result<Search, Refusal> {
    search_with_lines(configuration, session, beside, &Lines::new())
}

/// [`search`], knowing what the receipts were for. Lines of receipts that are not of
/// this session do no harm; receipts without lines are judged by their postings.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn search_with_lines(
    configuration: &Configuration,
    session: &Session,
    beside: &[&Session],
    lines: &Lines,
) -> Result<Search, Refusal> {
    let Some(scene) = Scene::set(configuration, session, beside, lines)? else {
        return Ok(Search::default());
    };
    let mut found: Vec<Scored> = Vec::new();
    let tape = tape::match_up(&scene);
    let checks = tape.matches();
    if !scene.targets.is_empty() {
        pieces::suspects(&scene, &tape, &mut found)?;
        receipts::wrong_tender(&scene, &checks, &mut found)?;
    }
    for target in &scene.targets {
        if target.sought.is_zero() {
            continue;
        }
        receipts::exact(&scene, target, &mut found)?;
        receipts::change(&scene, target, &mut found)?;
        keyed::slips(&scene, target, &mut found)?;
        repeats::duplicates(&scene, target, &mut found)?;
        drawers::beside(&scene, target, &mut found)?;
        if target.difference.kind == TenderKind::Cash {
            counting::miscounts(&scene, target, &mut found)?;
            movements::movements(&scene, target, &mut found)?;
        }
    }
    Ok(Search {
        narrowed: scene.narrowed(),
        suspects: likelihood::ranked(found, scene.targets.len()),
        checks,
        differences: scene.targets.into_iter().map(|target| target.difference).collect(),
    })
}
