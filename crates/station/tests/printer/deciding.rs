//! What a person decides about a job, and jobs that cannot be made.

use counterfoil_station::printer::{JobKind, PrinterError};
use counterfoil_station::rpc::messages::PrintJobState;

use crate::model::wait_until;
use crate::till::wait_for;
use crate::{copies_of, kicks, serial_till};

#[test]
fn decisions_that_are_refused() {
    let (till, far) = serial_till();
    let printer = till.start();
    let printed = till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Printed);
    assert!(matches!(
        printer.print_again(999),
        Err(PrinterError::UnknownJob { job: 999 })
    ));
    assert_eq!(printer.skip(999).unwrap_err().code(), "unknown_print_job");
    assert!(matches!(
        printer.print_again(printed),
        Err(PrinterError::NotUnknown { .. })
    ));
    assert_eq!(printer.skip(printed).unwrap_err().code(), "print_job_not_open");

    far.model().paper_out = true;
    let kick = till.commit(JobKind::DrawerKick, None, true);
    printer.wake();
    wait_until("the kick waits", || printer.state().waiting == 1);
    assert_eq!(printer.print_again(kick).unwrap_err().code(), "kick_not_repeated");
    assert_eq!(printer.skip(kick).unwrap().waiting, 0);
    assert_eq!(kicks(&far.model()), 1, "only the receipt's");
}

#[test]
fn a_waiting_job_that_is_given_up_is_not_printed() {
    let (till, far) = serial_till();
    far.model().paper_out = true;
    let printer = till.start();
    let first = till.pay_cash(&printer, "T1-000001");
    till.pay_cash(&printer, "T1-000002");
    wait_until("both wait", || printer.state().waiting == 2);
    printer.skip(first).unwrap();
    far.model().paper_out = false;
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert_eq!(copies_of(&far.model(), "T1-000001"), 0);
}

#[test]
fn an_entry_that_cannot_be_laid_out_does_not_hold_the_next_one_up() {
    let (till, _far) = serial_till();
    let printer = till.start();
    till.pay_cash(&printer, "T1-UNREADABLE");
    till.pay_cash(&printer, "T1-000002");
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert_eq!(
        printer.job_state_of("T1-UNREADABLE").unwrap(),
        Some(PrintJobState::Unknown)
    );
}
