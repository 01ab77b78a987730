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

    /// The board: every drawer and batch of a business date, all tender types, what stands in the way of closing it.
    board: GetDay => BoardView, ReadBoard;
    /// A drawer's or batch's sheet: receipts, movements, counts, tape.
    session_sheet: GetSession => SessionSheet, ReadBoard;
    /// Where to look when a session does not agree, likeliest first.
    suspects: GetSession => SuspectsView, ReadBoard;
    /// Approves a closed session; a difference is posted to over/short.
    approve_session: ApproveSession => Done, Approve;
    /// Sends a closed session back to counting; its counts stay on record.
    return_session: ReturnSession => Done, Approve;
    /// Begins the count of a drawer that its cashier left, in their place, with another person.
    count_in_place: CountInPlace => Done, Approve;
    /// Takes in a file of another workstation's entries.
    take_in_entries: TakeInEntries => EntriesTakenIn, Approve;
    /// Writes a file of this workstation's entries, for the closing desk.
    hand_over_entries: Nothing => WrittenDocument, SignedIn;

    /// What the batches' screens begin with.
    batches: Nothing => BatchesView, WorkBatches;
    /// Opens a batch of mail with its control figures; both openers are named.
    open_batch: OpenBatch => BatchOpenedView, WorkBatches;
    /// A batch as it is keyed: control figures against items.
    batch: GetSession => BatchView, WorkBatches;
    /// Closes a batch that agrees with its control figures, or whose difference somebody accepts.
    close_batch: CloseBatch => Done, WorkBatches;
    /// Looks at a file of payments without taking it in.
    preview_file: TakeInFile => FileView, WorkBatches;
    /// Takes a file of payments in, all of it or nothing; the same file only once.
    take_in_file: TakeInFile => FileView, WorkBatches;
    /// Takes a department's turn-in, balanced to its transmittal, and receipts it.
    take_turn_in: TakeTurnIn => TurnInTaken, WorkBatches;
    /// Money that stands in suspense.
    suspense: Nothing => SuspenseView, ReadBoard;
    /// Places money that stands in suspense.
    place_suspense: PlaceSuspense => Done, Approve;

    /// What the deposit's screen begins with: bank accounts, what can be deposited, deposits.
    deposits: Nothing => DepositsView, ReadBoard;
    /// What a deposit of some sessions would be: notes and coins, checks in order.
    propose_deposit: ProposeDeposit => DepositProposal, PrepareDeposit;
    /// Puts a deposit together; its composition must be that of the receipts.
    prepare_deposit: PrepareDeposit => DepositView, PrepareDeposit;
    /// Takes a deposit apart that is not final.
    withdraw_deposit: WithdrawDeposit => Done, PrepareDeposit;
    /// Counts a deposit again, by a second person; with its bag it is final.
    finalize_deposit: FinalizeDeposit => DepositView, VerifyDeposit;
    /// One deposit, whole.
    deposit: GetDeposit => DepositView, ReadBoard;
    /// Enters the bank's own figures for a final deposit.
    enter_bank_figures: EnterBankFigures => DepositView, EnterBankFigures;
    /// Enters the bank's correction; the deposit itself stays as it is.
    correct_deposit: CorrectDeposit => DepositView, EnterBankFigures;

    /// The register of returned items: by state and age, fees, what of the bank's files waits.
    returned_items: Nothing => ReturnedItemsView, ReadBoard;
    /// Looks for the tender that the bank returned.
    find_originals: FindOriginal => FoundOriginals, WorkReturns;
    /// What working a returned item would do: lines, fee, mark, balances, postings.
    preview_return: ReturnItem => ReturnPreview, WorkReturns;
    /// Works a returned item: takes back the tender, makes due again, charges the fee, marks the payer.
    return_item: ReturnItem => ReturnedItemView, WorkReturns;
    /// One returned item, whole.
    returned_item: GetReturnedItem => ReturnedItemView, ReadBoard;
    /// Reinstates a returned item that the bank paid after all, or that was a mistake.
    reinstate_item: ReinstateItem => ReturnedItemView, WorkReturns;
    /// Makes a notice for the payer of a returned item, as PDF, and journals it.
    write_notice: WriteNotice => WrittenDocument, WorkReturns;
    /// Puts returned items on a numbered list for collections and writes it.
    list_for_collections: ListForCollections => ListMade, WorkReturns;
    /// Looks at a bank's file of returned items without taking it in.
    preview_returns: TakeInReturns => ReturnFileView, WorkReturns;
    /// Takes a bank's file of returned items in, to be worked through; the same file only once.
    take_in_returns: TakeInReturns => ReturnFileView, WorkReturns;
    /// A file of returned items that was taken in, matched anew.
    return_file: GetReturnFile => ReturnFileView, WorkReturns;
    /// Says of an item of such a file that nothing is done about it here.
    dismiss_return_item: DismissReturnItem => Done, WorkReturns;
    /// All that is known of a bank account, by one of its checks.
    bank_account: GetBankAccount => BankAccountView, ReadBoard;

    /// Traces where a payment of an amount on about a date went.
    trace_payments: TracePayments => TracedPayments, ReadBoard;
    /// A payment and all that became of it.
    trace: GetReceipt => TraceView, ReadBoard;
    /// The history of an account: everything paid, returned, corrected.
    account_history: GetAccount => AccountHistoryView, ReadBoard;
    /// Writes the history of an account as PDF, XLSX and CSV.
    write_account_history: GetAccount => DocumentsWritten, ReadBoard;
    /// Reverses a receipt after its close.
    reverse_receipt: ReverseReceipt => Corrected, CorrectPayments;
    /// Moves a payment to the right account.
    transfer_payment: TransferPayment => Corrected, CorrectPayments;
    /// Asks accounts payable to pay something back.
    request_refund: RequestRefund => Corrected, CorrectPayments;
    /// Withdraws a request for a refund that was not listed yet.
    withdraw_refund: WithdrawRefund => Done, CorrectPayments;
    /// Requests for refunds and their lists.
    refunds: Nothing => RefundsView, ReadBoard;
    /// Puts requests for refunds on a numbered list for accounts payable and writes it.
    list_refunds: ListRefunds => ListMade, CorrectPayments;
    /// Writes a numbered list again, of refunds or for collections, as it was made.
    write_list: WriteList => DocumentsWritten, ReadBoard;
    /// Writes the voucher of a correcting entry.
    write_voucher: WriteVoucher => DocumentsWritten, ReadBoard;

    /// Closes a business day: counts, totals, heads, the ledger batch.
    close_day: CloseDay => DayClosedView, CloseDay;
    /// The documents that can be written of a date.
    documents: GetDay => DocumentsView, ReadBoard;
    /// Writes a document of a date, or all of them, as PDF, XLSX and CSV.
    write_document: WriteDocument => DocumentsWritten, ReadBoard;
    /// A day's flow by hour: receipts, items and cents per tender type.
    flow: GetDay => FlowView, ReadBoard;
    /// Over and short by cashier over the last twelve months.
    over_short: Nothing => OverShortView, ReadBoard;

    /// Reads the journal from the first entry: chain, sequence, postings, grand totals.
    verify: Nothing => Verified, ReadJournal;
}
