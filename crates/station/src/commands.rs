//! The stories of the commands, one file a noun. Each reads top to bottom: take
//! the request apart, look up what the decision may know, decide in the domain,
//! write, reply.

mod after_close;
mod asking;
mod batches;
mod board;
mod corrections;
mod days;
mod deposits;
mod drawer;
mod lists;
mod lookup;
mod papers;
mod payment;
mod printing;
mod receipts;
mod returns;
mod sheets;
mod sign_in;
mod state;

pub use batches::{
    batch, batches, close_batch, open_batch, place_suspense, preview_file, suspense, take_in_file, take_turn_in,
};
pub use board::{approve_session, board, count_in_place, hand_over_entries, return_session, take_in_entries};
pub use corrections::{
    account_history, list_refunds, refunds, request_refund, reverse_receipt, trace, trace_payments, transfer_payment,
    withdraw_refund, write_account_history, write_voucher,
};
pub use days::{close_day, flow, over_short};
pub use deposits::{
    correct_deposit, deposit, deposits, enter_bank_figures, finalize_deposit, prepare_deposit, propose_deposit,
    withdraw_deposit,
};
pub use drawer::{
    balancing_sheet, change_order, checkpoint_count, close_drawer, drawer, hand_over, no_sale, open_drawer, pick_up,
    record_count, recount, start_count,
};
pub use lists::write_list;
pub use lookup::{account, find_accounts, read_micr, scan};
pub use papers::{documents, write_document};
pub use payment::{discard_draft, draft, quote, save_draft, take_payment};
pub use printing::{print_again, skip_print};
pub use receipts::{find_receipts, receipt, receipt_pdf, reclass_tender, reprint_receipt, void_receipt};
pub use returns::{
    bank_account, dismiss_return_item, find_originals, list_for_collections, preview_return, preview_returns,
    reinstate_item, return_file, return_item, returned_item, returned_items, take_in_returns, write_notice,
};
pub use sheets::{session_sheet, suspects};
pub use sign_in::{lock, sign_in, sign_out, unlock};
pub use state::{catalog, state, verify};
