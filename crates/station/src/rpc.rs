//! Every command, declared once: its name, request, reply and the right it needs.
//!
//! From this one list come the router and its permission check, the TypeScript
//! types, the documentation in `docs/rpc.md`, and the scripting interface. The
//! window's single Tauri command and `counterfoil rpc` make the same call.

pub mod messages;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::commands;
use crate::fault::Fault;
use counterfoil_domain::rights::Right;
use messages::*;

/// One command of the list.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// The type of its request.
    pub request: &'static str,
    /// The type of its reply.
    pub reply: &'static str,
    /// The right that it needs.
    pub right: Right,
}

/// A request in its type.
pub(crate) fn parsed<T: DeserializeOwned>(request: &RawValue) -> Result<T, Fault> {
    serde_json::from_str(request.get()).map_err(|error| Fault::BadRequest {
        problem: error.to_string(),
    })
}

/// A reply as JSON.
pub(crate) fn written<T: Serialize>(reply: &T) -> Result<Box<RawValue>, Fault> {
    serde_json::value::to_raw_value(reply).map_err(|error| Fault::BadRequest {
        problem: error.to_string(),
    })
}

commands! {
    /// Where everything stands: date, window, drawer, who is signed in, printer, central records.
    state: Nothing => State, Anyone;
    /// Signs someone in. Five wrong passwords lock the user for a growing time.
    sign_in: SignIn => State, Anyone;
    /// Signs out. A payment in progress is kept.
    sign_out: Nothing => State, SignedIn;
    /// Locks the screen without losing anything.
    lock: Nothing => State, SignedIn;
    /// Unlocks the screen for the user who locked it.
    unlock: SignIn => State, Anyone;
    /// What the screens need of the configuration.
    catalog: Nothing => Catalog, SignedIn;

    /// Looks accounts up as typed.
    find_accounts: FindAccounts => FoundAccounts, ReadReceipts;
    /// One account with its charges.
    account: GetAccount => AccountView, ReadReceipts;
    /// Finds the account and charges of a scanned bill.
    scan: ScanBill => ScannedBill, TakePayments;
    /// Reads a check's MICR line.
    read_micr: ReadMicr => MicrView, TakePayments;

    /// What a payment would come to, with the receipt as it would print and what stands in the way.
    quote: Payment => Quote, TakePayments;
    /// Takes a payment: one receipt, one commit.
    take_payment: TakePayment => Taken, TakePayments;
    /// Keeps the payment in progress.
    save_draft: Draft => Nothing, TakePayments;
    /// The payment in progress of whoever is signed in.
    draft: Nothing => DraftView, TakePayments;
    /// Throws the payment in progress away.
    discard_draft: Nothing => Nothing, TakePayments;

    /// A drawer session: figures, tape, movements, counts.
    drawer: GetDrawer => DrawerView, ReadReceipts;
    /// Opens the drawer on a counted and accepted float.
    open_drawer: OpenDrawer => Done, WorkDrawer;
    /// Counts the cash in the middle of the day.
    checkpoint_count: CheckpointCount => Done, WorkDrawer;
    /// Takes cash to the vault.
    pick_up: PickUp => Done, WorkDrawer;
    /// Exchanges cash with the vault.
    change_order: ChangeOrder => Done, WorkDrawer;
    /// Hands the drawer to another cashier, both having counted.
    hand_over: HandOver => Done, WorkDrawer;
    /// Opens the drawer without a sale.
    no_sale: NoSaleOpening => Done, WorkDrawer;
    /// Begins the count for the close; no payments from here.
    start_count: StartCount => Done, WorkDrawer;
    /// Commits a count; only then is the variance shown.
    record_count: RecordCount => DrawerView, WorkDrawer;
    /// Closes the drawer on its last count.
    close_drawer: CloseDrawer => Done, WorkDrawer;
    /// Goes back to counting, as long as the session is not approved.
    recount: Recount => Done, WorkDrawer;
    /// Writes the balancing sheet of a session as PDF.
    balancing_sheet: GetDrawer => WrittenDocument, ReadReceipts;

    /// Looks receipts up.
    find_receipts: FindReceipts => FoundReceipts, ReadReceipts;
    /// One receipt, whole.
    receipt: GetReceipt => ReceiptView, ReadReceipts;
    /// Voids a receipt of the open session.
    void_receipt: VoidReceipt => Voided, WorkDrawer;
    /// Moves a tender to another type.
    reclass_tender: ReclassTender => Done, WorkDrawer;
    /// Prints a receipt again, marked COPY, and journals it.
    reprint_receipt: ReprintReceipt => Reprinted, Reprint;
    /// Writes a receipt as PDF, marked COPY, and journals it.
    receipt_pdf: ReprintReceipt => WrittenDocument, Reprint;

    /// Sends a print job of unknown outcome again.
    print_again: PrintJobDecision => PrinterState, Reprint;
    /// Gives a print job up.
    skip_print: PrintJobDecision => PrinterState, Reprint;

    /// Reads the journal from the first entry: chain, sequence, postings, grand totals.
    verify: Nothing => Verified, ReadJournal;
}
