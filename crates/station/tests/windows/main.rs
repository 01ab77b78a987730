//! Accounts at an ordinary window that knows central records: it hears of payments at other
//! windows and of what the closing desk put on accounts, in whatever order their entries come.

#[path = "accounts_central/source.rs"]
#[allow(dead_code, reason = "each test uses its own part")]
mod source;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate};
use counterfoil_domain::account::{Account, Charge};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{
    Body, CashOnlyMark, CollectionsListed, ItemReturned, OpenedCharge, SessionApproved, chain,
};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle::BundleHeader;
use counterfoil_formats::{bundle, configuration};
use counterfoil_station::accounts::central::Pull;
use counterfoil_station::central::enrolment::Enrolment;
use counterfoil_station::clock::Clock;
use counterfoil_station::desk::Asking;
use counterfoil_station::exchange::bundle_after;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::{JournalReader, Stored};
use counterfoil_station::site::{return_files, rows};
use counterfoil_station::{Seat, Station, demo};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use source::Source;
use uuid::Uuid;

const NOON: i64 = 1_795_291_200;
const NOTE: &str = "Taken without a line to the records";

/// A site by one clock, which goes on by a second with every look.
struct Site {
    place: tempfile::TempDir,
    seconds: Arc<AtomicI64>,
    source: Source,
}

/// One of its workstations.
struct Window {
    code: &'static str,
    station: Arc<Station>,
    seat: Seat,
}

fn city() -> Configuration {
    let mut city = configuration::read(demo::CITY).unwrap();
    for station in &mut city.stations {
        station.printer = Default::default();
    }
    city.site.offline_note = Some(NOTE.to_owned());
    city
}

impl Site {
    fn new() -> Site {
        Site {
            place: tempfile::tempdir().unwrap(),
            seconds: Arc::new(AtomicI64::new(NOON)),
            source: Source::of(40),
        }
    }

    fn clock(&self) -> Clock {
        let ticking = self.seconds.clone();
        Clock::scripted(move || DateTime::from_timestamp(ticking.fetch_add(1, Ordering::Relaxed), 0).unwrap())
    }

    /// Opens a workstation, new or as it was left, with the accounts of central. One that is
    /// enrolled has no line: nobody answers.
    fn window(&self, code: &'static str, enrolled: bool) -> Window {
        let folder = self.place.path().join(code);
        if !Folder::at(&folder).is_initialised() {
            Station::create(&folder, city(), code, &self.clock()).unwrap();
        }
        if enrolled {
            let enrolment = Enrolment {
                url: "https://127.0.0.1:9".to_owned(),
                certificate: "3000".to_owned(),
                name: StationName {
                    city: "alder-creek".to_owned(),
                    site: "CH".to_owned(),
                    station: code.to_owned(),
                },
                central_key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".to_owned(),
                contact: 1,
                code: None,
                enrolling: None,
                stopped: None,
            };
            enrolment.write(&Folder::at(&folder).central()).unwrap();
        }
        self.opened(code, &folder)
    }

    fn opened(&self, code: &'static str, folder: &Path) -> Window {
        let station = Station::open_with(folder, self.clock(), &mut |_, _| {}).unwrap();
        let window = Window {
            code,
            seat: Seat::new(station.clone()),
            station,
        };
        window.take_accounts(&self.source);
        window
    }

    /// The account that this is about, as central hands it out.
    fn account(&self) -> Account {
        let several = |account: &&Account| {
            account.charges.len() > 1
                && account
                    .flags
                    .notices(&city().policies.flags, source::today())
                    .is_empty()
        };
        self.source.there().find(several).unwrap().clone()
    }
}

impl Window {
    fn take_accounts(&self, source: &Source) {
        let mut pull = Pull::open(self.station.folder()).unwrap();
        if let Some(built) = source.pull(&mut pull, &self.station.accounts).unwrap() {
            self.station.take_over_accounts(&built, "central").unwrap();
        }
    }

    fn call(&self, command: &str, request: Value) -> Result<Value, String> {
        let reply = self.seat.call(command, &to_raw_value(&request).unwrap());
        let reply = reply.map_err(|refusal| format!("{}: {}", refusal.code, refusal.message))?;
        Ok(serde_json::from_str(reply.get()).unwrap())
    }

