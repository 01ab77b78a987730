//! What the pages say of entries that are really there.

use std::time::Duration;

use counterfoil_central::tables::stations;
use counterfoil_domain::entry::{hex, seal};

use crate::browser::Browser;
use crate::office::Office;

const NOW: &str = "2026-11-21T18:00:00Z";

#[test]
fn an_office_without_workstations_is_told_how_to_begin() {
    let office = Office::open(NOW);
    let mut browser = office.as_user("abbott");
    assert!(
        browser
            .get("/today")
            .words()
            .contains("No workstation has been enrolled yet")
    );
    assert!(
        browser
            .get("/deposits")
            .words()
            .contains("No deposit was put together yet")
    );
    assert!(browser.get("/receipts").words().contains("No receipt is here yet"));
    assert!(browser.get("/proof").words().contains("there is nothing to prove"));
}

#[test]
fn figures_are_those_of_the_entries() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    let mut numbers = Vec::new();
    for nth in 0..60_i64 {
        numbers.push(desk.pay(
            &format!("Payer {nth}"),
            "UB-20417-11",
            1_000 + nth * 7,
            &format!("{}", 4_000 + nth),
        ));
    }
    desk.void(&numbers[3], 1_021);
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let (receipts, cents) = desk.receipts();
    let mut browser = office.as_user("iyer");

    let today = browser.get("/today").words();
    assert!(
        today.contains(&format!("All {} {receipts} {cents}", desk.entries.len())),
        "{today}"
    );
    assert!(today.contains("1 void of 10.21"), "{today}");
    assert!(
        today.contains("Enrolled") && today.contains("Drawer 1, J. Okoye"),
        "{today}"
    );

    let proof = proved(&mut browser);
    for said in [
        "Complete".to_owned(),
        format!("W1-000001 to W1-000060, {receipts} receipts"),
        "Missing numbers none".to_owned(),
        format!("as its last entry says {receipts} receipts, {cents}"),
        format!("as summed here {receipts} receipts, {cents} agrees"),
        format!(
            "verified from entry 1 to entry {}, hash {}",
            desk.entries.len(),
            hex(&desk.entries.last().unwrap().2)
        ),
        "signed by the workstation".to_owned(),
    ] {
        assert!(proof.contains(&said), "{said}\n{proof}");
    }

    // More than one page of receipts: the latest fifty.
    let latest = browser.get("/receipts").words();
    assert!(
        latest.contains("W1-000060") && latest.contains("W1-000011") && !latest.contains("W1-000010"),
        "{latest}"
    );
    assert!(latest.contains("There are more than these 50"), "{latest}");
}

/// The proof page, once the proof in the background is made.
fn proved(browser: &mut Browser) -> String {
    for _ in 0..100 {
        let words = browser.get("/proof").words();
        if words.contains("verified from") || words.contains("Not proved") {
            return words;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no proof was made: {}", browser.get("/proof").words());
}

#[test]
fn a_receipt_is_found_by_all_that_stands_on_it() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    let ana = desk.pay("Ana María Ortega", "UB-20417-11", 120_415, "0001042");
    let ben = desk.pay("Ben Ortega", "UB-30999-02", 5_400, "77");
    desk.void(&ben, 5_400);
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("abbott");
    let (one, other) = (vec![ana.clone()], vec![ben.clone()]);
    let both = vec![ben.clone(), ana.clone()];
    for (asked, found) in [
        ("number=w1-1", &one),
        ("number=W1-0000", &both),
        ("account=ub-20417-11", &one),
        ("amount=1,204.15", &one),
        ("amount=54", &other),
        ("payer=ortega", &both),
        ("payer=MAR%C3%ADA+ort", &one),
        ("check=1042", &one),
        ("check=0077&payer=ben", &other),
        ("from=2026-11-21&to=2026-11-21", &both),
        ("payer=ortega&from=2026-11-22", &vec![]),
        ("payer=ortega&check=9", &vec![]),
        ("number=%25", &vec![]),
        ("payer=%27%3B--", &both),
    ] {
        let page = browser.get(&format!("/receipts?{asked}"));
        assert_eq!(page.status, 200, "{asked}: {}", page.words());
        let text = page.text();
        for number in &both {
            let listed = text.contains(&format!("/receipts/{}/{number}\"", office.site()));
            assert_eq!(listed, found.contains(number), "{asked}: {number}\n{}", page.words());
        }
    }
    for wrong in ["amount=1e3", "amount=-5", "from=21.11.2026"] {
        assert_eq!(browser.get(&format!("/receipts?{wrong}")).status, 400, "{wrong}");
    }
    let list = browser.get("/receipts").words();
    assert!(list.contains(&format!("{ben} Void ")), "{list}");
    assert_eq!(list.matches(" Void ").count(), 1, "{list}");
    let page = browser.get(&format!("/receipts/{}/{ben}", office.site()));
    let words = page.words();
    let own = desk
        .entries
        .iter()
        .find(|one| matches!(&one.0.body, counterfoil_domain::entry::Body::Receipt(r) if r.number == ben));
    let (_, bytes, hash) = own.unwrap();
    for said in [
        "Void",
        "Voided: Wrong &lt;account&gt;.",
        &hex(hash),
        &seal(hash),
        "number 77",
        "given back",
        "This payment does not stand",
    ] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert!(page.text().contains("<pre class=\"tape\""));
    let raw = browser.get(&format!("/receipts/{}/{ben}/entry.json", office.site()));
    assert_eq!(&raw.bytes, bytes, "byte for byte");
}

#[test]
fn a_payer_who_is_called_a_script_is_a_name() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let number = desk.pay(evil, "UB-1\"><b>", 100, "<i>7</i>");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("abbott");
    let site = office.site();
    let asked = "/receipts?payer=%3Cscript%3E%22&number=%22%3E%3Cb%3E".to_owned();
    for path in ["/receipts".to_owned(), asked, format!("/receipts/{site}/{number}")] {
        let text = browser.get(&path).text();
        for markup in ["<script", "<img", "<b>UB", "1\"><b>", "<i>7"] {
            assert!(!text.contains(markup), "{path}: {markup}\n{text}");
        }
    }
    let text = browser.get(&format!("/receipts/{site}/{number}")).text();
    assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{text}");
}

