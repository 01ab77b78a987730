//! What can go wrong with the folder, the disk and the clock: each its clear
//! answer, and nothing half-written.

mod counter;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use counter::{COUNTERFOIL, Rpc, create, create_by, export, payment, verify, views_content};
use counterfoil_station::clock::Clock;
use counterfoil_station::folder::Folder;
use counterfoil_station::{Seat, Station, views};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use uuid::Uuid;

fn call(seat: &Seat, command: &str, request: Value) -> Result<Value, String> {
    let reply = seat
        .call(command, &to_raw_value(&request).unwrap())
        .map_err(|refusal| refusal.code)?;
    Ok(serde_json::from_str(reply.get()).unwrap())
}

fn sign_in(seat: &Seat) {
    call(seat, "sign_in", json!({ "user": "okoye", "password": "alder-creek" })).unwrap();
}

fn open_drawer(seat: &Seat) {
    let request = json!({ "request_id": Uuid::new_v4(), "float": [{ "cents": 2000, "loose": 10 }] });
    call(seat, "open_drawer", request).unwrap();
}

#[test]
fn a_second_instance_is_kept_out() {
    let place = tempfile::tempdir().unwrap();
    create(place.path());
    let first = Station::open(place.path()).unwrap();
    let code = Station::open(place.path()).err().unwrap().code();
    assert_eq!(code, "second_instance");
    let output = Command::new(COUNTERFOIL)
        .args(["rpc", "--data"])
        .arg(place.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(
        words.contains("already running") && words.contains("(second_instance)"),
        "{words}"
    );
    // Reading beside a running window is allowed.
    assert!(verify(place.path()).0);
    drop(first);
    Station::open(place.path()).unwrap();
}

#[test]
fn a_folder_without_a_workstation_and_one_with_another() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(Station::open(place.path()).err().unwrap().code(), "not_initialised");
    create(place.path());
    let before = export(place.path());
    let configuration = counterfoil_formats::configuration::read(counterfoil_station::demo::CITY).unwrap();
    let again = Station::create(place.path(), configuration, "W2", &Clock::system());
    assert_eq!(again.err().unwrap().code(), "already_initialised");
    assert_eq!(export(place.path()), before, "nothing was written");
}

#[test]
fn damaged_and_missing_views_are_built_anew() {
    let place = tempfile::tempdir().unwrap();
    create(place.path());
    let at = Folder::at(place.path());
    let mut rpc = Rpc::start(place.path());
    rpc.open_drawer();
    let receipt = rpc.ok("take_payment", payment(Uuid::new_v4()))["receipt"].clone();
    rpc.ok("find_receipts", json!({ "text": "" }));
    drop(rpc);
    let right = {
        let rebuilt = place.path().join("rebuilt.db");
        views::rebuild(&rebuilt, &at.journal(), &mut |_, _| {}).unwrap();
        views_content(&rebuilt)
    };
    for damage in ["garbage", "missing", "torn", "foreign version"] {
        match damage {
            "garbage" => std::fs::write(at.views(), b"this is not a database").unwrap(),
            "missing" => std::fs::remove_file(at.views()).unwrap(),
            "torn" => {
                let mut bytes = std::fs::read(at.views()).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle..].fill(0xa5);
                std::fs::write(at.views(), bytes).unwrap();
            }
            _ => rusqlite::Connection::open(at.views())
                .unwrap()
                .pragma_update(None, "user_version", 77)
                .unwrap(),
        }
        let mut rpc = Rpc::start(place.path());
        let found = rpc.ok("find_receipts", json!({ "text": "nunez" }));
        assert_eq!(found["receipts"][0]["number"], receipt, "{damage}");
        drop(rpc);
        drop(Station::open(place.path()).unwrap());
        let with_sign_ins = |content: &str| content.lines().filter(|line| line.contains("W1-")).count();
        assert_eq!(
            with_sign_ins(&views_content(&at.views())),
            with_sign_ins(&right),
            "{damage}"
        );
    }
}

