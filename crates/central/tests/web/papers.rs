//! A deposit's report is the document that the closing desk prints.
//!
//! `demo-day/` holds what `counterfoil demo-day --receipts 15 --days 1 --seed 7` left: each window's
//! entries (`counterfoil hand-over`), the last word of two of them from its exchange folder, and the text of the report
//! that its closing desk printed (`pdftotext -layout`). Where the report itself is changed, they are made anew by these.

use std::process::Command;

use counterfoil_domain::entry::Body;
use counterfoil_domain::money::Cents;
use counterfoil_formats::bundle;

use crate::office::Office;

/// When the closing desk printed it: 08:32 by its own clock.
const PRINTED: &str = "2026-11-22T16:32:40Z";

const BUNDLES: [(&str, &[u8]); 5] = [
    ("W1", include_bytes!("demo-day/W1.bundle")),
    ("W2", include_bytes!("demo-day/W2.bundle")),
    ("W3", include_bytes!("demo-day/W3.bundle")),
    ("W2", include_bytes!("demo-day/W2-last-word.bundle")),
    ("W3", include_bytes!("demo-day/W3-last-word.bundle")),
];

fn demo_day() -> Office {
    let office = Office::open(PRINTED);
    for (station, bytes) in BUNDLES {
        let read = bundle::read_raw(bytes).unwrap();
        if read.after == 0 {
            office.enrol(station, &read.head.key);
        }
        assert!(office.take_in(station, bytes.to_vec()), "{station}");
    }
    office
}

/// Everything that the windows wrote.
fn bodies() -> Vec<Body> {
    let all = BUNDLES.iter().map(|(_, bytes)| bundle::read_raw(bytes).unwrap());
    all.flat_map(|one| one.entries)
        .filter_map(|entry| entry.entry)
        .map(|entry| entry.body)
        .collect()
}

#[test]
fn a_deposit_report_is_what_the_closing_desk_prints() {
    let office = demo_day();
    let mut browser = office.as_user("abbott");
    let list = browser.get("/deposits").text();
    let (_, link) = list.split_once("href=\"/deposits/").expect("a link to the report");
    let page = browser.get(&format!("/deposits/{}", link.split('"').next().unwrap()));
    assert_eq!(
        (page.status, page.headers["content-type"].as_str()),
        (200, "application/pdf")
    );
    let disposition = &page.headers["content-disposition"];
    assert_eq!(disposition, "attachment; filename=\"deposit-report-D-000001.pdf\"");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, &page.bytes).unwrap();
    let text = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(&file)
        .arg("-")
        .output()
        .expect("pdftotext starts (package poppler-utils)");
    let text = String::from_utf8(text.stdout).unwrap();
    assert_eq!(text, include_str!("demo-day/deposit-report-D-000001.txt"));
    assert_eq!(
        office
            .browser()
            .get(&format!("/deposits/{}", link.split('"').next().unwrap()))
            .status,
        303
    );
}

#[test]
fn the_list_of_deposits_says_what_their_entries_say() {
    let office = demo_day();
    let mut browser = office.as_user("iyer");
    let words = browser.get("/deposits").words();
    let mut seen = 0;
    for body in bodies() {
        let said = match body {
            Body::DepositPrepared(body) => vec![
                body.number.clone(),
                body.bank.name.clone(),
                format!(
                    "{} {} {} pieces {}",
                    body.cash_total,
                    body.check_total,
                    body.checks.len(),
                    body.total
                ),
                body.preparer.1.clone(),
            ],
            Body::DepositFinalized(body) => {
                vec![body.verifier.1.clone(), format!("bag {}", body.bag), "Final".to_owned()]
            }
            Body::BankFiguresEntered(body) => vec![body.cash.plus(body.checks).unwrap().to_string()],
            Body::BankCorrected(body) => vec![format!("{}, corrected", body.cash.plus(body.checks).unwrap())],
            _ => continue,
        };
        seen += 1;
        for one in said {
            assert!(words.contains(&one), "{one}\n{words}");
        }
    }
    assert_eq!(seen, 4, "prepared, final, the bank's figures, its correction");
    assert!(browser.get("/deposits?date=2026-11-21").words().contains("D-000001"));
    assert!(
        browser
            .get("/deposits?date=2026-11-20")
            .words()
            .contains("No deposit bears the business date")
    );
}

#[test]
fn the_day_of_all_windows_is_the_sum_of_their_receipts() {
    let office = demo_day();
    let receipts: Vec<Cents> = bodies()
        .into_iter()
        .filter_map(|body| match body {
            Body::Receipt(receipt) => Some(receipt.total),
            _ => None,
        })
        .collect();
    let mut browser = office.as_user("tran");
    let words = browser.get("/today?date=2026-11-21").words();
    let total = Cents::sum(receipts.iter().copied()).unwrap();
    assert!(
        words.contains(&format!("{} {total} Receipts and amounts", receipts.len())),
        "{words}"
    );
    assert_eq!(words.matches("Program closed").count(), 2, "{words}");
    // What became of a receipt later, for every kind that the day has.
    for number in ["W1-000001", "W2-000001", "W3-000001"] {
        let page = browser.get(&format!("/receipts/{}/{number}", office.site()));
        assert_eq!(page.status, 200, "{number}");
    }
}
