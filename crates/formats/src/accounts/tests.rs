use std::io::{BufReader, Read};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use counterfoil_domain::account::{Account, Charge, Flags};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::money::Cents;
use proptest::prelude::*;

use super::*;
use crate::configuration;

/// A small file with one of everything. Line 4 is Okafor's second charge.
const GOOD: &str = "\
H,1,2026-11-20T06:00:00Z,City of Alder Creek
A,20-04127-03,\"Okafor, Ngozi\",412 Palm Ave,(805) 555-0142,lien payment_plan,2027-02-14,
C,U2610,UTILITY,\"Utility bill, October\",,2026-11-25,184.62
C,PC-558203,PARKING,\"He said \"\"mine\"\"\",PC-558203,2026-12-01,63
A,20-01834-01,\"Muñoz, José\",,,bankruptcy,,\"1,273.40\"
T,2,2,247.62
";

const HEADER: &str = "H,1,2026-11-20T06:00:00Z,City of Alder Creek\n";

static CITY: LazyLock<Configuration> =
    LazyLock::new(|| configuration::read(include_str!("../../../../assets/demo/city.toml")).unwrap());

fn header() -> Header {
    Header {
        as_of: DateTime::parse_from_rfc3339("2026-11-20T06:00:00Z").unwrap().to_utc(),
        city: "CITY OF ALDER CREEK".to_owned(),
        included_batch: None,
    }
}

