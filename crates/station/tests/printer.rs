//! The receipt printer against real lines: a pseudo-terminal and a TCP port whose
//! far end decodes what comes and answers as a printer does, and a folder.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "printer/model.rs"]
mod model;
#[path = "printer/till.rs"]
mod till;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use counterfoil_domain::config::PrinterProfile;
use counterfoil_paper::escpos::decode;
use counterfoil_station::printer::{JobKind, Printer, PrinterError, Timing};
use counterfoil_station::rpc::messages::{PrintJobState, PrinterCondition};

use model::{FarEnd, Model, wait_until};
use till::{Till, wait_for, wait_for_condition};

const KICK: [u8; 5] = [0x1b, 0x70, 0x00, 0x19, 0xfa];

fn serial_till() -> (Till, FarEnd) {
    let folder = Till::new();
    let far = FarEnd::on_serial_line(folder.path());
    let profile = PrinterProfile {
        port: far.port(),
        status: true,
        drawer_kick: true,
        ..PrinterProfile::default()
    };
    (Till { profile, ..folder }, far)
}

fn without_status(till: Till) -> Till {
    let profile = PrinterProfile {
        status: false,
        ..till.profile
    };
    Till { profile, ..till }
}

fn kicks(model: &Model) -> usize {
    model.paper.windows(KICK.len()).filter(|bytes| *bytes == KICK).count()
}

/// By the barcode near its end, also where the paper breaks off within a command.
fn copies_of(model: &Model, receipt: &str) -> usize {
    let barcode = format!("{{B{receipt}");
    model
        .paper
        .windows(barcode.len())
        .filter(|bytes| *bytes == barcode.as_bytes())
        .count()
}

fn has_cut(model: &Model) -> bool {
    model.paper.ends_with(&[0x1d, b'V', 66, 3])
}

// ---- a printer that answers ---------------------------------------------

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

// ---- a line that breaks -------------------------------------------------

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

// ---- restarts -----------------------------------------------------------

#[test]
fn waiting_jobs_survive_a_restart_and_open_no_drawer_late() {
    let (till, far) = serial_till();
    far.model().paper_out = true;
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    till.pay_cash(&printer, "T1-000002");
    till.commit(JobKind::DrawerKick, None, true);
    printer.wake();
    wait_until("all wait", || printer.state().waiting == 3);
    drop(printer);
    // Committed while nobody listened, as when the program dies right after the commit.
    till.commit(JobKind::Receipt, Some("T1-000003"), true);

    let printer = till.start();
    wait_until("all wait", || printer.state().waiting >= 3);
    far.model().paper_out = false;
    wait_for(&printer, "T1-000003", PrintJobState::Printed);
    let model = far.model();
    let order: Vec<usize> = ["000001", "000002", "000003"]
        .map(|n| model.text().find(&format!("[barcode T1-{n}]")).unwrap())
        .into();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(kicks(&model), 0, "a drawer opened that nobody stood at");
    drop(model);
    let states: Vec<_> = printer.state().jobs.into_iter().map(|job| job.state).collect();
    assert_eq!(
        states,
        [
            PrintJobState::Printed,
            PrintJobState::Skipped,
            PrintJobState::Printed,
            PrintJobState::Printed
        ]
    );
}

#[test]
fn a_drawer_that_could_not_open_in_time_stays_shut() {
    let (till, far) = serial_till();
    let till = Till {
        timing: Timing {
            kick: Duration::from_millis(50),
            ..till.timing.clone()
        },
        ..till
    };
    far.model().cover_open = true;
    let printer = till.start();
    till.commit(JobKind::DrawerKick, None, true);
    till.pay_cash(&printer, "T1-000001");
    wait_until("the drawer is given up", || {
        printer
            .state()
            .jobs
            .iter()
            .any(|job| job.what == "drawer_kick" && job.state == PrintJobState::Skipped)
    });
    far.model().cover_open = false;
    wait_for(&printer, "T1-000001", PrintJobState::Printed);
    assert_eq!(kicks(&far.model()), 0);
}

