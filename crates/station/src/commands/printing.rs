//! What a person decides about print jobs.

use crate::fault::Fault;
use crate::rpc::messages::{PrintJobDecision, PrinterState};
use crate::seat::Call;

/// Sends a job of unknown outcome again.
///
/// # Errors
/// [`Fault::Printer`].
pub fn print_again(call: &Call<'_>, request: PrintJobDecision) -> Result<PrinterState, Fault> {
    Ok(call.station.printer.print_again(request.job)?)
}

/// Gives a job up.
///
/// # Errors
/// [`Fault::Printer`].
pub fn skip_print(call: &Call<'_>, request: PrintJobDecision) -> Result<PrinterState, Fault> {
    Ok(call.station.printer.skip(request.job)?)
}
