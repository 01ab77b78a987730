//! Documents as bytes, pure.
//!
//! The domain says what a document holds ([`counterfoil_domain::documents`]);
//! this crate says how it looks, and knows no file, clock or randomness: the
//! same document gives the same bytes.
//!
//! [`tape`] lays a receipt out in lines of text. The screen shows these lines,
//! [`escpos`] encodes them for a receipt printer, [`pdf::receipt`] draws them,
//! so there is one layout. [`pdf`] draws the documents of Letter size upon a
//! small layer of pages and tables. A [report](counterfoil_domain::documents::report)
//! becomes a PDF to sign, and with [`xlsx`] and [`csv`] figures to work with.

mod barcode;
pub mod csv;
pub mod escpos;
mod inert;
pub mod pdf;
pub mod tape;
mod text;
mod words;
pub mod xlsx;
