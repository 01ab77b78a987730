//! What survives the end of the program, however it comes.

use std::process::{Command, Stdio};
use std::time::Duration;

use counterfoil_domain::config::PrinterProfile;
use counterfoil_station::printer::{JobKind, Printer, Timing};
use counterfoil_station::rpc::messages::PrintJobState;

use crate::model::wait_until;
use crate::till::{Till, wait_for};
use crate::{copies_of, kicks, serial_till};

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
        .args(["restarting::victim", "--exact", "--ignored"])
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
