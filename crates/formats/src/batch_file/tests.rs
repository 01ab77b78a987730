mod bai2;
mod csv;
mod fixed;

use std::sync::LazyLock;

use counterfoil_domain::config::Configuration;
use proptest::prelude::*;

use super::*;
use crate::configuration;
use crate::lines::LINE_LENGTH;

static CITY: LazyLock<Configuration> =
    LazyLock::new(|| configuration::read(include_str!("../../../../assets/demo/city.toml")).unwrap());

fn layout(code: &str) -> &'static BatchLayout {
    CITY.batch_layouts.iter().find(|layout| layout.code == code).unwrap()
}

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn payments(count: usize) -> Vec<(String, Cents)> {
    (0..count)
        .map(|place| {
            (
                format!("20-{:05}-0{}", 1_834 + place, place % 10),
                Cents(6_300 + 1_216 * place as i64),
            )
        })
        .collect()
}

/// A made-up file of each layout.
fn samples(count: usize) -> [(&'static BatchLayout, Vec<u8>); 3] {
    let (web, lockbox, kiosk) = (layout("WEB"), layout("LOCKBOX"), layout("KIOSK"));
    let paid = payments(count);
    let cards = sample::card_payments("K1", date(), &paid).unwrap();
    [
        (web, sample::web("W-1120", date(), "WEB", &paid).unwrap()),
        (lockbox, sample::lockbox(7, date(), &paid).unwrap()),
        (kiosk, sample::kiosk(&cards, kiosk.fixed.as_ref().unwrap()).unwrap()),
    ]
}

/// The line and what is wrong with a file that is malformed.
fn problem(bytes: &[u8], layout: &BatchLayout) -> (u64, String) {
    match read(bytes, layout) {
        Err(Refusal::BatchFileMalformed { line, problem }) => (line, problem),
        other => panic!("expected a malformed file, got {other:?}"),
    }
}

/// Each fault by itself: a passage of a good file, what stands there instead, and the
/// line and words that are reported.
fn each_fault(good: &str, layout: &BatchLayout, faults: &[(&str, &str, u64, &str)]) {
    read(good.as_bytes(), layout).unwrap();
    for (passage, instead, line, words) in faults {
        assert!(good.contains(passage), "{passage:?} is not in the file");
        let (found_line, found) = problem(good.replacen(passage, instead, 1).as_bytes(), layout);
        assert!(found.contains(words), "{instead:?}: {found}");
        assert_eq!(found_line, *line, "{instead:?}: {found}");
    }
}

/// What a trailer that does not fit is refused with.
fn totals(bytes: &[u8], layout: &BatchLayout) -> (String, String, String) {
    match read(bytes, layout) {
        Err(Refusal::BatchFileTotals { what, said, found }) => (what, said, found),
        other => panic!("expected other totals, got {other:?}"),
    }
}

#[test]
fn samples_are_read() {
    for (layout, bytes) in samples(5) {
        let file = read(&bytes, layout).unwrap();
        assert_eq!(file.date, Some(date()), "{}", layout.code);
        assert_eq!(file.items.len(), 5);
        assert_eq!(file.total, Cents(5 * 6_300 + 10 * 1_216));
        for (item, (account, amount)) in file.items.iter().zip(payments(5)) {
            assert_eq!((&item.account, item.amount), (&account, amount));
            assert!(item.tender.is_none() && item.reference.is_some());
            assert_eq!(item.last_four.is_some(), layout.tender == "CARD");
            assert_eq!(item.check_number.is_some(), layout.tender == "CHECK");
        }
    }
    let ids: Vec<String> = samples(1)
        .iter()
        .map(|(layout, bytes)| read(bytes, layout).unwrap().id)
        .collect();
    assert_eq!(ids, ["W-1120", "122099999-261120-7", "K1"]);
}

#[test]
fn a_day_without_payments_is_a_file_too() {
    for (layout, bytes) in samples(0) {
        let file = read(&bytes, layout).unwrap();
        assert!(file.items.is_empty() && file.total.is_zero(), "{}", layout.code);
    }
}

#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    for (layout, bytes) in samples(2) {
        let expected = read(&bytes, layout).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(read(text.replace('\n', "\r\n").as_bytes(), layout).unwrap(), expected);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes(), layout).unwrap(), expected);
    }
}