/// The accounts of a file, or what is wrong with it.
fn read(bytes: impl Read) -> Result<(Vec<Record>, Totals), Vec<Problem>> {
    let mut reader = Reader::new(BufReader::new(bytes), &CITY).map_err(|problem| vec![problem])?;
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for outcome in reader.by_ref() {
        match outcome {
            Ok(record) => records.push(record),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok((records, reader.totals()))
    } else {
        Err(problems)
    }
}

/// Lines and codes of what is wrong with a file.
fn problems(text: &[u8]) -> Vec<(u64, String)> {
    read(text)
        .unwrap_err()
        .iter()
        .map(|problem| (problem.line, problem.code()))
        .collect()
}

#[test]
fn a_file_is_read() {
    let (records, totals) = read(GOOD.as_bytes()).unwrap();
    assert_eq!(
        totals,
        Totals {
            accounts: 2,
            charges: 2,
            due: Cents(24_762)
        }
    );
    assert_eq!(records.iter().map(|record| record.line).collect::<Vec<_>>(), [2, 5]);
    let okafor = &records[0].account;
    assert_eq!(okafor.name, "Okafor, Ngozi");
    let flags = Flags {
        lien: true,
        payment_plan: true,
        cash_only_until: NaiveDate::from_ymd_opt(2027, 2, 14),
        ..Flags::default()
    };
    assert_eq!(okafor.flags, flags);
    assert_eq!(okafor.charges[1].description, "He said \"mine\"");
    assert_eq!(okafor.charges[1].due, Cents(6_300));
    let munoz = &records[1].account;
    assert_eq!(
        (munoz.name.as_str(), munoz.address.as_str(), munoz.charges.len()),
        ("Muñoz, José", "", 0)
    );
    assert!(munoz.flags.bankruptcy && munoz.flags.restore_amount == Some(Cents(127_340)));
}

#[test]
fn what_other_systems_do_to_a_file_does_not_matter() {
    let expected = read(GOOD.as_bytes());
    assert_eq!(read(format!("\u{feff}{GOOD}").as_bytes()), expected);
    assert_eq!(read(GOOD.replace('\n', "\r\n").as_bytes()), expected);
    let quoted: String = GOOD
        .lines()
        .map(|line| line.replacen("A,", "\"A\",", 1) + "\n")
        .collect();
    assert_eq!(read(quoted.as_bytes()), expected);
}

/// Format 2: without a batch it is as format 1; with one only central records take it.
#[test]
fn a_file_may_say_which_posting_batch_it_includes() {
    let of = |batch: &str| {
        GOOD.replace(
            HEADER,
            &format!("H,2,2026-11-20T06:00:00Z,City of Alder Creek,{batch}\n"),
        )
    };
    assert_eq!(read(of("").as_bytes()), read(GOOD.as_bytes()));
    let file = of("12");
    let included = |file: &str| {
        let reader = Reader::with_batch(file.as_bytes(), &CITY).unwrap();
        reader.header().included_batch
    };
    assert_eq!(
        (included(&file), included(&of("")), included(GOOD)),
        (Some(12), None, None)
    );
    let header = Header {
        included_batch: Some(12),
        ..header()
    };
    let mut written = Vec::new();
    Writer::new(&mut written, &header).unwrap().finish().unwrap();
    assert_eq!(included(std::str::from_utf8(&written).unwrap()), Some(12));
}

#[test]
fn texts_are_cleaned() {
    let file = GOOD.replace("412 Palm Ave", " 412  Palm\u{1b}\u{202e}\tAve ");
    assert_eq!(read(file.as_bytes()).unwrap().0[0].account.address, "412 Palm Ave");
}

/// Each problem by itself: a passage of the good file, what stands there instead,
/// and the line and code that are reported.
#[test]
fn every_problem_is_named_with_its_line() {
    let long = format!("412 {}", "x".repeat(LINE_LENGTH));
    let no_text = format!(",{},", "é".repeat(ADDRESS_LENGTH + 1));
    for (passage, instead, line, code) in [
        (
            "H,1,2026-11-20T06:00:00Z,City of Alder Creek\n",
            "",
            1,
            "header_missing",
        ),
        (GOOD, "", 1, "header_missing"),
        ("H,1", "H,3", 1, "format_unknown"),
        ("H,1", "H,2", 1, "field_count"),
        (
            HEADER,
            "H,1,2026-11-20T06:00:00Z,City of Alder Creek,7\n",
            1,
            "field_count",
        ),
        (
            HEADER,
            "H,2,2026-11-20T06:00:00Z,City of Alder Creek,0\n",
            1,
            "batch_malformed",
        ),
        (
            HEADER,
            "H,2,2026-11-20T06:00:00Z,City of Alder Creek,-7\n",
            1,
            "batch_malformed",
        ),
        (
            HEADER,
            "H,2,2026-11-20T06:00:00Z,City of Alder Creek,7\n",
            1,
            "batch_without_central",
        ),
        ("H,1", "H", 1, "field_count"),
        ("2026-11-20T06:00:00Z", "2026-11-20", 1, "instant_malformed"),
        ("Alder Creek", "Elder Creek", 1, "city_other"),
        ("T,2,2,247.62\n", "", 6, "trailer_missing"),
        ("T,2,2,247.62\n", "T,2,2,247.62", 6, "trailer_missing"),
        ("T,2,2", "T,3,2", 6, "trailer_mismatch"),
        ("T,2,2", "T,2,1", 6, "trailer_mismatch"),
        ("247.62", "247.61", 6, "trailer_mismatch"),
        ("247.62", "247.6", 6, "trailer_malformed"),
        ("247.62", "+247.62", 6, "trailer_malformed"),
        ("247.62", "99999999999999.00", 6, "trailer_malformed"),
        ("T,2,2", "T,two,2", 6, "trailer_malformed"),
        ("T,2,2,247.62", "T,2,2", 6, "field_count"),
        ("247.62\n", "247.62\n\n", 7, "after_trailer"),
        ("247.62\n", "247.62\nC", 7, "after_trailer"),
        (
            "C,U2610",
            "H,1,2026-11-20T06:00:00Z,City of Alder Creek\nC,U2610",
            3,
            "header_twice",
        ),
        ("412 Palm Ave", &long, 2, "line_too_long"),
        (",412 Palm Ave", ",\"412 Palm Ave", 2, "quote_open"),
        ("A,20-01834-01", "B,20-01834-01", 5, "record_unknown"),
        ("C,U2610", "\nC,U2610", 3, "record_unknown"),
        ("412 Palm Ave", "412, Palm Ave", 2, "field_count"),
        ("184.62", "184.62,,,,,,,,,,,,,,,,,,,,,", 3, "field_count"),
        ("20-04127-03", " ", 2, "text_missing"),
        ("20-04127-03", "4111 1111 1111 1111", 2, "card_number_in_text"),
        (",412 Palm Ave,", &no_text, 2, "text_too_long"),
        ("lien payment_plan", "lien,payment_plan", 2, "field_count"),
        ("lien payment_plan", "lien paymentplan", 2, "flag_unknown"),
        ("2027-02-14", "2027-02-29", 2, "date_malformed"),
        ("2027-02-14", "14.2.2027", 2, "date_malformed"),
        ("\"1,273.40\"", "\"1,27.40\"", 5, "amount_malformed"),
        ("\"1,273.40\"", "0.00", 5, "amount_zero"),
        (
            "H,1,2026-11-20T06:00:00Z,City of Alder Creek\nA,20-04127-03,\"Okafor, Ngozi\",412 Palm Ave,(805) 555-0142,lien payment_plan,2027-02-14,\n",
            "H,1,2026-11-20T06:00:00Z,City of Alder Creek\n",
            2,
            "charge_without_account",
        ),
        ("C,PC-558203", "C,U2610", 4, "charge_twice"),
        ("20-04127-03", "R-000012", 2, "own_name"),
        ("C,PC-558203", "C,R-000012/1", 4, "own_name"),
        ("UTILITY", "UTILITIES", 3, "charge_code_unknown"),
        ("UTILITY", "utility", 3, "charge_code_unknown"),
        ("C,U2610", "C,", 3, "text_missing"),
        ("2026-11-25", "2026-1-5", 3, "date_malformed"),
        ("2026-11-25", "+026-11-25", 3, "date_malformed"),
        ("2026-11-25", "", 3, "date_malformed"),
        ("184.62", "-184.62", 3, "amount_malformed"),
        ("184.62", "1e3", 3, "amount_malformed"),
        ("184.62", "", 3, "amount_malformed"),
    ] {
        assert!(GOOD.contains(passage), "{passage:?}");
        let found = problems(GOOD.replacen(passage, instead, 1).as_bytes());
        assert_eq!(
            found.first(),
            Some(&(line, code.to_owned())),
            "{instead:.60?}: {found:?}"
        );
    }
}

#[test]
fn what_is_not_text_is_named() {
    let mut file = GOOD.as_bytes().to_vec();
    let place = GOOD.find("Palm").unwrap();
    file[place] = 0xff;
    assert_eq!(problems(&file), [(2, "not_utf8".to_owned())]);
}

/// A line that cannot be taken apart leaves the lines after it as they are.
#[test]
fn the_lines_after_a_bad_one_are_read() {
    for bad in [
        "A,\"1",
        "",
        "A,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18",
        "\"",
        "A,\"x\"\"",
        "\u{feff}",
    ] {
        let file = GOOD
            .replace("A,20-01834-01", &format!("{bad}\nA,20-01834-01"))
            .replace("2,247", "two,247");
        let found = problems(file.as_bytes());
        assert_eq!(
            found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [5, 7],
            "{bad}: {found:?}"
        );
        assert_eq!(found[1].1, "trailer_malformed", "{bad}");
    }
}

#[test]
fn a_charge_is_never_put_on_another_account() {
    // The account on line 5 is bad: its charges are not Okafor's.
    let file = GOOD
        .replace("A,20-01834-01", "A,")
        .replace("T,", "C,U2610,UTILITY,Bill,,2026-11-25,1\nT,");
    assert_eq!(problems(file.as_bytes()), [(5, "text_missing".to_owned())]);
}

#[test]
fn an_account_has_a_bounded_number_of_charges() {
    let mut file = GOOD.lines().take(2).collect::<Vec<_>>().join("\n") + "\n";
    for nth in 0..=CHARGES_OF_ACCOUNT {
        file += &format!("C,{nth},WATER,Water,,2026-11-25,1\n");
    }
    file += "T,1,1001,1001.00\n";
    assert_eq!(problems(file.as_bytes()), [(1_003, "too_many_charges".to_owned())]);
}

#[test]
fn reading_goes_on_to_list_problems_up_to_a_hundred() {
    let rows = |count: usize| "C,1,NONE,Bill,,2026-11-25,1\n".repeat(count);
    let few = problems(GOOD.replace("T,", &(rows(40) + "T,")).as_bytes());
    assert_eq!(few.len(), 40);
    assert!(few.iter().all(|(_, code)| code == "charge_code_unknown"));
    let many = problems(GOOD.replace("T,", &(rows(500) + "T,")).as_bytes());
    assert_eq!(many.len(), PROBLEMS_LISTED + 1);
    assert_eq!(many.last(), Some(&(105, "too_many_problems".to_owned())));
}

#[test]
fn a_sum_beyond_what_is_exact_is_refused() {
    let mut file = "H,1,2026-11-20T06:00:00Z,City of Alder Creek\nA,1,Name,,,,,\n".to_owned();
    for nth in 0..100 {
        if nth > 0 {
            file += &format!("A,1{nth},Name,,,,,\n");
        }
        for charge in 0..1_000 {
            file += &format!("C,{charge},WATER,Water,,2026-11-25,999999999.99\n");
        }
    }
    assert_eq!(problems(file.as_bytes())[0].1, "amount_out_of_range");
}

#[test]
fn a_line_without_end_is_not_kept() {
    let endless = GOOD.as_bytes().chain(std::io::repeat(b'x').take(64 << 20));
    assert_eq!(read(endless).unwrap_err()[0].kind, ProblemKind::LineTooLong);
}

#[test]
fn a_file_that_cannot_be_read_on() {
    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the stick was pulled"))
        }
    }
    let found = read(GOOD.as_bytes()[..100].chain(Torn)).unwrap_err();
    assert_eq!(found[0].code(), "unreadable");
    assert!(found[0].to_string().contains("the stick was pulled"), "{}", found[0]);
}