#[test]
fn a_fork_is_called_out_and_its_bundle_handed_over() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    desk.pay("Ana", "UB-1", 100, "1");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut copy = crate::desk::Desk::open("W1", &office.configuration);
    copy.pay("Eve", "UB-1", 999, "1");
    let forked = copy.bundle(office.now());
    assert!(!office.take_in("W1", forked.clone()));
    let mut browser = office.as_user("iyer");
    let today = browser.get("/today").words();
    assert!(
        today.contains("Window 1: two different journals under one name"),
        "{today}"
    );
    assert!(
        today.contains("counterfoil-central enrol --replace") && !today.contains('`'),
        "{today}"
    );
    let (above, below) = today.split_once("Entries here").unwrap();
    assert!(
        above.contains("under one name. What to do") && !above.contains("--replace"),
        "{above}"
    );
    assert!(
        below.contains("First find out which machine is the right one"),
        "{below}"
    );
    let proof = browser.get("/proof").text();
    let (_, link) = proof.split_once("href=\"/proof/").expect("a link to the bundle");
    let link = format!("/proof/{}", link.split('"').next().unwrap());
    let page = browser.get(&link);
    assert_eq!((page.status, &page.bytes), (200, &forked));
    assert_eq!(office.browser().get(&link).goes_to(), "/sign-in");
}

#[test]
fn the_index_is_made_anew_where_it_is_missing() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    let number = desk.pay("Ana", "UB-1", 100, "1");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("iyer");
    let before = (
        browser.get("/today").words(),
        browser.get("/receipts?payer=ana").words(),
    );
    for lost in [
        "DELETE FROM web_streams",
        "UPDATE web_streams SET version = -1",
        "DELETE FROM web_marks; DELETE FROM web_streams",
    ] {
        office.sql(lost);
        assert!(before.1.contains(&number));
        let after = (
            browser.get("/today").words(),
            browser.get("/receipts?payer=ana").words(),
        );
        assert_eq!(after, before, "{lost}");
    }
}

#[test]
fn numbers_that_were_lost_are_not_called_receipts() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    desk.pay("Ana", "UB-1", 100, "1");
    desk.pay("Ben", "UB-1", 250, "2");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("iyer");
    assert!(
        browser
            .get("/proof")
            .words()
            .contains("as summed here 2 receipts, 3.50")
    );
    // As the index has it where an epoch was opened after a loss of two.
    let lost = r#"UPDATE web_streams SET state = replace(replace(state, '"lost":0', '"lost":2'),
        '"grand_total":{"count":2', '"grand_total":{"count":4')"#;
    office.sql(lost);
    let proof = browser.get("/proof").words();
    for said in [
        "W1-000001 to W1-000002, 2 receipts",
        "as its last entry says 4 numbers used, 3.50",
        "as summed here 4 numbers used, 2 receipts, 3.50 agrees",
    ] {
        assert!(proof.contains(said), "{said}\n{proof}");
    }
}

