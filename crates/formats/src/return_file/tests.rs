mod bai2;
mod csv;
mod nacha;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::lines::LINE_LENGTH;

const FORMATS: [ReturnFormat; 3] = [ReturnFormat::Csv, ReturnFormat::Bai2, ReturnFormat::Nacha];
const DESCRIPTION: &str = include_str!("../../../../docs/return-format.md");

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// Electronic payments, and checks that were made into such: what all formats carry.
fn items(count: usize) -> Vec<ReturnedItemRead> {
    (4_001..)
        .zip(0..count)
        .map(|(sequence, place)| {
            let amount = Cents(6_300 + 1_216 * place as i64);
            ReturnedItemRead {
                check_number: (place % 2 == 1).then(|| format!("{}", 1_042 + place)),
                reference: (place % 2 == 0).then(|| format!("20-{:05}", 1_834 + place)),
                paid_on: date().pred_opt(),
                payer: (place == 0).then(|| "NGOZI OKAFOR".to_owned()),
                ..sample::electronic(amount, sequence, "R01")
            }
        })
        .collect()
}

/// A made-up file of each format.
fn samples(count: usize) -> [(ReturnFormat, Vec<u8>); 3] {
    let items = items(count);
    [
        (ReturnFormat::Csv, sample::csv("R-1120", date(), &items).unwrap()),
        (ReturnFormat::Bai2, sample::bai2(7, date(), &items).unwrap()),
        (ReturnFormat::Nacha, sample::nacha('A', date(), &items).unwrap()),
    ]
}

/// The files by hand, of which every field is asserted.
fn richer() -> [(ReturnFormat, &'static str); 8] {
    [
        (ReturnFormat::Csv, csv::GOOD),
        (ReturnFormat::Bai2, bai2::GOOD),
        (ReturnFormat::Bai2, bai2::GOOD.trim_end()),
        (ReturnFormat::Bai2, bai2::EIGHTY_COLUMNS),
        (ReturnFormat::Bai2, bai2::DAY),
        (ReturnFormat::Bai2, bai2::PAYDAY),
        (ReturnFormat::Nacha, nacha::GOOD),
        (ReturnFormat::Nacha, nacha::UNFILLED),
    ]
}

/// The line and what is wrong with a file that is malformed.
fn problem(bytes: &[u8], format: ReturnFormat) -> (u64, String) {
    match read(bytes, format) {
        Err(Refusal::BatchFileMalformed { line, problem }) => (line, problem),
        other => panic!("expected a malformed file, got {other:?}"),
    }
}

/// Each fault by itself: a passage of a good file, what stands there instead, and the
/// line and words that are reported.
fn each_fault(good: &str, format: ReturnFormat, faults: &[(&str, &str, u64, &str)]) {
    read(good.as_bytes(), format).unwrap();
    for (passage, instead, line, words) in faults {
        assert!(good.contains(passage), "{passage:?} is not in the file");
        let (found_line, found) = problem(good.replacen(passage, instead, 1).as_bytes(), format);
        assert!(found.contains(words), "{instead:?}: {found}");
        assert_eq!(found_line, *line, "{instead:?}: {found}");
    }
}

/// Each control figure by itself: what stands instead of it, and what is said of it.
fn each_figure(good: &str, format: ReturnFormat, figures: &[(&str, &str, &str, &str, &str)]) {
    for (passage, instead, what, said, found) in figures {
        assert!(good.contains(passage), "{passage:?} is not in the file");
        let expected = Refusal::BatchFileTotals {
            what: (*what).to_owned(),
            said: (*said).to_owned(),
            found: (*found).to_owned(),
        };
        let file = good.replacen(passage, instead, 1);
        assert_eq!(read(file.as_bytes(), format), Err(expected), "{instead}");
    }
}

#[test]
fn samples_are_read() {
    for (format, bytes) in samples(5) {
        let file = read(&bytes, format).unwrap();
        assert_eq!(file.date, Some(date()), "{format:?}");
        assert_eq!(file.total, Cents(5 * 6_300 + 10 * 1_216), "{format:?}");
        assert!(file.credits.is_empty() && file.notices.is_empty(), "{format:?}");
        item::prove(&items(5), &file.items).unwrap();
    }
    let ids = samples(1).map(|(format, bytes)| read(&bytes, format).unwrap().id);
    assert_eq!(ids, ["R-1120", "122099999-261120-7", "122099999-261120-0200-A"]);
}

#[test]
fn checks_are_made_up_too() {
    let check = ReturnedItemRead {
        deposit: Some("D-0117".to_owned()),
        payer: Some("OKAFOR N".to_owned()),
        ..sample::check(Cents(18_462), "1042", "NSF")
    };
    for (format, bytes) in [
        (
            ReturnFormat::Csv,
            sample::csv("R1", date(), std::slice::from_ref(&check)),
        ),
        (
            ReturnFormat::Bai2,
            sample::bai2(1, date(), std::slice::from_ref(&check)),
        ),
    ] {
        let file = read(&bytes.unwrap(), format).unwrap();
        item::prove(std::slice::from_ref(&check), &file.items).unwrap();
    }
    // A paper check comes back in no entry.
    assert!(sample::nacha('A', date(), &[check]).is_err());
}

#[test]
fn what_the_format_cannot_carry_is_not_written() {
    let with = |change: &dyn Fn(&mut ReturnedItemRead)| {
        let mut items = items(1);
        change(&mut items[0]);
        [
            sample::csv("R1", date(), &items),
            sample::bai2(1, date(), &items),
            sample::nacha('A', date(), &items),
        ]
        .map(|written| written.is_ok())
    };
    assert_eq!(with(&|_| ()), [true; 3]);
    assert_eq!(with(&|item| item.amount = Cents(0)), [false; 3]);
    assert_eq!(with(&|item| item.amount = Cents(-5)), [false; 3]);
    assert_eq!(with(&|item| item.payer = Some("two\nlines".to_owned())), [false; 3]);
    assert_eq!(
        with(&|item| item.payer = Some("4111 1111 1111 1111".to_owned())),
        [false; 3]
    );
    assert_eq!(with(&|item| item.represented = true), [true, false, false]);
    assert_eq!(with(&|item| item.electronic = false), [true, true, false]);
    assert_eq!(with(&|item| item.payer = Some("x".repeat(23))), [true, true, false]);
    assert_eq!(with(&|item| item.payer = Some("A;B".to_owned())), [true, false, true]);
    assert_eq!(with(&|item| item.trace = None), [true, true, false]);
    assert_eq!(with(&|item| item.reason = Some("NSF".to_owned())), [true, true, false]);
}

#[test]
fn a_file_without_items_is_a_file_too() {
    for (format, bytes) in samples(0) {
        let file = read(&bytes, format).unwrap();
        assert!(file.items.is_empty() && file.total.is_zero(), "{format:?}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    for (format, bytes) in samples(2) {
        let expected = read(&bytes, format).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(read(text.replace('\n', "\r\n").as_bytes(), format).unwrap(), expected);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes(), format).unwrap(), expected);
        // Where it shows without it that the last line is whole, it may lack its end.
        let unended = read(text.trim_end_matches('\n').as_bytes(), format);
        match format {
            ReturnFormat::Bai2 | ReturnFormat::Nacha => assert_eq!(unended, Ok(expected)),
            ReturnFormat::Csv => assert_eq!(unended, Err(Refusal::BatchFileTruncated)),
        }
    }
}

