//! Files of entries brought by hand: taken in once, and refused where they are damaged,
//! of a stranger, with a gap, forked, or signed by another.

use std::path::Path;
use std::time::{Duration, Instant};

use counterfoil_tests::closing_desk::row_of;
use counterfoil_tests::desk::{Desk, FLOAT};
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{ANA, BEN, SAM};
use counterfoil_tests::workstation::{Workstation, fixture};
use serde_json::{Value, json};

/// A window of the city that reaches no exchange folder of the closing desk, its drawer open.
fn window_far_away() -> Desk {
    let mut window = Desk::new("W2");
    window.sign_in(BEN);
    window.open_drawer(FLOAT);
    window
}

/// All its entries, as the file that is carried to the closing desk.
fn handed_over(window: &mut Desk) -> String {
    let written = window.done("hand_over_entries", json!({}));
    std::fs::read_to_string(written["path"].as_str().expect("a path")).expect("the file")
}

fn taking(content: &str) -> Value {
    json!({ "content": content })
}

/// How far the window's entries are at the closing desk.
fn seq(desk: &mut Desk) -> i64 {
    let board = desk.board();
    let mut stations = board["stations"].as_array().expect("stations").iter();
    let station = stations.find(|station| station["station"] == "W2").expect("the window");
    station["seq"].as_i64().expect("a number")
}

#[test]
fn entries_brought_by_hand_are_taken_in_once() {
    let mut desk = Desk::closing_desk();
    let mut window = window_far_away();
    let early = handed_over(&mut window);
    window.pay(&payment().open("MISC", "25.00").cash("25"));
    let all = handed_over(&mut window);
    let length = window.journal_length();
    let taken = desk.done("take_in_entries", taking(&early));
    assert_eq!((&taken["station"], &taken["seq"]), (&json!("W2"), &json!(length - 1)));
    let taken = desk.done("take_in_entries", taking(&all));
    assert_eq!((&taken["entries"], &taken["seq"]), (&json!(1), &json!(length)));
    for again in [&all, &early] {
        assert_eq!(desk.done("take_in_entries", taking(again))["entries"], 0);
    }
    assert_eq!(seq(&mut desk), length);
    let board = desk.board();
    let row = row_of(&board, "Drawer 2").expect("its drawer");
    assert_eq!((&row["stage"], &row["receipts"]), (&json!("open"), &json!(1)));
}

#[test]
fn damaged_files_are_not_taken_in() {
    let mut desk = Desk::closing_desk();
    let mut window = window_far_away();
    window.pay(&payment().open("MISC", "25.00").cash("25"));
    let good = handed_over(&mut window);
    let lines: Vec<&str> = good.lines().collect();
    let without_third = [&lines[..2], &lines[3..]].concat().join("\n") + "\n";
    for (what, bad) in [
        ("nothing", String::new()),
        ("not a bundle", "hello\n".to_owned()),
        ("cut off", good[..good.len() / 2].to_owned()),
        ("without its last line end", good.trim_end().to_owned()),
        ("an amount changed", good.replace("\"total\":2500", "\"total\":9500")),
        ("a line taken out", without_third),
        ("line ends translated", good.replace('\n', "\r\n")),
        ("another time", good.replace("\"made_at\":\"20", "\"made_at\":\"21")),
    ] {
        assert_ne!(bad, good, "{what}");
        desk.refuses("bundle_damaged", "take_in_entries", taking(&bad));
        assert_eq!(seq(&mut desk), 0, "{what}");
    }
    desk.done("take_in_entries", taking(&good));
}

#[test]
fn strangers_are_not_taken_in() {
    let mut desk = Desk::closing_desk();
    let own = handed_over(&mut desk);
    let refused = desk.refuses("bundle_of_stranger", "take_in_entries", taking(&own));
    assert_eq!(refused.facts["given"], "W1");
    let text = std::fs::read_to_string(fixture("city.toml")).expect("the fixture");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let other_city = folder.path().join("city.toml");
    std::fs::write(&other_city, text.replace("code = \"W2\"", "code = \"W9\"")).expect("written");
    let mut stranger = Desk::at(Workstation::configured("W9", &other_city));
    stranger.sign_in(BEN);
    let entries = handed_over(&mut stranger);
    let refused = desk.refuses("bundle_of_stranger", "take_in_entries", taking(&entries));
    assert_eq!(refused.facts["given"], "W9");
}

