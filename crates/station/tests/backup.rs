//! Backups of a workstation that stands alone, restored; the epoch that goes on; and a
//! workstation that was stopped: nothing is written, everything is read.

mod counter;

use std::path::Path;
use std::process::{Command, Output};

use counter::{COUNTERFOIL, Rpc, create, export, payment, verify};
use counterfoil_station::fault::Fault;
use counterfoil_station::journal::JournalReader;
use serde_json::json;
use uuid::Uuid;

fn counterfoil(arguments: &[&str]) -> Output {
    Command::new(COUNTERFOIL).args(arguments).output().unwrap()
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = counterfoil(arguments);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

/// The code of the refusal.
#[track_caller]
fn refuses(arguments: &[&str]) -> String {
    let output = counterfoil(arguments);
    assert!(!output.status.success(), "{arguments:?} was not refused");
    let complaint = String::from_utf8(output.stderr).unwrap();
    let code = complaint.lines().last().unwrap().trim();
    code.trim_matches(['(', ')']).to_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_backup_is_made_beside_a_running_window_and_goes_on_in_the_next_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let (window, backup) = (folder.path().join("W1"), folder.path().join("W1.backup"));
    create(&window);
    let mut rpc = Rpc::start(&window);
    rpc.open_drawer();
    for _ in 0..3 {
        rpc.ok("take_payment", payment(Uuid::new_v4()));
    }
    let said = succeeds(&["backup", "--data", text(&window), "--out", text(&backup)]);
    assert!(said.contains("W1: 6 entries, 3 receipts, proved"), "{said}");
    // Receipts that the backup does not know.
    let lost = rpc.ok("take_payment", payment(Uuid::new_v4()));
    assert_eq!(lost["receipt"], "W1-000004", "{lost}");
    assert_eq!(
        refuses(&["backup", "--data", text(&window), "--out", text(&backup)]),
        "backup_there"
    );
    drop(rpc);

    let restored = folder.path().join("restored");
    for wrong in ["W1-000003", "W2-000009", "four"] {
        let arguments = [
            "restore",
            "--backup",
            text(&backup),
            "--data",
            text(&restored),
            "--last-receipt",
            wrong,
        ];
        assert_eq!(refuses(&arguments), "lost_receipts_wrong");
        assert!(!restored.exists(), "nothing is left of what was refused");
    }
    let arguments = [
        "restore",
        "--backup",
        text(&backup),
        "--data",
        text(&restored),
        "--last-receipt",
        "W1-000004",
    ];
    let said = succeeds(&arguments);
    assert!(said.contains("it writes in epoch 2"), "{said}");
    assert_eq!(refuses(&arguments), "folder_in_use");

    let mut rpc = Rpc::start(&restored);
    let next = rpc.ok("take_payment", payment(Uuid::new_v4()));
    assert_eq!(next["receipt"], "W1-000005");
    drop(rpc);
    let (good, words) = verify(&restored);
    assert!(good, "{words}");
    let entries = export(&restored);
    let opened = &entries[6]["entry"];
    assert_eq!(opened["kind"], "epoch_opened");
    assert_eq!(opened["epoch"], 2);
    assert_eq!(opened["body"]["cites"]["hash"], entries[5]["hash"]);
    assert_eq!(
        opened["body"]["lost"],
        json!({ "first": "W1-000004", "last": "W1-000004", "count": 1 })
    );
    assert_eq!(opened["body"]["why"], "restored");
}

#[test]
fn former_backups_are_numbered_and_a_damaged_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (window, backup) = (folder.path().join("W1"), folder.path().join("W1.backup"));
    create(&window);
    for _ in 0..4 {
        succeeds(&["backup", "--data", text(&window), "--out", text(&backup), "--keep", "2"]);
        drop(Rpc::start(&window));
    }
    let names = |nth: &str| folder.path().join(format!("W1.backup{nth}"));
    assert!(names("").exists() && names(".1").exists() && names(".2").exists() && !names(".3").exists());
    let entries = |path: &Path| JournalReader::open(path).unwrap().last_seq().unwrap();
    assert!(entries(&names("")) > entries(&names(".1")));

    let whole = std::fs::read(names(".2")).unwrap();
    let restored = folder.path().join("restored");
    let place = whole.windows(12).position(|bytes| bytes == b"\"grand_total").unwrap();
    for (at, length) in [(place + 16, whole.len()), (0, 4_000), (0, 0)] {
        let mut damaged = whole[..length].to_vec();
        if let Some(byte) = damaged.get_mut(at) {
            *byte ^= 1;
        }
        std::fs::write(names(".2"), &damaged).unwrap();
        let oldest = names(".2");
        let arguments = ["restore", "--backup", text(&oldest), "--data", text(&restored)];
        assert_eq!(refuses(&arguments), "backup_damaged");
        assert!(!restored.exists());
    }
    let missing = names(".9");
    let nowhere = ["restore", "--backup", text(&missing), "--data", text(&restored)];
    assert_eq!(refuses(&nowhere), "unreadable");
    assert_eq!(
        refuses(&["backup", "--data", text(&restored), "--out", text(&names(".9"))]),
        "not_initialised"
    );
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (window, backup) = (folder.path().join("W1"), folder.path().join("W1.backup"));
    create(&window);
    succeeds(&["backup", "--data", text(&window), "--out", text(&backup)]);
    let mode = std::fs::metadata(&backup).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// What a workstation keeps of an enrolment at a central that is nowhere.
fn enrolled(stopped: serde_json::Value) -> String {
    let mut central = json!({
        "url": "https://127.0.0.1:9", "certificate": "3082", "city": "alder", "site": "CH", "station": "W1",
        "central_key": "ab".repeat(32), "contact": 7,
    });
    if !stopped.is_null() {
        central["stopped"] = stopped;
    }
    central.to_string()
}

#[test]
fn a_stopped_workstation_reads_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let window = folder.path().join("W1");
    create(&window);
    let mut rpc = Rpc::start(&window);
    rpc.open_drawer();
    rpc.ok("take_payment", payment(Uuid::new_v4()));
    drop(rpc);
    let written = export(&window).len();
    let stop = json!({ "code": "station_cloned", "message": "this is a copy; ask for a code" });
    for (central, code) in [
        (enrolled(stop), "station_cloned"),
        ("{\"url\":\"https://".to_owned(), "central_damaged"),
        (enrolled(json!({ "code": "" })), "central_damaged"),
    ] {
        std::fs::write(window.join("central.json"), central).unwrap();
        let mut rpc = Rpc::start(&window);
        let state = rpc.ok("state", json!({}));
        assert_eq!(state["central"]["state"], "stopped");
        assert_eq!(state["central"]["code"], code);
        assert_eq!(
            rpc.refused("take_payment", payment(Uuid::new_v4())),
            "workstation_stopped"
        );
        let found = rpc.ok("receipt", json!({ "receipt": "W1-000001" }));
        assert!(found.to_string().contains("W1-000001"), "{found}");
        rpc.ok("sign_out", json!({}));
        // Whoever guesses is slowed down all the same.
        for _ in 0..5 {
            let guess = json!({ "user": "okoye", "password": "guessed" });
            assert_eq!(rpc.refused("sign_in", guess), "wrong_password");
        }
        let right = json!({ "user": "okoye", "password": "alder-creek" });
        assert_eq!(rpc.refused("sign_in", right), "user_locked");
        drop(rpc);
        assert_eq!(export(&window).len(), written, "nothing was written");
        assert!(verify(&window).0);
    }
}