#[test]
fn what_no_format_takes() {
    for (layout, bytes) in samples(2) {
        let code = &layout.code;
        for cut in [&b""[..], b"\xef\xbb\xbf"] {
            assert_eq!(read(cut, layout), Err(Refusal::BatchFileTruncated), "{code}");
        }
        let mut broken = bytes.clone();
        broken[9] = 0xff;
        assert_eq!(
            problem(&broken, layout),
            (1, "the line is not UTF-8".to_owned()),
            "{code}"
        );
        let count = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let with_end = |end: &[u8]| problem(&[&bytes[..], end].concat(), layout);
        assert_eq!(
            with_end(b"\n"),
            (count + 1, "the line is empty; take it out".to_owned()),
            "{code}"
        );
        let twice = with_end(&bytes);
        assert_eq!(twice.0, count + 1, "{code}: {twice:?}");
        assert!(twice.1.contains("two files"), "{code}: {twice:?}");
        let long = format!("{}\n", "x".repeat(LINE_LENGTH + 1));
        assert_eq!(
            with_end(long.as_bytes()).1,
            "the line is longer than 4096 bytes",
            "{code}"
        );
        assert_eq!(problem(b"\n", layout).1, "the line is empty; take it out", "{code}");
        // The first line alone taken away.
        let begun = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let (line, words) = problem(&bytes[begun..], layout);
        assert!(
            line == 1 && words.starts_with("the file does not begin with its header"),
            "{code}: {words}"
        );
    }
}

#[test]
fn a_file_cut_off_at_any_byte_is_refused() {
    for (layout, bytes) in samples(3).into_iter().chain(samples(0)) {
        let good = read(&bytes, layout);
        for length in 0..bytes.len() {
            let found = read(&bytes[..length], layout);
            // With the slash that closes it BAI2 is whole, its last line ended or not.
            let whole = layout.format == BatchFormat::Bai2 && length + 1 == bytes.len();
            let expected = match whole {
                true => good.clone(),
                false => Err(Refusal::BatchFileTruncated),
            };
            assert_eq!(found, expected, "{} cut at {length}", layout.code);
        }
    }
}

/// Any one byte changed: the same payments in number and in total, or a refusal.
#[test]
fn no_changed_byte_changes_what_is_paid() {
    let richer = [("WEB", csv::GOOD), ("LOCKBOX", bai2::GOOD), ("KIOSK", fixed::GOOD)];
    let richer = richer.map(|(code, file)| (layout(code), file.as_bytes().to_vec()));
    for (layout, mut bytes) in samples(2).into_iter().chain(richer) {
        let good = read(&bytes, layout).unwrap();
        for place in 0..bytes.len() {
            let byte = bytes[place];
            let flipped = (0..8).map(|bit| byte ^ (1 << bit));
            for other in flipped.chain(*b"0159,/-\"\n\r PT\xff") {
                bytes[place] = other;
                match read(&bytes, layout) {
                    Ok(file) => assert_eq!(
                        (file.items.len(), file.total),
                        (good.items.len(), good.total),
                        "{} byte {place} as {other}",
                        layout.code
                    ),
                    Err(
                        Refusal::BatchFileMalformed { .. }
                        | Refusal::BatchFileTotals { .. }
                        | Refusal::BatchFileTruncated,
                    ) => {}
                    Err(refusal) => panic!("{refusal:?}"),
                }
            }
            bytes[place] = byte;
        }
    }
}

#[test]
fn no_account_number_of_a_check_is_shown() {
    let (layout, bytes) = &samples(1)[1];
    let file = read(bytes, layout).unwrap();
    let account = file.items[0].check_account.as_deref().unwrap();
    assert!(!format!("{file:?}").contains(account));
}

#[test]
fn the_description_names_the_codes() {
    let description = include_str!("../../../../docs/batch-format.md");
    for refusal in [
        Refusal::BatchFileTruncated,
        Refusal::BatchFileTotals {
            what: String::new(),
            said: String::new(),
            found: String::new(),
        },
        Refusal::BatchFileMalformed {
            line: 1,
            problem: String::new(),
        },
    ] {
        assert!(description.contains(&format!("`{}`", refusal.code())), "{refusal:?}");
    }
}

/// The examples of the description are files that are read.
#[test]
fn the_examples_are_read() {
    let description = include_str!("../../../../docs/batch-format.md");
    let blocks: Vec<&str> = description.split("```\n").collect();
    for (layout, begins) in [
        (layout("WEB"), "H,"),
        (layout("LOCKBOX"), "01,"),
        (layout("KIOSK"), "1K"),
    ] {
        let block = blocks.iter().find(|block| block.starts_with(begins)).unwrap();
        let width = layout.fixed.as_ref().map_or(0, |fixed| usize::from(fixed.width));
        let file: String = block.lines().map(|line| format!("{line:width$}\n")).collect();
        assert_eq!(read(file.as_bytes(), layout).unwrap().total, Cents(24_762), "{begins}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        lines in "((H|P|T|01|02|03|16|88|49|98|99|1|5|9),[\\PC,\"/]{0,40}\n){0,8}",
    ) {
        for (layout, good) in samples(1) {
            let _bytes = read(&bytes, layout);
            let _lines = read(lines.as_bytes(), layout);
            let begun = good.iter().position(|byte| *byte == b'\n').unwrap() + 1;
            let _within = read(&[&good[..begun], lines.as_bytes(), &good[begun..]].concat(), layout);
        }
    }
}
