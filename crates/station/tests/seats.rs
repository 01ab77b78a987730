//! Who sits at the workstation: signing in, wrong passwords, locking, rights; and
//! the payment in progress, which survives all of it.

mod counter;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use counter::{create_by, payment};
use counterfoil_station::clock::Clock;
use counterfoil_station::folder::Folder;
use counterfoil_station::{Seat, Station};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use uuid::Uuid;

const NOON: i64 = 1_795_291_200;
const PASSWORD: &str = "alder-creek";

/// A workstation by a clock that the test moves.
struct Place {
    folder: tempfile::TempDir,
    seconds: Arc<AtomicI64>,
    seat: Seat,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let seconds = Arc::new(AtomicI64::new(NOON));
        create_by(folder.path(), &clock(&seconds));
        let seat = open(folder.path(), &seconds);
        Place { folder, seconds, seat }
    }

    /// The program ends and starts again.
    fn restart(self) -> Place {
        let Place { folder, seconds, seat } = self;
        drop(seat);
        let seat = open(folder.path(), &seconds);
        Place { folder, seconds, seat }
    }

    fn call(&self, command: &str, request: Value) -> Result<Value, String> {
        let reply = self
            .seat
            .call(command, &to_raw_value(&request).unwrap())
            .map_err(|refusal| refusal.code)?;
        Ok(serde_json::from_str(reply.get()).unwrap())
    }

    fn sign_in(&self, user: &str, password: &str) -> Result<Value, String> {
        self.call("sign_in", json!({ "user": user, "password": password }))
    }

    fn open_drawer(&self) {
        let request = json!({ "request_id": Uuid::new_v4(), "float": [{ "cents": 2000, "loose": 10 }] });
        self.call("open_drawer", request).unwrap();
    }

    fn entries(&self) -> u64 {
        self.call("state", json!({})).unwrap();
        let reader =
            counterfoil_station::journal::JournalReader::open(&Folder::at(self.folder.path()).journal()).unwrap();
        reader.last_seq().unwrap()
    }
}

fn clock(seconds: &Arc<AtomicI64>) -> Clock {
    let ticking = seconds.clone();
    Clock::scripted(move || DateTime::from_timestamp(ticking.load(Ordering::Relaxed), 0).unwrap())
}

fn open(folder: &Path, seconds: &Arc<AtomicI64>) -> Seat {
    Seat::new(Station::open_with(folder, clock(seconds), &mut |_, _| {}).unwrap())
}

#[test]
fn five_wrong_passwords_lock_the_user_across_a_restart() {
    let place = Place::new();
    for _ in 0..5 {
        assert_eq!(place.sign_in("okoye", "wrong"), Err("wrong_password".into()));
    }
    assert_eq!(
        place.sign_in("okoye", PASSWORD),
        Err("user_locked".into()),
        "even the right one"
    );
    let place = place.restart();
    assert_eq!(place.sign_in("okoye", PASSWORD), Err("user_locked".into()));
    assert!(place.sign_in("pham", PASSWORD).is_ok(), "someone else is not locked");
    place.call("sign_out", json!({})).unwrap();
    place.seconds.fetch_add(31, Ordering::Relaxed);
    assert_eq!(place.sign_in("okoye", "wrong"), Err("wrong_password".into()));
    place.seconds.fetch_add(31, Ordering::Relaxed);
    assert_eq!(
        place.sign_in("okoye", PASSWORD),
        Err("user_locked".into()),
        "the sixth locks for twice as long"
    );
    place.seconds.fetch_add(31, Ordering::Relaxed);
    assert!(place.sign_in(" Okoye ", PASSWORD).is_ok());
    place.call("sign_out", json!({})).unwrap();
    assert_eq!(
        place.sign_in("okoye", "wrong"),
        Err("wrong_password".into()),
        "the count began anew"
    );
}

#[test]
fn an_unknown_user_is_told_no_more_than_a_wrong_password() {
    let place = Place::new();
    let before = place.entries();
    assert_eq!(place.sign_in("nobody", PASSWORD), Err("wrong_password".into()));
    assert_eq!(place.entries(), before);
}

#[test]
fn a_second_persons_wrong_password_counts_too() {
    let place = Place::new();
    place.sign_in("okoye", PASSWORD).unwrap();
    place.open_drawer();
    let no_sale = |password: &str| {
        let request = json!({
            "request_id": Uuid::new_v4(), "reason": "Change for a customer",
            "consent": { "user": "tran", "password": password },
        });
        place.call("no_sale", request)
    };
    for _ in 0..5 {
        assert_eq!(no_sale("wrong"), Err("wrong_password".into()));
    }
    assert_eq!(no_sale(PASSWORD), Err("user_locked".into()));
}