#[test]
fn what_no_format_takes() {
    for (format, bytes) in samples(2) {
        for cut in [&b""[..], b"\xef\xbb\xbf"] {
            assert_eq!(read(cut, format), Err(Refusal::BatchFileTruncated), "{format:?}");
        }
        let mut broken = bytes.clone();
        broken[9] = 0xff;
        let not_text = (1, "the line is not UTF-8".to_owned());
        assert_eq!(problem(&broken, format), not_text, "{format:?}");
        let count = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let with_end = |end: &[u8]| problem(&[&bytes[..], end].concat(), format);
        let empty = (count + 1, "the line is empty; take it out".to_owned());
        assert_eq!(with_end(b"\n"), empty, "{format:?}");
        let twice = with_end(&bytes);
        assert_eq!(twice.0, count + 1, "{format:?}: {twice:?}");
        assert!(twice.1.contains("two files"), "{format:?}: {twice:?}");
        let long = format!("{}\n", "x".repeat(LINE_LENGTH + 1));
        assert_eq!(
            with_end(long.as_bytes()).1,
            "the line is longer than 4096 bytes",
            "{format:?}"
        );
        assert_eq!(problem(b"\n", format).1, "the line is empty; take it out");
        // The first line alone taken away.
        let begun = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let (line, words) = problem(&bytes[begun..], format);
        assert!(
            line == 1 && words.starts_with("the file does not begin with its header"),
            "{format:?}: {words}"
        );
    }
}

/// Another format's file is none.
#[test]
fn a_file_is_of_one_format() {
    for (of, bytes) in samples(2) {
        for format in FORMATS {
            assert_eq!(read(&bytes, format).is_ok(), of == format, "{of:?} as {format:?}");
        }
    }
}

