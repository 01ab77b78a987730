//! The `counterfoil` program itself: a second one beside it, its folder, its proofs.

use std::path::Path;
use std::process::Stdio;

use counterfoil_tests::books::{Books, journal_length};
use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::ANA;
use counterfoil_tests::programs;
use counterfoil_tests::workstation::{Workstation, counterfoil, fixture, succeed};

#[test]
fn a_second_one_on_the_same_folder_is_kept_out() {
    let mut desk = Desk::open_for(ANA);
    let data = desk.workstation().folder();
    let second = counterfoil(&["rpc", "--data", &text(&data)]);
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        said.contains("already running") && said.contains("second_instance"),
        "{said}"
    );
    // Reading beside it is allowed, and the first one is not disturbed.
    desk.workstation().verifies();
    desk.pay(&payment().open("MISC", "1").cash("1"));
}

#[test]
fn a_folder_that_is_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().to_str().expect("plain text");
    for arguments in [
        vec!["rpc", "--data", data],
        vec!["verify", "--data", data],
        vec!["export", "--data", data],
    ] {
        let output = counterfoil(&arguments);
        assert!(!output.status.success(), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.contains("not_initialised") && said.contains("counterfoil init"),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn a_folder_is_made_once() {
    let workstation = Workstation::new("W1");
    let data = workstation.folder();
    let configuration = fixture("city.toml");
    let again = counterfoil(&[
        "init",
        "--config",
        &text(&configuration),
        "--station",
        "W2",
        "--data",
        &text(&data),
    ]);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("already_initialised"));
    workstation.verifies();
}

#[test]
fn damage_is_found_and_named() {
    let mut desk = Desk::open_for(ANA);
    desk.pay(&payment().open("MISC", "10").cash("10"));
    desk.pay(&payment().open("MISC", "20").cash("20"));
    let workstation = desk.put_down();
    workstation.verifies();
    let journal = rusqlite::Connection::open(workstation.folder().join("journal.db")).expect("the journal opens");
    // Whoever owns the disk can take the guards off; the chain of hashes still tells.
    let seq: i64 = journal
        .query_row("SELECT seq FROM entries WHERE bytes LIKE '%W1-000001%'", [], |row| {
            row.get(0)
        })
        .expect("the first receipt");
    let refused = journal.execute(
        "UPDATE entries SET bytes = replace(bytes, '\"total\":1000', '\"total\":9000')",
        [],
    );
    assert!(
        refused
            .expect_err("an entry is never changed")
            .to_string()
            .contains("never changed")
    );
    let refused = journal.execute("DELETE FROM entries WHERE seq > 3", []);
    assert!(
        refused
            .expect_err("an entry is never deleted")
            .to_string()
            .contains("never deleted")
    );
    journal
        .execute_batch(
            "DROP TRIGGER entries_are_not_changed;
             UPDATE entries SET bytes = replace(bytes, '\"total\":1000', '\"total\":9000');",
        )
        .expect("the damage is done");
    drop(journal);
    let output = counterfoil(&["verify", "--data", &text(&workstation.folder())]);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!output.status.success(), "{said}");
    assert!(said.contains(&seq.to_string()), "the first bad entry is {seq}: {said}");
}

#[test]
fn help_for_every_subcommand() {
    let all = succeed(&["--help"]);
    for name in [
        "init",
        "import-accounts",
        "rpc",
        "demo-day",
        "verify",
        "export",
        "rebuild",
        "generate-accounts",
    ] {
        assert!(all.contains(name), "--help does not list {name}:\n{all}");
        let help = succeed(&[name, "--help"]);
        assert!(help.lines().count() > 5, "{name} --help says too little:\n{help}");
    }
}

#[test]
fn the_demo_city_can_be_made() {
    let demo = programs::repository().join("assets/demo");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("W1");
    succeed(&[
        "init",
        "--config",
        &text(&demo.join("city.toml")),
        "--station",
        "W1",
        "--data",
        &text(&data),
    ]);
    succeed(&[
        "import-accounts",
        &text(&demo.join("accounts.csv")),
        "--data",
        &text(&data),
    ]);
    let mut rpc = std::process::Command::new(programs::counterfoil())
        .args(["rpc", "--data", &text(&data)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("counterfoil rpc starts");
    std::io::Write::write_all(&mut rpc.stdin.take().expect("piped"), b"{\"id\":1,\"cmd\":\"state\"}\n")
        .expect("written");
    let output = rpc.wait_with_output().expect("it ends with its input");
    let reply: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one line of JSON");
    let users = reply["ok"]["demo"]["users"]
        .as_array()
        .expect("a demo city shows who may sign in");
    assert!(users.len() > 3, "{reply}");
}

#[test]
fn bad_rows_of_an_accounts_file_are_listed_and_nothing_is_taken_in() {
    let workstation = Workstation::new("W1");
    let (data, bad) = (workstation.folder(), workstation.folder().join("bad.csv"));
    let good = std::fs::read_to_string(fixture("accounts.csv")).expect("the fixture");
    std::fs::write(&bad, good.replace("123.00", "1e3").replace("S10,SEWER", "S10,SWEER")).expect("written");
    let length = journal_length(&data);
    let output = counterfoil(&["import-accounts", &text(&bad), "--data", &text(&data)]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for line in [
        "line 3: amount_malformed",
        "line 4: charge_code_unknown",
        "line 7: charge_code_unknown",
        "(import_refused)",
    ] {
        assert!(said.contains(line), "{line:?} is not among\n{said}");
    }
    assert_eq!(journal_length(&data), length, "something was written");
    let mut desk = Desk::at(workstation);
    desk.sign_in(ANA);
    assert_eq!(desk.due("20-04127-03"), 18_462, "the accounts of before still stand");
}

#[test]
fn a_demo_day_agrees_to_the_cent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = text(&folder.path().join("day"));
    let said = succeed(&["demo-day", "--out", &out, "--receipts", "60"]);
    assert!(said.contains("agrees with the journal to the cent"), "{said}");
    for station in ["W1", "W2", "W3"] {
        succeed(&["verify", "--data", &format!("{out}/{station}")]);
        Books::read(&folder.path().join("day").join(station)).are_sound();
        let sheet = format!("balancing-sheet-{station}");
        assert!(
            said.lines().any(|line| line.contains(&sheet)),
            "{sheet} is not listed:\n{said}"
        );
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in plain text").to_owned()
}