/// Run as a program of its own by the next test, which kills it.
#[test]
#[ignore = "the victim of the next test"]
fn victim() {
    let Ok(folder) = std::env::var("VICTIM_FOLDER") else {
        return;
    };
    let till = Till::new();
    let profile = PrinterProfile {
        port: format!("serial:{folder}/ttyPrinter"),
        status: true,
        drawer_kick: true,
        ..PrinterProfile::default()
    };
    let source = till.journal.clone();
    let printer = Printer::start(&profile, &std::path::Path::new(&folder).join("desk.db"), source).unwrap();
    till.pay_cash(&printer, "T1-LONG1");
    till.pay_cash(&printer, "T1-000002");
    std::thread::sleep(Duration::from_secs(30));
}

#[test]
fn killed_between_the_first_byte_and_the_last() {
    let (till, far) = serial_till();
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--ignored"])
        .env("VICTIM_FOLDER", till.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    far.wait_until("it is in the middle", |model| model.received > 2_000);
    victim.kill().unwrap();
    victim.wait().unwrap();
    far.model().paper.clear();

    // The next run has the same journal.
    till.commit(JobKind::Receipt, Some("T1-LONG1"), true);
    till.commit(JobKind::Receipt, Some("T1-000002"), true);
    let printer = till.start();
    assert_eq!(printer.job_state_of("T1-LONG1").unwrap(), Some(PrintJobState::Unknown));
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert_eq!(printer.state().unknown, 1);
    assert_eq!(
        printer.job_state_of("T1-LONG1").unwrap(),
        Some(PrintJobState::Unknown),
        "printed twice"
    );
}

#[test]
fn a_lost_or_damaged_queue_begins_at_the_head() {
    for damaged in [false, true] {
        let (till, far) = serial_till();
        let printer = till.start();
        till.pay_cash(&printer, "T1-000001");
        wait_for(&printer, "T1-000001", PrintJobState::Printed);
        drop(printer);
        for ending in ["", "-wal", "-shm"] {
            let _was_there = std::fs::remove_file(till.path().join(format!("desk.db{ending}")));
        }
        if damaged {
            std::fs::write(till.desk(), "this was a database once ".repeat(400)).unwrap();
        }

        let printer = till.start();
        till.pay_cash(&printer, "T1-000002");
        wait_for(&printer, "T1-000002", PrintJobState::Printed);
        assert_eq!(printer.job_state_of("T1-000001").unwrap(), None);
        assert_eq!(copies_of(&far.model(), "T1-000001"), 1);
        assert_eq!(till.path().join("desk.db.damaged").exists(), damaged);
    }
}

// ---- a person decides ---------------------------------------------------

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

// ---- the other ports ----------------------------------------------------

#[test]
fn over_tcp_with_and_without_answers() {
    let far = FarEnd::on_tcp();
    let till = Till::on(far.port());
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for(&printer, "T1-000001", PrintJobState::Printed);
    far.model().paper_out = true;
    till.pay_cash(&printer, "T1-000002");
    wait_for_condition(&printer, PrinterCondition::PaperOut);
    far.model().paper_out = false;
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    drop(printer);

    let till = without_status(till);
    let printer = till.start();
    till.pay_cash(&printer, "T1-000003");
    wait_for(&printer, "T1-000003", PrintJobState::Sent);
    far.wait_until("it is out", |model| copies_of(model, "T1-000003") == 1);
    assert_eq!(kicks(&far.model()), 3);
}

#[test]
fn a_tcp_printer_that_hangs_up_in_the_middle_or_is_not_there() {
    for status in [true, false] {
        let far = FarEnd::on_tcp();
        far.model().pull_after = Some(2_000);
        let till = Till::on(far.port());
        let till = if status { till } else { without_status(till) };
        let printer = till.start();
        till.pay_cash(&printer, "T1-LONG1");
        wait_for(&printer, "T1-LONG1", PrintJobState::Unknown);
        wait_for_condition(&printer, PrinterCondition::Unreachable);
        till.pay_cash(&printer, "T1-000002");
        wait_until("the next one waits", || printer.state().waiting == 1);
        assert_eq!(printer.state().unknown, 1);
    }
}

#[test]
fn into_a_folder_one_file_a_job() {
    let till = Till::on("file:receipts".to_owned());
    let printer = till.start();
    let receipt = till.pay_cash(&printer, "T1-000001");
    let copy = till.commit(JobKind::Copy, Some("T1-000001"), false);
    let kick = till.commit(JobKind::DrawerKick, None, true);
    printer.wake();
    wait_until("all are written", || {
        let state = printer.state();
        state.jobs.len() == 3 && state.jobs.iter().all(|job| job.state == PrintJobState::Printed)
    });
    let folder = till.path().join("receipts");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            format!("{receipt:06}-T1-000001.escpos"),
            format!("{copy:06}-T1-000001-copy.escpos"),
            format!("{kick:06}-drawer_kick.escpos"),
        ]
    );
    let text = |name: &String| decode::text(&std::fs::read(folder.join(name)).unwrap()).unwrap();
    assert!(text(&names[0]).contains("[kick]") && text(&names[0]).contains("[barcode T1-000001]"));
    assert!(text(&names[1]).contains("COPY"));
    assert_eq!(text(&names[2]), "[kick]\n");
}

