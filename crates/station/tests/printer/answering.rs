//! A printer that answers: asked before, asked after, and never claimed to have printed what it did not.

use std::time::Duration;

use counterfoil_station::printer::{JobKind, Timing};
use counterfoil_station::rpc::messages::{PrintJobState, PrinterCondition};

use crate::model::{Model, wait_until};
use crate::till::{Till, wait_for, wait_for_condition};
use crate::{KICK, copies_of, has_cut, kicks, serial_till};

#[test]
fn a_receipt_goes_to_paper_and_the_drawer_opens() {
    let (till, far) = serial_till();
    let printer = till.start();
    let job = till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Printed);

    let model = far.model();
    let text = model.text();
    for part in ["City of Example", "Ana Núñez", "369.24", "[barcode T1-000001]", "[cut]"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert_eq!(kicks(&model), 1, "the kick is five bytes");
    let state = printer.state();
    assert_eq!(
        (state.condition, state.waiting, state.unknown),
        (PrinterCondition::Ready, 0, 0)
    );
    assert_eq!(
        state
            .jobs
            .iter()
            .map(|j| (j.id, j.what.as_str(), j.receipt.as_deref()))
            .collect::<Vec<_>>(),
        [(job, "receipt", Some("T1-000001"))]
    );
}

#[test]
fn a_copy_says_so_and_opens_no_drawer() {
    let (till, far) = serial_till();
    let printer = till.start();
    till.commit(JobKind::Copy, Some("T1-000001"), false);
    printer.wake();
    far.wait_until("the copy is out", has_cut);
    assert!(far.model().text().contains("COPY"));
    assert_eq!(kicks(&far.model()), 0);
    assert_eq!(
        printer.job_state_of("T1-000001").unwrap(),
        None,
        "the copy is not the receipt"
    );
}

#[test]
fn a_no_sale_is_five_bytes() {
    let (till, far) = serial_till();
    let printer = till.start();
    till.commit(JobKind::DrawerKick, None, true);
    printer.wake();
    far.wait_until("the drawer is open", |model| !model.paper.is_empty());
    wait_until("the job has ended", || {
        printer
            .state()
            .jobs
            .first()
            .is_some_and(|j| j.state == PrintJobState::Printed)
    });
    assert_eq!(far.model().paper, KICK);
}

#[test]
fn a_printer_that_is_not_well_gets_nothing_until_it_is() {
    type Set = fn(&mut Model, bool);
    let troubles: [(Set, PrinterCondition); 4] = [
        (|model, on| model.paper_out = on, PrinterCondition::PaperOut),
        (|model, on| model.cover_open = on, PrinterCondition::CoverOpen),
        (|model, on| model.off_line = on, PrinterCondition::Offline),
        (|model, on| model.silent = on, PrinterCondition::Unreachable),
    ];
    for (set, condition) in troubles {
        let (till, far) = serial_till();
        set(&mut far.model(), true);
        let printer = till.start();
        till.pay_cash(&printer, "T1-000001");
        wait_until("the job waits", || printer.state().waiting == 1);
        wait_for_condition(&printer, condition);
        let asked = far.model().questions;
        far.wait_until("it is asked again", |model| model.questions > asked + 4);
        assert_eq!(far.model().received, 0, "{condition:?}: bytes were sent");
        assert_eq!(printer.job_state_of("T1-000001").unwrap(), Some(PrintJobState::Waiting));

        set(&mut far.model(), false);
        wait_for(&printer, "T1-000001", PrintJobState::Printed);
        wait_for_condition(&printer, PrinterCondition::Ready);
        assert_eq!(copies_of(&far.model(), "T1-000001"), 1);
    }
}

#[test]
fn an_idle_printer_that_loses_its_paper_shows_it_before_the_next_receipt() {
    let (till, far) = serial_till();
    let printer = till.start();
    wait_for_condition(&printer, PrinterCondition::Ready);
    far.model().paper_out = true;
    wait_for_condition(&printer, PrinterCondition::PaperOut);
    far.model().paper_out = false;
    wait_for_condition(&printer, PrinterCondition::Ready);
}

