//! Without the line: a month of it, a line that never returns, and what another window makes of an entry that it cannot read.

use std::time::{Duration, Instant};

use counterfoil_domain::entry::{chain, hex};
use counterfoil_tests::central::DATABASE;
use counterfoil_tests::central::house::{House, UTC_OFFSET_HOURS, Window};
use counterfoil_tests::central::proof::{central_has_all_of, exported, nothing, received};
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::closing_desk::row_of;
use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{BEN, SAM};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

/// How long the line may take; after many failures a workstation waits up to half a minute.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until something holds of the desk.
#[track_caller]
fn until(desk: &mut Desk, what: &str, holds: impl Fn(&mut Desk) -> bool) {
    let begun = Instant::now();
    while !holds(desk) {
        if begun.elapsed() >= PATIENCE {
            let (line, board) = (line(desk), desk.ask("board", json!({})));
            panic!(
                "not so after a minute: {what}; {line}; {:?}",
                board.map(|board| board["stations"].clone())
            );
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// What the screens say of the line.
fn line(desk: &mut Desk) -> Value {
    desk.done("state", json!({}))["central"].clone()
}

#[track_caller]
fn all_is_in(desk: &mut Desk) {
    let asked = json!({ "number": "20-04127-03" });
    until(desk, "the accounts are taken in, which is an entry too", |desk| {
        let answer = desk.ask("account", asked.clone());
        answer
            .err()
            .is_none_or(|refused| refused.code != "accounts_on_their_way")
    });
    until(desk, "central has everything", |desk| {
        let line = line(desk);
        line["state"] == "connected" && line["waiting"] == 0
    });
}

/// A day at the window: one payment of 25.00 in cash, the drawer counted and closed.
fn a_day(desk: &mut Desk) {
    desk.drawer_day(
        BEN,
        &[payment().open("MISC", "25.00").cash("25")],
        "2x100 1x20 1x5",
        &[],
    );
}

/// How far a window's entries are on the board.
fn seq_on_board(desk: &mut Desk, code: &str) -> Value {
    let board = desk.board();
    let mut stations = board["stations"].as_array().expect("stations").iter();
    stations.find(|one| one["station"] == code).expect("the window")["seq"].clone()
}

#[test]
fn a_month_without_the_line_and_back() {
    let house = House::new(20);
    let Window { mut desk, proxy } = house.window("W2");
    let mut closing = house.window("W1");
    all_is_in(&mut desk);
    // Nobody is on the way while the clock goes on by a night at once.
    proxy.becomes(Weather::Cut);
    closing.proxy.becomes(Weather::Cut);
    for day in 1..=30 {
        a_day(&mut desk);
        house.calendar.next_morning(UTC_OFFSET_HOURS);
        if day % 10 == 0 {
            desk.restart();
        }
    }
    until(&mut desk, "the line is away", |desk| line(desk)["state"] == "away");
    let waiting = line(&mut desk);
    assert!(waiting["waiting"].as_i64().expect("a number") >= 150, "{waiting}");
    assert!(received(&house.server, "W2").len() < 10);
    proxy.becomes(Weather::Calm);
    closing.proxy.becomes(Weather::Calm);
    all_is_in(&mut desk);
    let folder = house.folder("W2");
    central_has_all_of(&house.server, &[("W2", &folder)]);
    closing.desk.sign_in(SAM);
    until(&mut closing.desk, "the closing desk has it all", |closing| {
        seq_on_board(closing, "W2") == desk.journal_length()
    });
    // The first of thirty days is the one to be closed next.
    let row = closing.desk.row("Drawer 2");
    assert_eq!((&row["stage"], &row["receipts"]), (&json!("closed"), &json!(1)));
}

#[test]
fn a_line_that_never_returns_is_made_up_for_by_a_file() {
    let house = House::new(21);
    let Window { mut desk, proxy } = house.window("W2");
    let mut closing = house.window("W1");
    all_is_in(&mut desk);
    proxy.becomes(Weather::Cut);
    a_day(&mut desk);
    desk.sign_in(BEN);
    let file = desk.done("hand_over_entries", json!({}))["path"].clone();
    let (file, length) = (file.as_str().expect("a path"), desk.journal_length());
    let content = std::fs::read_to_string(file).expect("the file");

    // At the closing desk, which central has told nothing of it.
    closing.desk.sign_in(SAM);
    let taken = closing.desk.done("take_in_entries", json!({ "content": content }));
    assert_eq!((&taken["station"], &taken["seq"]), (&json!("W2"), &json!(length)));
    let row = row_of(&closing.desk.board(), "Drawer 2").expect("its drawer");
    assert_eq!((&row["stage"], &row["receipts"]), (&json!("closed"), &json!(1)));
    closing.desk.approve("Drawer 2");

    // At central, twice.
    let said = house.central.succeeds(&["import-bundle", file]);
    assert!(said.contains("alder/CH/W2"), "{said}");
    let again = house.central.succeeds(&["import-bundle", file]);
    assert!(again.contains(" 0 new entries"), "{again}");
    assert_eq!(received(&house.server, "W2"), exported(&house.folder("W2")));

    // The line returns after all, and nothing is there twice.
    proxy.becomes(Weather::Calm);
    desk.sign_out();
    a_day(&mut desk);
    all_is_in(&mut desk);
    all_is_in(&mut closing.desk);
    until(&mut closing.desk, "what came since", |closing| {
        seq_on_board(closing, "W2") == desk.journal_length()
    });
    let (first, second) = (house.folder("W1"), house.folder("W2"));
    central_has_all_of(&house.server, &[("W1", &first), ("W2", &second)]);
}

#[test]
fn accounts_that_do_not_fit_are_warned_of_until_they_do() {
    let house = House::new(23);
    let Window { mut desk, proxy } = house.window("W2");
    all_is_in(&mut desk);
    let warned = |desk: &mut Desk| line(desk)["warning"].as_str().unwrap_or_default().to_owned();
    assert_eq!(warned(&mut desk), "");
    // Central says that there is one account more than it hands out.
    let counts_them = |change: &str| {
        let sql = format!("ALTER TABLE imports DISABLE TRIGGER USER; UPDATE imports SET accounts = accounts {change}");
        house.server.query(DATABASE, &sql)
    };
    counts_them("+ 1");
    until(&mut desk, "the window says so", |desk| {
        warned(desk).contains("do not fit")
    });
    counts_them("- 1");
    until(&mut desk, "the warning is taken back", |desk| warned(desk).is_empty());
    drop(proxy);
}

#[test]
fn an_entry_that_nobody_here_can_read_is_kept_and_named() {
    let house = House::new(22);
    let Window { mut desk, proxy } = house.window("W2");
    let mut closing = house.window("W1");
    a_day(&mut desk);
    all_is_in(&mut desk);
    drop(desk.put_down());
    // A newer program was tried at this window, and wrote an entry of version 2.
    let folder = house.folder("W2");
    let poison = newer_entry(&folder);
    let mut desk = Desk::at(house.workstation("W2"));
    until(&mut desk, "central has it", |_| {
        received(&house.server, "W2").len() == exported(&folder).len()
    });
    assert_eq!(received(&house.server, "W2").last().expect("an entry").bytes, poison);
    let flagged = house
        .server
        .query(DATABASE, "SELECT station, flag FROM entries WHERE flag IS NOT NULL");
    assert_eq!(flagged.trim(), "W2|unknown");
    nothing(&house.server, "kept aside", "SELECT station FROM forks");
    until(&mut desk, "the window says so", |desk| {
        line(desk)["warning"]
            .as_str()
            .is_some_and(|warning| warning.contains("cannot read"))
    });
    // The closing desk goes on.
    closing.desk.sign_in(SAM);
    until(&mut closing.desk, "it is here too", |closing| {
        seq_on_board(closing, "W2") == desk.journal_length()
    });
    closing.desk.approve("Drawer 2");
    // It names the window, whose entry is in no figure of its board.
    let stations = closing.desk.board()["stations"].clone();
    let named = |code: &str| {
        stations
            .as_array()
            .expect("stations")
            .iter()
            .find(|one| one["station"] == code)
    };
    let row = named("W2").expect("the window");
    assert_eq!(
        (&row["refusal"]["code"], &row["missing"]),
        (&json!("entry_unread"), &json!(true))
    );
    assert_eq!(row["refusal"]["facts"]["seq"], row["seq"]);
    drop(proxy);
}

/// Appends an entry of version 2 to a journal. Gives its bytes.
fn newer_entry(folder: &std::path::Path) -> String {
    let journal = Connection::open(folder.join("journal.db")).expect("the journal");
    let (seq, hash, last): (i64, [u8; 32], String) = journal
        .query_row(
            "SELECT seq, hash, bytes FROM entries ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("the last entry");
    let (was, is) = (format!("\"seq\":{seq},"), format!("\"seq\":{},", seq + 1));
    assert!(last.starts_with("{\"v\":1,") && last.contains(&was), "{last}");
    let newer = last.replacen("{\"v\":1,", "{\"v\":2,", 1).replacen(&was, &is, 1);
    let chained = chain(&hash, newer.as_bytes());
    assert_eq!(hex(&chained).len(), 64);
    journal
        .execute(
            "INSERT INTO entries VALUES (?1, ?2, ?3)",
            params![seq + 1, chained, newer],
        )
        .expect("appended");
    newer
}
