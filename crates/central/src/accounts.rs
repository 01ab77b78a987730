//! Accounts by revision, as billing gives them.
//!
//! Each file that is taken in is a revision: all of it or nothing ([`import`]). Workstations
//! page through what changed after the revision that they have ([`page`]), and hear of what was paid since
//! at other offices ([`elsewhere`]).

mod elsewhere;
mod import;
mod offer;
mod page;
mod source;

/// The site of what belongs to the whole city.
pub(crate) const WHOLE_CITY: &str = "*";

pub use elsewhere::elsewhere;
pub use import::{Imported, Progress, import};
pub(crate) use offer::count;
pub use offer::offer;
pub use page::{Page, page};
pub use source::Checked;