#[test]
fn what_changes_a_kept_entry_shows_in_the_proof() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    for nth in 0..5 {
        desk.pay("Ana", "UB-1", 100 + nth, "1");
    }
    assert!(office.take_in("W1", desk.bundle(office.now())));
    office.sql(
        "SET session_replication_role = replica;
        UPDATE entries SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'Ana', 'Eve'), 'UTF8') WHERE seq = 4;
        SET session_replication_role = DEFAULT",
    );
    let mut browser = office.as_user("iyer");
    let proof = proved(&mut browser);
    assert!(
        proof.contains("Not proved") && proof.contains("entry 4") && !proof.contains("verified from"),
        "{proof}"
    );
}

#[test]
fn an_entry_of_a_newer_kind_is_listed_and_a_revoked_workstation_named() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    desk.pay("Ana", "UB-1", 100, "1");
    desk.write_unknown();
    desk.pay("Ben", "UB-2", 250, "2");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("iyer");
    let today = browser.get("/today").words();
    assert!(
        today.contains("Window 1: entries that central cannot read yet They are kept as they came"),
        "{today}"
    );
    assert!(
        today.contains("Enrolled") && today.contains(" 2 3.50 Receipts and amounts"),
        "{today}"
    );
    let proof = browser.get("/proof").words();
    assert!(
        proof.contains("W1 4 of a newer version, or of a kind that this program does not know: update central"),
        "{proof}"
    );
    assert!(
        proof.contains("2 receipts, 3.50 agrees") && !proof.contains("Complete Entries"),
        "{proof}"
    );
    office.runtime.block_on(async {
        let client = office.central.client().await.unwrap();
        stations::revoke(&client, &office.name("W1"), office.now())
            .await
            .unwrap();
    });
    let today = browser.get("/today").words();
    assert!(today.contains("Revoked") && !today.contains("Enrolled"), "{today}");
}

#[test]
fn absurd_entries_do_not_hide_the_ones_behind_them() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    desk.pay("Ana", &"9".repeat(5_000), 100, &"7".repeat(5_000));
    desk.void("W1-000001", i64::MAX);
    desk.void(&"W".repeat(5_000), i64::MIN);
    desk.pay(&"long ".repeat(2_000), "UB-2", 250, "2");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("iyer");
    let today = browser.get("/today").words();
    assert!(today.contains(" 2 3.50 Receipts and amounts"), "{today}");
    assert!(
        browser
            .get("/receipts?payer=long&check=2")
            .words()
            .contains("W1-000002")
    );
    assert_eq!(browser.get("/receipts/CH/W1-000001").status, 200);
    assert!(browser.get("/proof").words().contains("Some entries do not read"));
}

#[test]
fn the_longest_and_strangest_questions_are_answered() {
    let office = Office::open(NOW);
    let mut desk = office.desk("W1");
    desk.pay("Ana", "UB-1", 100, "1");
    assert!(office.take_in("W1", desk.bundle(office.now())));
    let mut browser = office.as_user("iyer");
    let long = "a".repeat(4_000);
    for (path, status) in [
        (format!("/receipts?payer={long}"), 200),
        (format!("/receipts?number={long}"), 200),
        ("/receipts?account=%00&payer=%00a".to_owned(), 200),
        ("/receipts?payer=%F4%8F%BF%BF".to_owned(), 200),
        ("/receipts?site=%00".to_owned(), 404),
        ("/receipts/CH/%00".to_owned(), 404),
        ("/receipts/CH/..%2F..%2Fetc".to_owned(), 404),
        ("/proof/CH/%00/00.bundle".to_owned(), 404),
        ("/deposits/CH/not-a-deposit/report.pdf".to_owned(), 404),
        (
            "/deposits/CH/00000000-0000-0000-0000-000000000000/report.pdf".to_owned(),
            404,
        ),
        ("/deposits?before=2026-02-30".to_owned(), 400),
        ("/deposits?date=1970-01-01&before=2200-12-31".to_owned(), 200),
    ] {
        let page = browser.get(&path);
        assert_eq!(page.status, status, "{}: {}", &path[..path.len().min(60)], page.words());
    }
    assert_eq!(browser.get("/receipts?amount=9223372036854775807").status, 400);
}