#[test]
fn rights_and_seats() {
    let place = Place::new();
    assert_eq!(place.call("drawer", json!({})), Err("not_signed_in".into()));
    place.sign_in("iyer", PASSWORD).unwrap();
    assert_eq!(place.sign_in("okoye", PASSWORD), Err("someone_signed_in".into()));
    let before = place.entries();
    assert_eq!(
        place.call("take_payment", payment(Uuid::new_v4())),
        Err("no_right".into()),
        "an auditor changes nothing"
    );
    assert_eq!(
        place.call("open_drawer", json!({ "request_id": Uuid::new_v4(), "float": [] })),
        Err("no_right".into())
    );
    assert_eq!(place.entries(), before);
    assert!(place.call("verify", json!({})).unwrap()["fault"].is_null());
    place.call("sign_out", json!({})).unwrap();
    place.sign_in("okoye", PASSWORD).unwrap();
    assert_eq!(place.call("verify", json!({})), Err("no_right".into()));
    assert_eq!(place.call("no_such_command", json!({})), Err("unknown_command".into()));
    assert_eq!(
        place.call("take_payment", json!({ "payment": 7 })),
        Err("bad_request".into())
    );
}

#[test]
fn a_locked_screen_answers_to_whoever_locked_it() {
    let place = Place::new();
    place.sign_in("okoye", PASSWORD).unwrap();
    assert_eq!(place.call("lock", json!({})).unwrap()["locked"], true);
    assert_eq!(place.call("catalog", json!({})), Err("screen_locked".into()));
    assert_eq!(
        place.call("unlock", json!({ "user": "tran", "password": PASSWORD })),
        Err("screen_locked".into())
    );
    assert_eq!(
        place.call("unlock", json!({ "user": "okoye", "password": "wrong" })),
        Err("wrong_password".into())
    );
    place
        .call("unlock", json!({ "user": "okoye", "password": PASSWORD }))
        .unwrap();
    assert!(place.call("catalog", json!({})).is_ok());
}

/// A draft with a check whose account number is 123456789.
fn draft(request_id: Uuid) -> Value {
    json!({
        "request_id": request_id,
        "payment": {
            "lines": [{ "on": "charge", "code": "GOLF", "quantity": 2 }],
            "tenders": [{ "tender": "CHECK", "amount": "30.00", "micr": "T122000247T 123456789U 1001" }],
            "payer": "Núñez, María",
        },
        "typed": { "search": "0412 Pal" },
    })
}

#[test]
fn the_payment_in_progress_survives_and_holds_no_account_number() {
    let place = Place::new();
    place.sign_in("okoye", PASSWORD).unwrap();
    place.open_drawer();
    let id = Uuid::new_v4();
    place.call("save_draft", draft(id)).unwrap();
    place.call("lock", json!({})).unwrap();
    let place = place.restart();
    place.sign_in("okoye", PASSWORD).unwrap();
    let kept = place.call("draft", json!({})).unwrap();
    assert!(kept["taken"].is_null());
    assert_eq!(kept["draft"]["typed"]["search"], "0412 Pal");
    assert_eq!(kept["draft"]["payment"]["payer"], "Núñez, María");
    assert!(!kept.to_string().contains("123456789"), "{kept}");
    for entry in std::fs::read_dir(place.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() {
            std::fs::read(&path).unwrap()
        } else {
            Vec::new()
        };
        assert!(
            !bytes.windows(9).any(|window| window == b"123456789"),
            "{}",
            path.display()
        );
    }
    // What stands in its place pays all the same, and is known as the same check.
    let request = json!({ "request_id": id, "payment": kept["draft"]["payment"] });
    let taken = place.call("take_payment", request).unwrap();
    let receipt = place.call("receipt", json!({ "receipt": taken["receipt"] })).unwrap();
    assert_eq!(receipt["tenders"][0]["detail"], "1001 ····6789");
    assert!(
        place.call("draft", json!({})).unwrap()["draft"].is_null(),
        "taken, so no longer in progress"
    );
    let again = json!({ "request_id": Uuid::new_v4(), "payment": draft(id)["payment"] });
    assert_eq!(place.call("take_payment", again), Err("check_seen_before".into()));
}

#[test]
fn a_made_up_token_is_refused() {
    let place = Place::new();
    place.sign_in("okoye", PASSWORD).unwrap();
    place.open_drawer();
    let mut request = json!({ "request_id": Uuid::new_v4(), "payment": draft(Uuid::nil())["payment"] });
    request["payment"]["tenders"][0] = json!({
        "tender": "CHECK", "amount": "30.00", "routing": "122000247", "number": "1001",
        "account": format!("kept:{}:6789:{}", "0".repeat(32), "0".repeat(32)),
    });
    assert_eq!(place.call("take_payment", request), Err("bad_request".into()));
}

#[test]
fn a_lost_reply_is_told_after_a_restart() {
    let place = Place::new();
    place.sign_in("okoye", PASSWORD).unwrap();
    place.open_drawer();
    let id = Uuid::new_v4();
    let taken = place
        .call(
            "take_payment",
            json!({ "request_id": id, "payment": draft(id)["payment"] }),
        )
        .unwrap();
    // The program dies after the commit and before the draft is thrown away.
    place.call("save_draft", draft(id)).unwrap();
    let place = place.restart();
    place.sign_in("okoye", PASSWORD).unwrap();
    let kept = place.call("draft", json!({})).unwrap();
    assert_eq!(kept["taken"]["receipt"], taken["receipt"]);
    assert_eq!(kept["taken"]["repeated"], true);
}
