use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

/// The journal of the description.
const GOOD: &str = "\
H,counterfoil-ledger-1,GL-2026-11-20,2026-11-20
L,,100-1020,Cash in drawers,1284.50,0.00,Receipts
L,,100-1030,Checks on hand,4210.12,0.00,Receipts
L,UTIL,510-1200,Water receivable,0.00,5431.62,Receipts
L,POL,100-4300,\"Parking fines, all\",0.00,63.00,Receipts
L,,100-1000,\"Cash in bank, general account\",5494.62,0.00,Deposits
L,,100-1020,Cash in drawers,0.00,1284.50,Deposits
L,,100-1030,Checks on hand,0.00,4210.12,Deposits
T,7,10989.24,10989.24
";

fn line(account: &str, debit: i64, credit: i64) -> LedgerLine {
    LedgerLine {
        department: None,
        account: account.to_owned(),
        name: "Cash".to_owned(),
        debit: Cents(debit),
        credit: Cents(credit),
        memo: "Receipts".to_owned(),
    }
}

fn journal(lines: Vec<LedgerLine>) -> LedgerJournal {
    LedgerJournal {
        number: "GL-1".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        lines,
    }
}

#[test]
fn a_journal_is_written_as_described() {
    let journal = read(GOOD.as_bytes()).unwrap();
    assert_eq!((journal.number.as_str(), journal.lines.len()), ("GL-2026-11-20", 7));
    assert_eq!(journal.lines[3].department.as_deref(), Some("POL"));
    assert_eq!(journal.lines[3].credit, Cents(6_300));
    assert_eq!(String::from_utf8(write(&journal).unwrap()).unwrap(), GOOD);
    assert!(include_str!("../../../../docs/ledger-format.md").contains(GOOD));
    assert_eq!(
        read(format!("\u{feff}{GOOD}").replace('\n', "\r\n").as_bytes()),
        Ok(journal)
    );
}

#[test]
fn a_day_without_postings() {
    let empty = journal(Vec::new());
    let text = write(&empty).unwrap();
    assert_eq!(text, b"H,counterfoil-ledger-1,GL-1,2026-11-20\nT,0,0.00,0.00\n");
    assert_eq!(read(&text), Ok(empty));
}

#[test]
fn what_does_not_balance_is_not_written() {
    let off = journal(vec![line("100-1020", 500, 0), line("510-1200", 0, 499)]);
    assert_eq!(write(&off), Err(Refusal::PostingsUnbalanced { off_by: Cents(1) }));
    let negative = journal(vec![line("100-1020", -500, 0), line("510-1200", 0, -500)]);
    assert_eq!(write(&negative).unwrap_err().code(), "amount_malformed");
    let large = i64::from(i32::MAX) << 22;
    let beyond = journal(vec![line("1", large, large), line("2", large, large)]);
    assert_eq!(write(&beyond), Err(Refusal::AmountOutOfRange));
    let unbalanced = GOOD.replace("63.00", "63.01").replace("9.24\n", "9.25\n");
    assert_eq!(
        read(unbalanced.as_bytes()),
        Err(Refusal::PostingsUnbalanced { off_by: Cents(-1) })
    );
}

#[test]
fn a_text_never_acts_as_a_formula() {
    for (text, written) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'=1", "''=1"),
        ("'s", "'s"),
        ("a=b", "a=b"),
        ("\t=1", " =1"),
        ("two\r\nlines", "two  lines"),
    ] {
        let mut given = journal(vec![line("100-1020", 1, 0), line("510-1200", 0, 1)]);
        text.clone_into(&mut given.lines[0].name);
        let bytes = write(&given).unwrap();
        assert!(
            String::from_utf8_lossy(&bytes).contains(&format!(",{written},")),
            "{text:?}"
        );
        let back = read(&bytes).unwrap();
        assert_eq!(back.lines[0].name, text.replace(char::is_control, " "));
    }
}

#[test]
fn every_fault_is_named() {
    for (passage, instead, expected) in [
        ("H,", "L,", "line 1: the file does not begin with its header, H"),
        ("ledger-1", "ledger-2", "line 1: the format is 'counterfoil-ledger-2'"),
        (",2026-11-20\n", "\n", "line 1: the record has 3 fields, not 4"),
        (",2026-11-20\n", ",2026-11-31\n", "line 1: '2026-11-31' is not a date"),
        ("L,POL", "H,POL", "line 5: there is a second header"),
        (
            "L,POL",
            "M,POL",
            "line 5: 'M' is not a kind of record; column 1 is H, L or T",
        ),
        ("L,POL", "L", "line 5: the record has 6 fields, not 7"),
        ("63.00", "63", "line 5: debit and credit are not written as 1234.56"),
        ("63.00", "-63.00", "line 5: debit and credit are not written as 1234.56"),
        ("\"Parking", "Parking\"", "line 5: a quote stands within a field"),
        ("T,7", "T,seven", "line 9: the trailer is not written as"),
        ("T,7", "T,8", "the file says 8 lines and holds 7"),
        (
            "T,7,10989.24",
            "T,7,10989.25",
            "the file says 10,989.25 in debits and holds 10,989.24",
        ),
        (
            "9.24\n",
            "9.23\n",
            "the file says 10,989.23 in credits and holds 10,989.24",
        ),
        ("9.24\n", "9.24\nL\n", "line 10: something follows the trailer"),
        ("T,7,10989.24,10989.24\n", "", "the file was cut off"),
    ] {
        assert!(GOOD.contains(passage), "{passage}");
        let found = read(GOOD.replacen(passage, instead, 1).as_bytes())
            .unwrap_err()
            .to_string();
        assert!(found.starts_with(expected), "{instead}: {found}");
    }
}

#[test]
fn a_file_cut_off_at_any_byte_is_refused() {
    for length in 0..GOOD.len() {
        assert_eq!(
            read(&GOOD.as_bytes()[..length]),
            Err(Refusal::BatchFileTruncated),
            "cut at {length}"
        );
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        number in "[A-Z0-9-]{1,8}",
        texts in prop::collection::vec(("(UTIL|FIN|)", "[-=0-9]{1,6}", "[=+@'A-Za-zñ\", -]{0,12}", 0i64..1_000_000_000), 0..8),
    ) {
        let mut lines = Vec::new();
        for (department, account, name, amount) in texts {
            let department = (!department.is_empty()).then_some(department);
            let made = |debit, credit| LedgerLine {
                department: department.clone(),
                name: name.clone(),
                memo: name.clone(),
                ..line(&account, debit, credit)
            };
            lines.extend([made(amount, 0), made(0, amount)]);
        }
        let journal = LedgerJournal { number, ..journal(lines) };
        prop_assert_eq!(read(&write(&journal).unwrap()), Ok(journal));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), lines in "([HLT],[\\PC,\"]{0,40}\n){0,6}") {
        let _bytes = read(&bytes);
        let _lines = read(lines.as_bytes());
        let _within = read(GOOD.replacen("L,UTIL", &lines, 1).as_bytes());
    }
}