#[test]
fn a_problem_reads_well_and_acts_on_no_terminal() {
    let file = GOOD.replace("2026-11-25", "\u{1b}[31m11/25/2026");
    assert_eq!(
        read(file.as_bytes()).unwrap_err()[0].to_string(),
        "line 3: date_malformed: due_date: '[31m11/25/2026' is not a date such as 2026-11-30"
    );
}

#[test]
fn what_the_format_cannot_carry_is_not_written() {
    let good = read(GOOD.as_bytes()).unwrap().0[0].account.clone();
    let write = |account: &Account| Writer::new(Vec::new(), &header()).unwrap().write(account);
    assert!(write(&good).is_ok());
    let mut broken = good.clone();
    broken.name = "two\nlines".to_owned();
    assert!(write(&broken).is_err());
    let mut negative = good;
    negative.charges[0].due = Cents(-1);
    assert!(write(&negative).is_err());
}

fn written(accounts: &[Account]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, &header()).unwrap();
    accounts.iter().for_each(|account| writer.write(account).unwrap());
    writer.finish().unwrap();
    bytes
}

prop_compose! {
    fn some_charge()(
        code in prop::sample::select(vec!["UTILITY", "WATER", "PARKING", "DOG1"]),
        description in "[A-Za-zñé\",;' ]{0,20}[a-z]",
        reference in "([A-Z]{2}-[0-9]{1,6})?",
        days in 0u64..20_000,
        due in 0i64..=99_999_999_999,
    ) -> Charge {
        Charge {
            id: String::new(),
            code: code.to_owned(),
            description,
            reference,
            due_date: NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days),
            due: Cents(due),
        }
    }
}

