//! Lines that break, hold off, or cannot answer.

use std::time::{Duration, Instant};

use counterfoil_station::printer::Timing;
use counterfoil_station::rpc::messages::{PrintJobState, PrinterCondition};

use crate::model::wait_until;
use crate::till::{Till, wait_for, wait_for_condition};
use crate::{copies_of, serial_till, without_status};

#[test]
fn unplugged_in_the_middle_and_plugged_in_again() {
    for status in [true, false] {
        let (till, far) = serial_till();
        let till = if status { till } else { without_status(till) };
        far.model().pull_after = Some(2_000);
        let printer = till.start();
        let torn = till.pay_cash(&printer, "T1-LONG1");
        wait_for(&printer, "T1-LONG1", PrintJobState::Unknown);
        wait_for_condition(&printer, PrinterCondition::Unreachable);
        assert!(far.model().received < 10_000, "it was not the middle");
        assert!(printer.trouble().is_some());

        till.pay_cash(&printer, "T1-000002");
        wait_until("the next one waits", || printer.state().waiting == 1);
        assert_eq!(printer.state().unknown, 1);

        far.plug_in();
        far.model().paper.clear();
        wait_for(
            &printer,
            "T1-000002",
            if status {
                PrintJobState::Printed
            } else {
                PrintJobState::Sent
            },
        );
        assert_eq!(printer.state().condition, PrinterCondition::Ready);
        far.wait_until("the second is out", |model| copies_of(model, "T1-000002") == 1);
        assert_eq!(copies_of(&far.model(), "T1-LONG1"), 0, "printed again by itself");

        assert_eq!(printer.skip(torn).unwrap().unknown, 0);
        assert_eq!(printer.job_state_of("T1-LONG1").unwrap(), Some(PrintJobState::Skipped));
    }
}

#[test]
fn unplugged_before_the_first_byte_the_job_waits() {
    let (till, far) = serial_till();
    let till = without_status(till);
    far.pull();
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for_condition(&printer, PrinterCondition::Unreachable);
    wait_until("it waits", || printer.state().waiting == 1);
    far.plug_in();
    wait_for(&printer, "T1-000001", PrintJobState::Sent);
    far.wait_until("it is out", |model| copies_of(model, "T1-000001") == 1);
}

#[test]
fn unplugged_between_two_receipts_the_second_waits() {
    for status in [true, false] {
        let (till, far) = serial_till();
        let till = if status { till } else { without_status(till) };
        let well = if status {
            PrintJobState::Printed
        } else {
            PrintJobState::Sent
        };
        let printer = till.start();
        till.pay_cash(&printer, "T1-000001");
        wait_for(&printer, "T1-000001", well);
        far.pull();
        till.pay_cash(&printer, "T1-000002");
        wait_for(&printer, "T1-000002", PrintJobState::Waiting);
        wait_for_condition(&printer, PrinterCondition::Unreachable);
        assert_eq!((printer.state().waiting, printer.state().unknown), (1, 0));
        far.plug_in();
        wait_for(&printer, "T1-000002", well);
    }
}

#[test]
fn a_line_that_stops_taking_bytes_is_given_up_and_does_not_hold_the_end_up() {
    let (till, far) = serial_till();
    let till = without_status(till);
    far.model().stuck = true;
    let printer = till.start();
    till.pay_cash(&printer, "T1-LONG1");
    wait_for(&printer, "T1-LONG1", PrintJobState::Unknown);
    drop(printer);

    let patient = Till {
        timing: Timing {
            stall: Duration::from_secs(60),
            ..till.timing.clone()
        },
        ..till
    };
    let printer = patient.start();
    let job = patient.pay_cash(&printer, "T1-LONG2");
    wait_for_condition(&printer, PrinterCondition::Printing);
    let begin = Instant::now();
    drop(printer);
    assert!(
        begin.elapsed() < Duration::from_millis(1_400),
        "the end took {:?}",
        begin.elapsed()
    );
    assert_eq!(patient.stored_state(job), "unknown");
}

#[test]
fn a_line_that_cannot_answer_comes_to_sent_and_nothing_to_look_at() {
    let (till, far) = serial_till();
    let till = without_status(till);
    let printer = till.start();
    let job = till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Sent);
    far.wait_until("it is out", |model| copies_of(model, "T1-000001") == 1);
    assert_eq!(far.model().questions, 0);
    assert_eq!((printer.state().waiting, printer.state().unknown), (0, 0));
    assert_eq!(printer.print_again(job).unwrap_err().code(), "print_job_not_unknown");
}