#[test]
fn a_folder_that_cannot_be_written_keeps_the_jobs() {
    let till = Till::on("file:receipts".to_owned());
    std::fs::write(till.path().join("receipts"), "a file stands in the way").unwrap();
    let printer = till.start();
    till.pay_cash(&printer, "T1-000001");
    wait_for_condition(&printer, PrinterCondition::Unreachable);
    std::fs::remove_file(till.path().join("receipts")).unwrap();
    wait_for(&printer, "T1-000001", PrintJobState::Printed);
}

#[test]
fn without_a_printer_nothing_is_kept_for_one() {
    let till = Till::on("none".to_owned());
    let printer = till.start();
    assert_eq!(printer.state().condition, PrinterCondition::None);
    till.pay_cash(&printer, "T1-000001");
    drop(printer);
    let printer = till.start();
    drop(printer);

    let profile = PrinterProfile {
        port: "file:receipts".to_owned(),
        ..till.profile.clone()
    };
    let till = Till { profile, ..till };
    let printer = till.start();
    till.pay_cash(&printer, "T1-000002");
    wait_for(&printer, "T1-000002", PrintJobState::Printed);
    assert_eq!(printer.job_state_of("T1-000001").unwrap(), None);
    assert_eq!(std::fs::read_dir(till.path().join("receipts")).unwrap().count(), 1);
}

#[test]
fn a_port_of_another_kind_is_refused_by_name() {
    let till = Till::on("parallel:LPT1".to_owned());
    let refusal = Printer::start(&till.profile, &till.desk(), till.journal.clone())
        .err()
        .unwrap();
    assert_eq!(refusal.code(), "printer_port_malformed");
    assert!(refusal.to_string().contains("parallel:LPT1"), "{refusal}");
}

#[test]
fn the_screen_sees_the_last_twenty() {
    let till = Till::on("file:receipts".to_owned());
    let printer = till.start();
    let seqs: Vec<u64> = (0..25)
        .map(|n| till.commit(JobKind::Receipt, Some(&format!("T1-{n:06}")), false))
        .collect();
    printer.wake();
    wait_for(&printer, "T1-000024", PrintJobState::Printed);
    wait_until("the list is complete", || printer.state().jobs.len() == 20);
    let shown: Vec<u64> = printer.state().jobs.iter().map(|job| job.id).collect();
    assert_eq!(shown, seqs.into_iter().rev().take(20).collect::<Vec<_>>());
}