/// Cut off, a file is refused; but the end of the last line may be missing of a BAI2
/// and of a NACHA file, and of this the lines of nines after its control record, all
/// together.
#[test]
fn a_file_cut_off_at_any_byte_is_refused() {
    let made = samples(3).into_iter().chain(samples(0));
    for (format, bytes) in made.chain(richer().map(|(format, file)| (format, file.into()))) {
        let good = read(&bytes, format).unwrap();
        for length in 0..bytes.len() {
            match read(&bytes[..length], format) {
                Err(Refusal::BatchFileTruncated) => {}
                Ok(file) => {
                    assert_ne!(format, ReturnFormat::Csv, "cut at {length}");
                    let ends = bytes[length..].trim_ascii().is_empty();
                    assert!(ends || format == ReturnFormat::Nacha, "cut at {length}");
                    assert_eq!(file, good, "{format:?} cut at {length}");
                }
                other => panic!("{format:?} cut at {length}: {other:?}"),
            }
        }
    }
}

/// Any one byte changed: the same items in number and in total, or a refusal.
fn no_changed_byte_changes_what_came_back(of: ReturnFormat) {
    let made = samples(2).into_iter();
    let files = made.chain(richer().map(|(format, file)| (format, file.into())));
    for (format, mut bytes) in files.filter(|(format, _)| *format == of) {
        let good = read(&bytes, format).unwrap();
        for place in 0..bytes.len() {
            let byte = bytes[place];
            let mut others: BTreeSet<u8> = (0..8).map(|bit| byte ^ (1 << bit)).collect();
            others.extend(match (byte, of) {
                (b'0'..=b'9', _) => &b"0123456789"[..],
                (_, ReturnFormat::Nacha) => b"09RC",
                _ => b"0;=\"\rRTYZ,/-",
            });
            others.extend(b"\n \xff");
            for other in others {
                bytes[place] = other;
                match read(&bytes, format) {
                    Ok(file) => assert_eq!(
                        (file.items.len(), file.total),
                        (good.items.len(), good.total),
                        "{format:?} byte {place} as {other}"
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
fn no_changed_byte_of_csv_changes_what_came_back() {
    no_changed_byte_changes_what_came_back(ReturnFormat::Csv);
}

#[test]
fn no_changed_byte_of_bai2_changes_what_came_back() {
    no_changed_byte_changes_what_came_back(ReturnFormat::Bai2);
}

#[test]
fn no_changed_byte_of_nacha_changes_what_came_back() {
    no_changed_byte_changes_what_came_back(ReturnFormat::Nacha);
}

/// What stands instead of a passage, and a part of what is read of it.
type Kept<'t> = (&'t str, &'t str, fn(&ReturnedItemRead) -> &Option<String>, &'t str);

/// A card number refuses no bank's file: its last four digits stay. What only passes
/// the check of cards stays as it is.
#[test]
fn card_numbers_are_masked() {
    let csv: &[Kept<'_>] = &[
        ("NSF", "4111 1111 1111 1111", |item| &item.reason, "····1111"),
        (
            "\"Okafor, Ngozi\"",
            "N 5500000000000004",
            |item| &item.payer,
            "N ····0004",
        ),
        ("D-0117", "4111-1111-1111-1111", |item| &item.deposit, "····1111"),
        ("RT00001", "4111111111111111", |item| &item.trace, "····1111"),
        ("RT00001", "378282246310005", |item| &item.trace, "····0005"),
        ("RT00001", "4000000000006", |item| &item.trace, "4000000000006"),
        ("1042", "000378282246310005", |item| &item.reference, "····0005"),
    ];
    let bai2: &[Kept<'_>] = &[
        (
            "20070740796815",
            "SB2322300000052",
            |item| &item.trace,
            "SB2322300000052",
        ),
        ("OKAFOR N", "378282246310005", |item| &item.payer, "····0005"),
        // No check's number, and not refused as one.
        ("1042", "4000000000006", |item| &item.reference, "····0006"),
        ("1042", "2322300000052", |item| &item.check_number, "2322300000052"),
    ];
    let nacha: &[Kept<'_>] = &[
        ("20-04127-03    ", "378282246310005", |item| &item.reference, "····0005"),
        ("20-04127-03    ", "4000000000006  ", |item| &item.reference, "····0006"),
        (
            "20-04127-03    ",
            "SB2322300000052",
            |item| &item.reference,
            "SB2322300000052",
        ),
        (
            "NGOZI OKAFOR       ",
            "4111 1111 1111 1111",
            |item| &item.payer,
            "····1111",
        ),
        (
            "122099990004001      12345678                                            ",
            "122099990004001      12345678CARD 4111111111111111 NSF                   ",
            |item| &item.note,
            "CARD ····1111 NSF",
        ),
    ];
    for (format, good, kept) in [
        (ReturnFormat::Csv, csv::GOOD, csv),
        (ReturnFormat::Bai2, bai2::GOOD, bai2),
        (ReturnFormat::Nacha, nacha::GOOD, nacha),
    ] {
        let total = read(good.as_bytes(), format).unwrap().total;
        for (passage, instead, part, expected) in kept {
            assert!(good.contains(passage), "{passage:?} is not in the file");
            let file = read(good.replacen(passage, instead, 1).as_bytes(), format).unwrap();
            assert_eq!(part(&file.items[0]).as_deref(), Some(*expected), "{instead}");
            assert_eq!(file.total, total, "{instead}");
        }
    }
    // Of a check that was made into an entry, and where a reference stands already.
    let file = nacha::GOOD.replacen("000000000001042", "378282246310005", 1);
    let check = &read(file.as_bytes(), ReturnFormat::Nacha).unwrap().items[2];
    assert_eq!(
        (&check.check_number, check.reference.as_deref()),
        (&None, Some("····0005"))
    );
    let file = bai2::GOOD.replacen("CHECK=77", "CHECK=378282246310005", 1);
    let entry = &read(file.as_bytes(), ReturnFormat::Bai2).unwrap().items[2];
    assert_eq!(
        (&entry.check_number, entry.reference.as_deref()),
        (&None, Some("20-00001-00"))
    );
}

#[test]
fn no_account_number_is_shown() {
    let file = read(nacha::GOOD.as_bytes(), ReturnFormat::Nacha).unwrap();
    let shown = format!("{file:?}");
    let items = file.items.iter().chain(&file.credits).map(|item| &item.account);
    let notices = file
        .notices
        .iter()
        .flat_map(|notice| [&notice.account, &notice.corrected]);
    for account in items.chain(notices).flatten() {
        assert!(!shown.contains(account.as_str()), "{account}");
    }
}

#[test]
fn the_description_names_the_codes() {
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
        assert!(DESCRIPTION.contains(&format!("`{}`", refusal.code())), "{refusal:?}");
    }
}

/// The examples of the description are files that are read.
#[test]
fn the_examples_are_read() {
    let blocks: Vec<&str> = DESCRIPTION.split("```\n").collect();
    for (format, begins, width) in [
        (ReturnFormat::Csv, "H,", 0),
        (ReturnFormat::Bai2, "01,", 0),
        (ReturnFormat::Nacha, "101", 94),
    ] {
        let block = blocks.iter().find(|block| block.starts_with(begins)).unwrap();
        let file: String = block.lines().map(|line| format!("{line:width$}\n")).collect();
        let file = read(file.as_bytes(), format).unwrap();
        assert_eq!((file.items.len(), file.total), (2, Cents(24_762)), "{begins}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        lines in "((H|R|T|01|02|03|16|88|49|98|99),[\\PC,\"/;=]{0,40}\n){0,8}",
        records in "([156789](2[16]|99R|98C)?[\\PC 0-9]{91}\n){0,8}",
    ) {
        for (format, good) in samples(1) {
            let begun = good.iter().position(|byte| *byte == b'\n').unwrap() + 1;
            let _bytes = read(&bytes, format);
            for lines in [lines.as_bytes(), records.as_bytes()] {
                let _lines = read(lines, format);
                let _within = read(&[&good[..begun], lines, &good[begun..]].concat(), format);
            }
        }
    }

    #[test]
    fn what_is_made_up_is_read_back(
        amounts in prop::collection::vec((1i64..=9_999_999_999, 0u32..9_999_999, any::<bool>()), 0..8),
    ) {
        let items: Vec<ReturnedItemRead> = amounts
            .into_iter()
            .map(|(amount, sequence, check)| ReturnedItemRead {
                check_number: check.then(|| (sequence + 1).to_string()),
                ..sample::electronic(Cents(amount), sequence, "R09")
            })
            .collect();
        let total = Cents::sum(items.iter().map(|item| item.amount)).unwrap();
        for (format, bytes) in [
            (ReturnFormat::Csv, sample::csv("R1", date(), &items)),
            (ReturnFormat::Bai2, sample::bai2(1, date(), &items)),
            (ReturnFormat::Nacha, sample::nacha('B', date(), &items)),
        ] {
            let file = read(&bytes.unwrap(), format).unwrap();
            prop_assert_eq!(file.total, total);
            prop_assert_eq!(item::prove(&items, &file.items), Ok(()));
        }
    }
}