prop_compose! {
    fn some_account()(
        number in "[A-Z0-9]{1,3}-[0-9]{1,5}",
        name in "[=+@A-Za-zÑñ\"',.-]{1,20}",
        address in "[0-9A-Za-z\",# ]{0,20}",
        phone in "[0-9() -]{0,12}",
        marks in prop::array::uniform3(any::<bool>()),
        days in prop::option::of(0u64..3_000),
        restore in prop::option::of(1i64..1_000_000),
        mut charges in prop::collection::vec(some_charge(), 0..5),
    ) -> Account {
        for (nth, charge) in charges.iter_mut().enumerate() {
            charge.id = format!("{}-{nth}", charge.code);
        }
        let clean = |text: &str| counterfoil_domain::text::clean("text", text, 200).unwrap();
        for charge in &mut charges {
            charge.description = clean(&charge.description);
        }
        let flags = Flags {
            bankruptcy: marks[0],
            lien: marks[1],
            payment_plan: marks[2],
            cash_only_until: days.map(|days| NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(days)),
            restore_amount: restore.map(Cents),
        };
        Account { number, name, address: clean(&address), phone: clean(&phone), flags, charges }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(accounts in prop::collection::vec(some_account(), 0..6)) {
        let (records, totals) = read(written(&accounts).as_slice()).unwrap();
        prop_assert_eq!(totals.accounts, accounts.len() as u64);
        let read_back: Vec<Account> = records.into_iter().map(|record| record.account).collect();
        prop_assert_eq!(read_back, accounts);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), lines in "([HACT],[\\PC,\"\n]{0,40}\n){0,6}") {
        let _bytes = read(bytes.as_slice());
        let _lines = read(lines.as_bytes());
        let _after = read(GOOD.replace("A,20-01", &lines).as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_file_cut_off_anywhere_is_refused(accounts in prop::collection::vec(some_account(), 0..3)) {
        let file = written(&accounts);
        for length in 0..file.len() {
            let found = read(&file[..length]).unwrap_err();
            let last = found.last().map(Problem::code).unwrap_or_default();
            prop_assert!(["header_missing", "trailer_missing"].contains(&last.as_str()), "cut at {length}: {found:?}");
        }
    }
}