#[test]
fn without_the_line_the_counter_goes_on_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let window = folder.path().join("W1");
    create(&window);
    std::fs::write(window.join("central.json"), enrolled(json!(null))).unwrap();
    let mut rpc = Rpc::start(&window);
    rpc.open_drawer();
    rpc.ok("take_payment", payment(Uuid::new_v4()));
    let mut state = rpc.ok("state", json!({}));
    for _ in 0..100 {
        if state["central"]["state"] == "away" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        state = rpc.ok("state", json!({}));
    }
    assert_eq!(state["central"]["state"], "away", "{state}");
    assert_eq!(state["central"]["waiting"], 4);
    assert!(state["central"]["since"].is_null());
    // What is central's to say is not said here.
    drop(rpc);
    let other = folder.path().join("city.toml");
    std::fs::write(&other, counterfoil_station::demo::CITY).unwrap();
    let arguments = ["configure", "--data", text(&window), "--config", text(&other)];
    assert_eq!(refuses(&arguments), "of_central");
    assert!(verify(&window).0);
}

#[test]
fn what_is_no_code_or_no_address_is_said_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let window = folder.path().join("W9");
    let code = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789";
    for (url, code, refusal) in [
        ("https://127.0.0.1:9", "ABCD", "code_malformed"),
        ("http://127.0.0.1:9", code, "url_malformed"),
        ("https://127.0.0.1:9/path", code, "url_malformed"),
        ("", code, "url_malformed"),
        ("https://127.0.0.1:9", code, "central_away"),
    ] {
        let arguments = ["enrol", "--data", text(&window), "--central", url, "--code", code];
        assert_eq!(refuses(&arguments), refusal, "{url} {code}");
        assert!(!window.join("journal.db").exists() && !window.join("secrets.json").exists());
    }
    let fault = counterfoil_station::Station::open(&window).err();
    assert!(matches!(fault, Some(Fault::NotInitialised { .. })));
}