    fn open_drawer(&self) {
        self.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
            .unwrap();
        let request = json!({ "request_id": Uuid::new_v4(), "float": [{ "cents": 2000, "loose": 10 }] });
        self.call("open_drawer", request).unwrap();
    }

    /// Pays on an account's charge in cash; gives the receipt's number.
    fn pay(&self, account: &str, charge: &str, amount: &str) -> String {
        let request = json!({
            "request_id": Uuid::new_v4(),
            "payment": {
                "lines": [{ "on": "account", "account": account, "charges": [charge], "amount": amount }],
                "tenders": [{ "tender": "CASH", "amount": amount }],
            },
        });
        self.call("take_payment", request).unwrap()["receipt"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn due(&self, account: &str) -> i64 {
        self.call("account", json!({ "number": account })).unwrap()["due"]
            .as_i64()
            .unwrap()
    }

    /// Hands entries after one over to another workstation.
    fn hand_over(&self, after: u64, to: &Window) {
        let journal = JournalReader::open(&self.station.folder().journal()).unwrap();
        let clock = self.station.clock().clone();
        let made = self
            .station
            .secrets(|secrets| bundle_after(&journal, self.code, after, secrets, (&clock, false)));
        let bundle = bundle::read(&made.unwrap().0).unwrap();
        to.station.neighbours().unwrap().take_in(&bundle).unwrap();
    }

    fn stored(&self, seq: u64) -> Stored {
        let journal = JournalReader::open(&self.station.folder().journal()).unwrap();
        journal.get(seq).unwrap().unwrap()
    }

    /// Hands over what follows its last entry, whatever it is, as central hands it on.
    fn hand_over_as_it_is(&self, entry: &[u8], to: &Window) {
        let mut head = self.station.desk().head().clone();
        let header = BundleHeader {
            station: self.code.to_owned(),
            epoch: head.epoch,
            after: head.seq,
            previous: head.hash,
            made_at: self.station.clock().now(),
            stopping: false,
        };
        head.seq += 1;
        head.hash = chain(&head.hash, entry);
        let bytes = self.station.secrets(|secrets| {
            let signed = secrets.sign(&head);
            let handed = secrets.sign_handed(self.code, head.epoch, &signed, header.made_at, false);
            bundle::write(&header, [entry], &signed, &handed)
        });
        let bundle = bundle::read_raw(&bytes).unwrap();
        let neighbours = to.station.neighbours().unwrap();
        assert_eq!(neighbours.take_in_from_central(&bundle).unwrap(), 1);
    }

    fn last(&self) -> u64 {
        self.station.desk().head().seq
    }

    fn write(&self, body: Body, postings: Vec<Posting>) {
        let asking = Asking {
            actor: "treasury",
            request: None,
            now: self.station.clock().now(),
            business_date: None,
        };
        let decision = Decision {
            body,
            postings,
            approval: None,
        };
        self.station.write(asking, |_| Ok(decision)).unwrap();
    }
}

fn first_charge(account: &Account) -> &Charge {
    account.charges.iter().find(|charge| charge.due.0 > 2_000).unwrap()
}

/// How a window stands on the board.
fn on_board(desk: &Window, code: &str) -> Value {
    let board = desk.call("board", json!({})).unwrap();
    let mut stations = board["stations"].as_array().unwrap().iter();
    let mut found = stations.find(|one| one["station"] == code).unwrap().clone();
    let mut in_the_way = board["in_the_way"].as_array().unwrap().iter();
    found["in_the_way"] = in_the_way.any(|one| one["key"] == format!("station:{code}")).into();
    found
}

#[test]
fn the_board_names_a_window_of_whose_entries_one_cannot_be_read_here() {
    let site = Site::new();
    let (desk, there, other) = (
        site.window("W1", false),
        site.window("W2", false),
        site.window("W3", false),
    );
    for window in [&there, &other] {
        window.open_drawer();
        window.hand_over(0, &desk);
    }
    let supervisor = json!({ "user": "tran", "password": "alder-creek" });
    desk.call("sign_in", supervisor.clone()).unwrap();
    for code in ["W2", "W3"] {
        let row = on_board(&desk, code);
        assert_eq!((&row["refusal"], &row["in_the_way"]), (&Value::Null, &json!(false)));
    }
    // One of a newer version, and one that is none at all.
    let last = there.stored(there.last()).bytes;
    let (was, is) = (
        format!("\"seq\":{},", there.last()),
        format!("\"seq\":{},", there.last() + 1),
    );
    let newer = last.replacen("{\"v\":1,", "{\"v\":2,", 1).replacen(&was, &is, 1);
    assert!(newer.contains("{\"v\":2,") && newer.contains(&is), "{newer}");
    there.hand_over_as_it_is(newer.as_bytes(), &desk);
    other.hand_over_as_it_is(b"{\"poison\":true}", &desk);
    let named = |desk: &Window| {
        for window in [&there, &other] {
            let row = on_board(desk, window.code);
            let (code, seq) = (&row["refusal"]["code"], &row["refusal"]["facts"]["seq"]);
            assert_eq!((code, seq), (&json!("entry_unread"), &json!(window.last() + 1)));
            assert_eq!((&row["missing"], &row["in_the_way"]), (&json!(true), &json!(true)));
        }
    };
    named(&desk);
    // Nothing new is no reason to forget it, and neither is another start.
    drop(desk);
    let desk = site.window("W1", false);
    desk.call("sign_in", supervisor).unwrap();
    named(&desk);
}

#[test]
fn a_window_hears_of_payments_at_other_windows_once() {
    let mut site = Site::new();
    let (here, there) = (site.window("W2", true), site.window("W3", true));
    let account = site.account();
    let (number, charge) = (account.number.as_str(), first_charge(&account).id.clone());
    let due = account.due().unwrap().0;
    here.open_drawer();
    there.open_drawer();
    assert_eq!(here.due(number), due);
    there.pay(number, &charge, "5.00");
    here.pay(number, &charge, "3.00");
    assert_eq!(
        (here.due(number), there.due(number)),
        (due - 300, due - 500),
        "the line is down"
    );
    there.hand_over(0, &here);
    there.hand_over(0, &here);
    assert_eq!(here.due(number), due - 800, "twice handed over, once counted");
    here.hand_over(0, &there);
    assert_eq!(there.due(number), due - 800);

    // Billing had W3's payment in a posting batch, and W2's not: its next copy says so.
    let included = there.last();
    there.pay(number, &charge, "2.00");
    let mut paid = account.clone();
    paid.charges
        .iter_mut()
        .filter(|one| one.id == charge)
        .for_each(|one| one.due.0 -= 500);
    site.source.import([paid].into_iter(), &[]);
    site.source.included = [("W3".to_owned(), included), ("W2".to_owned(), 1)].into();
    here.take_accounts(&site.source);
    assert_eq!(
        here.due(number),
        due - 800,
        "the last payment at the other window is not heard of yet"
    );
    there.hand_over(included, &here);
    assert_eq!(here.due(number), due - 1_000);
    // The other window has the older copy still, and shows the same.
    assert_eq!(there.due(number), due - 1_000);
    there.take_accounts(&site.source);
    assert_eq!(there.due(number), due - 1_000);

    // The same after a restart, from what is on the disk.
    drop(here);
    let here = site.window("W2", true);
    here.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
        .unwrap();
    assert_eq!(here.due(number), due - 1_000);
    // And where the tables are lost.
    let tables = here.station.folder().site();
    drop(here);
    std::fs::remove_file(tables).unwrap();
    let here = site.window("W2", true);
    here.call("sign_in", json!({ "user": "okoye", "password": "alder-creek" }))
        .unwrap();
    assert_eq!(here.due(number), due - 1_000);
}

#[test]
fn a_charge_paid_at_two_windows_without_a_line_leaves_a_credit_at_both() {
    let mut site = Site::new();
    let (here, there) = (site.window("W2", true), site.window("W3", true));
    let account = site.account();
    let (number, charge) = (account.number.as_str(), first_charge(&account).clone());
    let (due, twice) = (account.due().unwrap().0, charge.due.0);
    let amount = format!("{}.{:02}", twice / 100, twice % 100);
    here.open_drawer();
    there.open_drawer();
    here.pay(number, &charge.id, &amount);
    there.pay(number, &charge.id, &amount);
    assert_eq!((here.due(number), there.due(number)), (due - twice, due - twice));
    there.hand_over(0, &here);
    here.hand_over(0, &there);
    assert_eq!(
        (here.due(number), there.due(number)),
        (due - 2 * twice, due - 2 * twice)
    );

    // Billing had the payment of W3 in a posting batch and no longer hands the charge out; W2's it has not.
    let mut paid = account.clone();
    paid.charges.retain(|one| one.id != charge.id);
    site.source.import([paid].into_iter(), &[]);
    site.source.included = [("W3".to_owned(), there.last()), ("W2".to_owned(), 1)].into();
    for window in [&here, &there] {
        window.take_accounts(&site.source);
        assert_eq!(window.due(number), due - 2 * twice);
    }
}

#[test]
fn a_window_that_stands_alone_knows_its_own_payments_only() {
    let site = Site::new();
    let here = site.window("W2", false);
    here.open_drawer();
    let account = site.account();
    here.pay(&account.number, &first_charge(&account).id, "3.00");
    assert_eq!(here.due(&account.number), account.due().unwrap().0 - 300);
    assert!(here.station.whole_site().is_none());
}

#[test]
fn receipts_say_that_there_is_no_line_where_there_should_be_one() {
    let site = Site::new();
    for (code, enrolled) in [("W2", true), ("W3", false)] {
        let window = site.window(code, enrolled);
        window.open_drawer();
        let tried = |window: &Window| window.station.central().is_none_or(|line| line.seen().why.is_some());
        while !tried(&window) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let account = site.account();
        window.pay(&account.number, &first_charge(&account).id, "3.00");
        let last = window.last();
        let last = window.station.desk().stored(last).unwrap().entry().unwrap();
        let Body::Receipt(receipt) = last.body else {
            panic!("{last:?}")
        };
        assert_eq!(receipt.footer.iter().any(|line| line == NOTE), enrolled, "{code}");
        let state = window.call("state", json!({})).unwrap();
        assert_eq!(state["central"]["state"], if enrolled { "away" } else { "alone" });
    }
}

/// A returned check of nobody's receipt: its fee on an account, and the mark.
fn returned(account: &str) -> ItemReturned {
    let until: NaiveDate = "2027-11-20".parse().unwrap();
    ItemReturned {
        number: "R-000001".to_owned(),
        tenders: Vec::new(),
        amount: Cents(2_500),
        reason: ("NSF".to_owned(), "Not sufficient funds".to_owned()),
        reference: None,
        fee: Some(OpenedCharge {
            account: account.to_owned(),
            charge: Charge {
                id: "R-000001/1".to_owned(),
                code: "RETFEE".to_owned(),
                description: "Returned check fee".to_owned(),
                reference: String::new(),
                due_date: source::today(),
                due: Cents(2_500),
            },
        }),
        fee_receivable: Vec::new(),
        fee_revenue: None,
        no_fee: None,
        mark: Some(CashOnlyMark {
            until,
            accounts: vec![account.to_owned()],
            token: Some("token".to_owned()),
            lift_when_paid: true,
        }),
        payer: ("María Peña".to_owned(), vec!["1 Main Street".to_owned()]),
        balances: Vec::new(),
        file: None,
        worker: ("treasury".to_owned(), "Tre Asher".to_owned()),
    }
}

#[test]
fn a_window_hears_of_the_desks_charges_and_marks_before_it_hears_of_their_payments() {
    let site = Site::new();
    let (here, there, desk) = (
        site.window("W2", true),
        site.window("W3", true),
        site.window("W1", false),
    );
    let account = site.account();
    let (number, due) = (account.number.as_str(), account.due().unwrap().0);
    here.open_drawer();
    there.open_drawer();
    // The desk approves a session of which this window has not heard, and works a returned item.
    let approved = SessionApproved {
        session: Uuid::new_v4(),
        station: "W3".to_owned(),
        name: "Drawer 3".to_owned(),
        closed_seq: 9,
        approver: ("sol".to_owned(), "Sol Reyes".to_owned()),
        tenders: Vec::new(),
        float: Cents(20_000),
        reason: None,
    };
    desk.write(Body::SessionApproved(approved), Vec::new());
    desk.write(Body::ItemReturned(Box::new(returned(number))), Vec::new());
    desk.hand_over(0, &here);
    desk.hand_over(0, &there);
    let view = here.call("account", json!({ "number": number })).unwrap();
    assert_eq!(view["due"], due + 2_500);
    let flags = view["flags"].as_array().unwrap();
    assert!(
        flags
            .iter()
            .any(|flag| flag["flag"] == "cash_only" && flag["until"] == "2027-11-20"),
        "{flags:?}"
    );
    let found = here.call("find_accounts", json!({ "text": "R-000001" })).unwrap();
    assert_eq!(found["accounts"][0]["number"], number);
    // Paid at the other window: gone here too, and the mark with it.
    there.pay(number, "R-000001/1", "25.00");
    assert_eq!(here.due(number), due + 2_500);
    there.hand_over(0, &here);
    let view = here.call("account", json!({ "number": number })).unwrap();
    assert_eq!(
        (&view["due"], view["flags"].as_array().unwrap().len()),
        (&json!(due), 0)
    );
}

#[test]
fn the_order_in_which_journals_come_in_is_nothing() {
    let site = Site::new();
    let (here, there, desk) = (
        site.window("W2", true),
        site.window("W3", true),
        site.window("W1", false),
    );
    let account = site.account();
    let (number, due) = (account.number.as_str(), account.due().unwrap().0);
    here.open_drawer();
    there.open_drawer();
    desk.write(Body::ItemReturned(Box::new(returned(number))), Vec::new());
    desk.hand_over(0, &there);
    there.pay(number, "R-000001/1", "10.00");
    there.hand_over(0, &here);
    assert_eq!(
        here.due(number),
        due,
        "a payment on a charge of which nobody heard here"
    );
    desk.hand_over(0, &here);
    assert_eq!(here.due(number), due + 1_500);
}

#[test]
fn only_the_closing_desk_of_the_configuration_in_force_does_its_work() {
    let site = Site::new();
    let (window, desk) = (site.window("W2", false), site.window("W1", false));
    desk.station.site().unwrap();
    let refused = window.station.site().unwrap_err();
    assert_eq!(refused.code(), "not_closing_desk");
    // The role moves to the window.
    let mut moved = city();
    for station in &mut moved.stations {
        station.closing_desk = station.code == "W2";
    }
    for one in [&window, &desk] {
        one.station.configure(moved.clone(), "admin").unwrap();
    }
    let refused = desk.station.site().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Window 1 is not the closing desk; do this at Window 2"
    );
    let refused = window.station.site().unwrap_err();
    assert_eq!(refused.code(), "closing_desk_after_start");
    assert!(refused.to_string().contains("start it again"), "{refused}");
    drop(window);
    let window = site.window("W2", false);
    window.station.site().unwrap().read(|_| Ok(())).unwrap();
}

#[test]
fn the_new_closing_desk_knows_what_the_former_one_wrote() {
    let site = Site::new();
    let (desk, there) = (site.window("W1", false), site.window("W3", false));
    there.open_drawer();
    let session = there.station.desk().held().latest().unwrap().id;
    let approved = SessionApproved {
        session,
        station: "W3".to_owned(),
        name: "Drawer 3".to_owned(),
        closed_seq: there.last(),
        approver: ("tran".to_owned(), "M. Tran".to_owned()),
        tenders: Vec::new(),
        float: Cents(20_000),
        reason: None,
    };
    desk.write(Body::SessionApproved(approved), Vec::new());
    let listed = CollectionsListed {
        number: "C-000001".to_owned(),
        items: Vec::new(),
        total: Cents::ZERO,
        person: ("abbott".to_owned(), "K. Abbott".to_owned()),
    };
    desk.write(Body::CollectionsListed(listed), Vec::new());
    let mut moved = city();
    for station in &mut moved.stations {
        station.closing_desk = station.code == "W2";
    }
    let new = site.window("W2", false);
    new.station.configure(moved, "admin").unwrap();
    drop(new);
    let new = site.window("W2", false);
    // The former desk's word about a session comes before the session itself.
    desk.hand_over(0, &new);
    there.hand_over(0, &new);
    let look = new.station.site().unwrap();
    look.read(|inside| {
        let kept = rows::get(&inside.connection, session)?.unwrap();
        assert_eq!(
            (kept.row.station.as_str(), kept.approved_seq),
            ("W3", Some(there.last()))
        );
        assert_eq!(inside.session(session)?.station, "W3");
        let (station, seq) = return_files::collections_list(&inside.connection, "C-000001")?.unwrap();
        assert!(matches!(
            inside.stored(&station, seq)?.entry()?.body,
            Body::CollectionsListed(_)
        ));
        Ok(())
    })
    .unwrap();
}