#[test]
fn a_clock_set_back_stops_the_desk_and_a_small_step_does_not() {
    let place = tempfile::tempdir().unwrap();
    let noon = 1_795_291_200;
    let seconds = Arc::new(AtomicI64::new(noon));
    let ticking = seconds.clone();
    let clock = Clock::scripted(move || DateTime::from_timestamp(ticking.load(Ordering::Relaxed), 0).unwrap());
    create_by(place.path(), &clock);
    let station = Station::open_with(place.path(), clock, &mut |_, _| {}).unwrap();
    let seat = Seat::new(station.clone());
    sign_in(&seat);
    open_drawer(&seat);
    seconds.store(noon - 60, Ordering::Relaxed);
    call(&seat, "take_payment", payment(Uuid::new_v4())).unwrap();
    seconds.store(noon - 3_600, Ordering::Relaxed);
    let before = station.desk().head().clone();
    let id = Uuid::new_v4();
    assert_eq!(
        call(&seat, "take_payment", payment(id)),
        Err("clock_set_back".to_owned())
    );
    assert_eq!(*station.desk().head(), before, "nothing was written");
    seconds.store(noon + 60, Ordering::Relaxed);
    call(&seat, "take_payment", payment(id)).unwrap();
    let stored = station.desk().stored(before.seq).unwrap().entry().unwrap();
    assert_eq!(
        stored.at.timestamp(),
        noon,
        "the small step was waited out by standing still"
    );
}

#[test]
fn a_changed_entry_is_named() {
    let place = tempfile::tempdir().unwrap();
    create(place.path());
    let mut rpc = Rpc::start(place.path());
    rpc.open_drawer();
    for _ in 0..5 {
        rpc.ok("take_payment", payment(Uuid::new_v4()));
    }
    drop(rpc);
    let journal = Folder::at(place.path()).journal();
    let connection = rusqlite::Connection::open(&journal).unwrap();
    let refused = connection.execute(
        "UPDATE entries SET bytes = replace(bytes, '1500', '1400') WHERE seq = 6",
        [],
    );
    assert!(refused.unwrap_err().to_string().contains("never changed"));
    let refused = connection.execute("DELETE FROM entries WHERE seq = 6", []);
    assert!(refused.unwrap_err().to_string().contains("never deleted"));
    // Someone who takes the triggers away first is found out by the chain.
    connection
        .execute_batch("DROP TRIGGER entries_are_not_changed; DROP TRIGGER entries_are_not_deleted;")
        .unwrap();
    connection
        .execute(
            "UPDATE entries SET bytes = replace(bytes, '1500', '1400') WHERE seq = 6",
            [],
        )
        .unwrap();
    let (well, words) = verify(place.path());
    assert!(!well && words.contains("entry 6: its hash is"), "{words}");
    connection.execute("DELETE FROM entries WHERE seq = 6", []).unwrap();
    let (well, words) = verify(place.path());
    assert!(!well && words.contains("entry 6: is missing"), "{words}");
}

#[test]
fn a_journal_that_is_no_database_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    create(place.path());
    let journal = Folder::at(place.path()).journal();
    for suffix in ["-wal", "-shm"] {
        let _may_be_gone = std::fs::remove_file(journal.with_extension(format!("db{suffix}")));
    }
    std::fs::write(&journal, b"not a journal at all, not a journal at all").unwrap();
    assert_eq!(Station::open(place.path()).err().unwrap().code(), "journal_damaged");
    assert_eq!(
        std::fs::read(&journal).unwrap(),
        b"not a journal at all, not a journal at all"
    );
}

/// A shell with a file system of its own, where this machine allows one; what it
/// runs speaks of its outcome by its exit status.
fn with_own_file_system(script: &str, folder: &Path) -> Option<std::process::Output> {
    let allowed = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])
        .output()
        .ok()?;
    if !allowed.status.success() {
        eprintln!("not tried: this machine lends no file system of its own (unshare -rm)");
        return None;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-ec", script])
        .env("COUNTERFOIL", COUNTERFOIL)
        .env("PLACE", folder)
        .output()
        .unwrap();
    Some(output)
}

const CITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/demo/city.toml");