#[test]
fn printed_is_never_claimed_for_paper_that_ran_out() {
    let (till, far) = serial_till();
    far.model().roll = Some(200);
    let printer = till.start();
    let job = till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Unknown);
    assert_eq!(printer.state().condition, PrinterCondition::PaperOut);
    assert_eq!(printer.state().unknown, 1);

    // A new roll: the printer goes on by itself, the job stays for a person to look at.
    far.model().paper_out = false;
    wait_for_condition(&printer, PrinterCondition::Ready);
    assert_eq!(printer.job_state_of("T1-000001").unwrap(), Some(PrintJobState::Unknown));

    assert_eq!(printer.print_again(job).unwrap().unknown, 0);
    wait_for(&printer, "T1-000001", PrintJobState::Printed);
    assert_eq!(kicks(&far.model()), 1, "the drawer opens once for an entry");
}

#[test]
fn a_slow_printer_is_waited_for_before_anything_is_claimed() {
    let (till, far) = serial_till();
    // When the last byte came in, most is still to be printed, and the paper looks fine.
    let whole = KICK.len() + till.receipt_length("T1-000001");
    far.model().pace = 3;
    far.model().roll = Some(whole - 50);
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    far.wait_until("all came in", |model| model.received >= whole);
    assert!(!far.model().paper_out, "it was not slow");
    assert_eq!(printer.job_state_of("T1-000001").unwrap(), Some(PrintJobState::Waiting));
    wait_for(&printer, "T1-000001", PrintJobState::Unknown);

    far.model().paper_out = false;
    till.pay_cash(&printer, "T1-000002");
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert!(has_cut(&far.model()), "claimed before it was out");
}

#[test]
fn a_late_answer_is_not_taken_for_the_next_job() {
    let (till, far) = serial_till();
    far.model().roll = Some(100);
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Unknown);
    till.pay_cash(&printer, "T1-000002");
    wait_until("the second waits", || printer.state().waiting == 1);
    {
        // The new roll ends within the second receipt; the first one's answer comes before that.
        let mut model = far.model();
        let rest_of_the_first = model.received - model.paper.len();
        model.roll = Some(rest_of_the_first + 100);
        model.paper_out = false;
    }
    wait_for(&printer, "T1-000002", PrintJobState::Unknown);
    assert_eq!(copies_of(&far.model(), "T1-000002"), 0);
}

#[test]
fn after_a_loss_of_current_the_next_receipt_is_printed_as_ever() {
    let (till, far) = serial_till();
    far.model().roll = Some(100);
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Unknown);
    far.model().lose_current();
    till.pay_cash(&printer, "T1-000002");
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert_eq!(printer.state().unknown, 1);
}

#[test]
fn a_printer_that_holds_its_data_off_is_waited_for() {
    let (till, far) = serial_till();
    let till = Till {
        timing: Timing {
            stall: Duration::from_secs(10),
            ..till.timing.clone()
        },
        ..till
    };
    far.model().holds_off_after = Some(2_000);
    let printer = till.start();
    till.pay_cash(&printer, "T1-LONG1");
    far.wait_until("it holds off", |model| model.received >= 2_000);
    let mut received = 0;
    wait_until("nothing more comes", || {
        std::thread::sleep(Duration::from_millis(100));
        std::mem::replace(&mut received, far.model().received) == received
    });
    assert_eq!(printer.job_state_of("T1-LONG1").unwrap(), Some(PrintJobState::Waiting));
    far.model().lets_go = true;
    wait_for(&printer, "T1-LONG1", PrintJobState::Printed);
    let whole = far.model().received;
    assert!(
        received < whole - 1_000,
        "the hold was not heeded: {received} of {whole} bytes"
    );
    assert_eq!(copies_of(&far.model(), "T1-LONG1"), 1);
}

#[test]
fn a_printer_that_falls_silent_on_the_way_leaves_the_job_unknown() {
    let (till, far) = serial_till();
    far.model().silent_after = Some(300);
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Unknown);
    wait_for_condition(&printer, PrinterCondition::Unreachable);
}

#[test]
fn a_printer_that_never_answers_in_order_is_taken_at_its_real_time_word() {
    let (till, far) = serial_till();
    far.model().only_real_time = true;
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Printed);

    far.model().roll = Some(100);
    till.pay_cash(&printer, "T1-000002");
    wait_for(&printer, "T1-000002", PrintJobState::Unknown);
    assert_eq!(printer.state().condition, PrinterCondition::PaperOut);
}