#[test]
fn another_key_is_not_taken_in() {
    let mut desk = Desk::closing_desk();
    let mut window = window_far_away();
    let first = handed_over(&mut window);
    desk.done("take_in_entries", taking(&first));
    let here = seq(&mut desk);
    let mut impostor = window_far_away();
    impostor.pay(&payment().open("MISC", "25.00").cash("25"));
    let entries = handed_over(&mut impostor);
    let refused = desk.refuses("bundle_other_key", "take_in_entries", taking(&entries));
    assert_eq!(refused.facts["station"], "W2");
    assert_eq!(seq(&mut desk), here);
}

#[test]
fn entries_that_fork_are_not_taken_in() {
    let window = window_far_away().put_down();
    // A backup is restored beside the window that goes on: both write an entry of the same number.
    let mut restored = Desk::at(window.copied());
    let mut window = Desk::at(window);
    for (desk, amount) in [(&mut window, "25.00"), (&mut restored, "95.00")] {
        desk.sign_in(BEN);
        desk.pay(&payment().open("MISC", amount).cash(amount));
    }
    let mut desk = Desk::closing_desk();
    desk.done("take_in_entries", taking(&handed_over(&mut window)));
    let here = seq(&mut desk);
    let forked = handed_over(&mut restored);
    desk.refuses("entries_forked", "take_in_entries", taking(&forked));
    assert_eq!(seq(&mut desk), here);
    assert_eq!(desk.row("Drawer 2")["total"]["expected"], 2500);
}

#[test]
fn a_gap_is_named() {
    let mut desk = Desk::closing_desk();
    let mut window = window_far_away();
    bundle_after(&window, 0);
    window.pay(&payment().open("MISC", "25.00").cash("25"));
    let later = bundle_after(&window, 1);
    let refused = desk.refuses("entries_missing", "take_in_entries", taking(&later));
    assert_eq!(
        (&refused.facts["station"], &refused.facts["expected"]),
        (&json!("W2"), &json!(1))
    );
    desk.done("take_in_entries", taking(&handed_over(&mut window)));
    assert_eq!(desk.done("take_in_entries", taking(&later))["station"], "W2");
}

/// The content of a bundle that the window left in its exchange folder and that follows an
/// entry from `at_least` on.
fn bundle_after(window: &Desk, at_least: u64) -> String {
    let begun = Instant::now();
    loop {
        let found = bundles(&window.workstation().exchange());
        if let Some((_, content)) = found.into_iter().find(|(after, _)| *after >= at_least) {
            return content;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "the window hands nothing over"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The bundles of an exchange folder: the entry that each follows, and its content.
fn bundles(folder: &Path) -> Vec<(u64, String)> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = files.map(|file| file.expect("a file").path());
    let bundles = paths.filter(|path| path.extension().is_some_and(|ending| ending == "bundle"));
    bundles
        .map(|path| {
            let content = std::fs::read_to_string(&path).expect("a bundle");
            let header: Value = serde_json::from_str(content.lines().next().expect("a header")).expect("JSON");
            (header["after"].as_u64().expect("a number"), content)
        })
        .collect()
}

#[test]
fn a_refused_file_in_the_folder_is_shown_with_its_window() {
    let mut desk = Desk::closing_desk();
    let mut second = desk.window_beside("W2");
    second.sign_in(BEN);
    desk.board_with(&second, "W2");
    let exchange = desk.workstation().exchange();
    let mut impostor = Desk::new("W2");
    impostor.sign_in(ANA);
    let entries = handed_over(&mut impostor);
    std::fs::write(exchange.join("W2-0000000000-0000000009.bundle"), entries).expect("written");
    let board = desk.board();
    let stations = board["stations"].as_array().expect("stations");
    let station = stations
        .iter()
        .find(|station| station["station"] == "W2")
        .expect("the window");
    assert_eq!(station["refusal"]["code"], "bundle_other_key", "{station}");
    // An administrator takes it away, and the window goes on.
    std::fs::remove_file(exchange.join("W2-0000000000-0000000009.bundle")).expect("it was left where it was");
    second.change_to(SAM);
    let board = desk.board_with(&second, "W2");
    let stations = board["stations"].as_array().expect("stations");
    let station = stations
        .iter()
        .find(|station| station["station"] == "W2")
        .expect("the window");
    assert_eq!(station["refusal"], Value::Null);
}