#[test]
fn a_full_disk_writes_nothing_and_says_so() {
    let place = tempfile::tempdir().unwrap();
    let line = |command: &str, request: Value| format!("{}\n", json!({ "id": 1, "cmd": command, "req": request }));
    let sign_in = line("sign_in", json!({ "user": "okoye", "password": "alder-creek" }));
    let open = line(
        "open_drawer",
        json!({ "request_id": Uuid::new_v4(), "float": [{ "cents": 2000, "loose": 10 }] }),
    );
    std::fs::write(place.path().join("requests"), sign_in + &open).unwrap();
    let pay = line("take_payment", payment(Uuid::nil())).replace("0000-000000000000", "8000-0000000000NN");
    std::fs::write(place.path().join("pay"), pay).unwrap();
    std::fs::write(place.path().join("city.toml"), std::fs::read(CITY).unwrap()).unwrap();
    // The filler leaves no page free; the program is already open when the disk fills up.
    let script = r#"mount -t tmpfs -o size=8m tmpfs "$PLACE/disk"
        "$COUNTERFOIL" init --data "$PLACE/disk/W1" --config "$PLACE/city.toml" --station W1 >/dev/null
        mkfifo "$PLACE/in"
        "$COUNTERFOIL" rpc --data "$PLACE/disk/W1" <"$PLACE/in" >"$PLACE/out" &
        exec 3>"$PLACE/in"
        answered() { until [ "$(wc -l <"$PLACE/out")" -ge "$1" ]; do sleep 0.05; done; }
        cat "$PLACE/requests" >&3
        answered 2
        sleep 3
        cat /dev/zero >"$PLACE/disk/filler" 2>/dev/null || :
        for n in 10 11 12 13 14 15 16 17 18 19; do sed "s/NN/$n/" "$PLACE/pay" >&3; done
        answered 12
        rm "$PLACE/disk/filler"
        sed "s/NN/19/" "$PLACE/pay" >&3
        answered 13
        exec 3>&-
        wait
        "$COUNTERFOIL" verify --data "$PLACE/disk/W1"
        "$COUNTERFOIL" export --data "$PLACE/disk/W1" >"$PLACE/export""#;
    std::fs::create_dir(place.path().join("disk")).unwrap();
    let Some(output) = with_own_file_system(script, place.path()) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("all is well"), "{said}");
    let replies: Vec<Value> = std::fs::read_to_string(place.path().join("out"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let full = replies[2..12]
        .iter()
        .filter(|reply| reply["err"]["code"] == "disk_full")
        .count();
    assert!(full > 0, "no payment met the full disk: {replies:?}");
    assert!(
        replies[2..12]
            .iter()
            .all(|reply| reply["ok"].is_object() || reply["err"]["code"] == "disk_full"),
        "{replies:?}"
    );
    assert!(
        replies[12]["ok"]["receipt"].is_string(),
        "after making room: {}",
        replies[12]
    );
    let acknowledged: std::collections::BTreeSet<&str> = replies[2..]
        .iter()
        .filter_map(|reply| reply["ok"]["receipt"].as_str())
        .collect();
    let export = std::fs::read_to_string(place.path().join("export")).unwrap();
    let written = export
        .lines()
        .filter(|line| line.contains("\"kind\":\"receipt\""))
        .count();
    assert_eq!(
        written,
        acknowledged.len(),
        "what was refused was not written, what was acknowledged was"
    );
}

#[test]
fn a_read_only_folder_is_named() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("city.toml"), std::fs::read(CITY).unwrap()).unwrap();
    std::fs::create_dir(place.path().join("disk")).unwrap();
    let script = r#"mount -t tmpfs tmpfs "$PLACE/disk"
        "$COUNTERFOIL" init --data "$PLACE/disk/W1" --config "$PLACE/city.toml" --station W1 >/dev/null
        mount -o remount,ro "$PLACE/disk"
        ! "$COUNTERFOIL" rpc --data "$PLACE/disk/W1" </dev/null"#;
    let Some(output) = with_own_file_system(script, place.path()) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("cannot be written") && said.contains("(read_only)"),
        "{said}"
    );
}
