//! TCP, folders, no printer at all, and what is no port.

use counterfoil_domain::config::PrinterProfile;
use counterfoil_paper::escpos::decode;
use counterfoil_station::printer::{JobKind, Printer};
use counterfoil_station::rpc::messages::{PrintJobState, PrinterCondition};

use crate::model::{FarEnd, wait_until};
use crate::till::{Till, wait_for, wait_for_condition};
use crate::{copies_of, kicks, without_status};

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
