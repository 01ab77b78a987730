use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use counterfoil_domain::account::Charge;
use counterfoil_domain::config::Configuration;
use counterfoil_domain::money::Cents;
use counterfoil_formats::accounts::{Header, Writer};
use counterfoil_formats::configuration;
use counterfoil_formats::generate::demo_accounts;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::*;

static CITY: LazyLock<Configuration> =
    LazyLock::new(|| configuration::read(include_str!("../../../../assets/demo/city.toml")).unwrap());

const DEMO: &[u8] = include_bytes!("../../../../assets/demo/accounts.csv");

/// The demo city's copy, taken in once for all tests that only read.
static DEMO_STORE: LazyLock<(TempDir, Accounts)> = LazyLock::new(|| {
    let store = empty();
    store.1.import(DEMO, &CITY, &mut |_, _| {}).unwrap();
    store
});

fn demo() -> &'static Accounts {
    &DEMO_STORE.1
}

fn empty() -> (TempDir, Accounts) {
    let folder = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(&folder.path().join("accounts.db")).unwrap();
    (folder, accounts)
}

/// An account with a few things to be found by.
fn account(number: &str, name: &str, address: &str, phone: &str, reference: &str) -> Account {
    let charge = Charge {
        id: "1".to_owned(),
        code: "PARKING".to_owned(),
        description: "Parking citation".to_owned(),
        reference: reference.to_owned(),
        due_date: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
        due: Cents(6_300),
    };
    Account {
        number: number.to_owned(),
        name: name.to_owned(),
        address: address.to_owned(),
        phone: phone.to_owned(),
        flags: counterfoil_domain::account::Flags::default(),
        charges: vec![charge],
    }
}

fn file(accounts: &[Account]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let as_of = DateTime::parse_from_rfc3339("2026-11-20T06:00:00Z").unwrap().to_utc();
    let mut writer = Writer::new(
        &mut bytes,
        &Header {
            as_of,
            city: CITY.city.name.clone(),
            included_batch: None,
        },
    )
    .unwrap();
    accounts.iter().for_each(|account| writer.write(account).unwrap());
    writer.finish().unwrap();
    bytes
}

fn store_of(accounts: &[Account]) -> (TempDir, Accounts) {
    let store = empty();
    store
        .1
        .import(file(accounts).as_slice(), &CITY, &mut |_, _| {})
        .unwrap();
    store
}

fn numbers(found: &Found) -> Vec<&str> {
    found.accounts.iter().map(|account| account.number.as_str()).collect()
}

fn refusal(outcome: Result<AccountsImported, Fault>) -> String {
    match outcome {
        Err(Fault::Import(message)) => message,
        other => panic!("expected a refused import, got {other:?}"),
    }
}

fn files(folder: &TempDir) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    entries
        .map(|entry| entry.unwrap().path().strip_prefix(folder.path()).unwrap().to_owned())
        .collect()
}

// ---- taking in -----------------------------------------------------------

#[test]
fn before_there_is_a_copy() {
    let (_folder, accounts) = empty();
    assert_eq!(accounts.get("20-04127-03").unwrap(), None);
    assert_eq!(accounts.find("okafor", 20).unwrap(), Found::default());
    assert_eq!(accounts.imported().unwrap(), None);
}

#[test]
fn every_account_is_there_as_it_was_written() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    for account in demo_accounts(today) {
        assert_eq!(demo().get(&account.number).unwrap().as_ref(), Some(&account));
    }
    assert_eq!(demo().get("20-04127-0").unwrap(), None);
    assert_eq!(demo().get("200412703").unwrap(), None);
}

#[test]
fn what_came_in_is_reported_and_kept() {
    let (_folder, accounts) = empty();
    let mut reports = Vec::new();
    let imported = accounts
        .import(DEMO, &CITY, &mut |accounts, bytes| reports.push((accounts, bytes)))
        .unwrap();
    assert_eq!(imported.accounts, 5_000);
    assert_eq!(imported.as_of.to_rfc3339(), "2026-11-20T06:00:00+00:00");
    assert_eq!(imported.total_due, Cents(151_031_163));
    let digest: String = Sha256::digest(DEMO).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(imported.digest, digest);
    assert_eq!(accounts.imported().unwrap(), Some(imported.clone()));
    assert_eq!(reports.len(), 6);
    assert_eq!(reports.last(), Some(&(5_000, DEMO.len() as u64)));
    assert_eq!(preview(DEMO, &CITY, &mut |_, _| {}).unwrap(), imported);
}

#[test]
fn a_file_with_a_fault_changes_nothing() {
    let (folder, accounts) = store_of(&[account("1-1", "First", "", "", "")]);
    let before = accounts.imported().unwrap();
    let good = String::from_utf8(file(&[
        account("2-2", "Second", "", "", ""),
        account("3-3", "Third", "", "", ""),
    ]))
    .unwrap();
    for (bad, lines) in [
        (
            good.replace("63.00", "63,00"),
            vec!["line 3: field_count", "line 5: field_count"],
        ),
        (good.replace("126.00", "126.01"), vec!["line 6: trailer_mismatch"]),
        (good[..good.len() - 1].to_owned(), vec!["line 6: trailer_missing"]),
        (
            good.replace("PARKING", "PARKNG"),
            vec!["line 3: charge_code_unknown", "line 5: charge_code_unknown"],
        ),
        (good.replace("CITY OF", "TOWN OF"), vec!["line 1: city_other"]),
        (String::new(), vec!["line 1: header_missing"]),
    ] {
        let message = refusal(accounts.import(bad.as_bytes(), &CITY, &mut |_, _| {}));
        let listed: Vec<&str> = message.lines().skip(1).collect();
        assert_eq!(listed.len(), lines.len(), "{message}");
        assert!(
            listed.iter().zip(&lines).all(|(listed, line)| listed.starts_with(line)),
            "{message}"
        );
        assert_eq!(message, refusal(preview(bad.as_bytes(), &CITY, &mut |_, _| {})));
    }
    assert_eq!(accounts.imported().unwrap(), before);
    assert_eq!(accounts.get("1-1").unwrap().unwrap().name, "First");
    assert_eq!(accounts.get("2-2").unwrap(), None);
    assert_eq!(files(&folder), [PathBuf::from("accounts.db")]);
}

#[test]
fn one_number_for_two_accounts_is_refused_with_both_lines() {
    let (folder, accounts) = empty();
    let twice = [
        account("1-1", "First", "", "", ""),
        account("2-2", "Other", "", "", ""),
        account("1-1", "Again", "", "", ""),
        account("1-1", "And again", "", "", ""),
    ];
    let message = refusal(accounts.import(file(&twice).as_slice(), &CITY, &mut |_, _| {}));
    let listed: Vec<&str> = message.lines().skip(1).collect();
    let problem = |line: u64| format!("line {line}: account_twice: account 1-1 stands twice, first on line 2");
    assert_eq!(listed, [problem(6), problem(8)]);
    assert_eq!(files(&folder), [] as [PathBuf; 0]);
}

#[test]
fn a_newer_copy_takes_the_place_of_the_older_while_others_read() {
    let (_folder, accounts) = store_of(&[account("1-1", "Version 0", "", "", "")]);
    std::thread::scope(|scope| {
        let reading: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = 0;
                    while seen < 10 {
                        let name = accounts.get("1-1").unwrap().expect("the account is in every copy").name;
                        let version: u32 = name.strip_prefix("Version ").unwrap().parse().unwrap();
                        assert!(version >= seen, "an older copy came back");
                        assert_eq!(accounts.find("version", 20).unwrap().accounts.len(), 1);
                        seen = version;
                    }
                })
            })
            .collect();
        for version in 1..=10 {
            let newer = [account("1-1", &format!("Version {version}"), "", "", "")];
            accounts.import(file(&newer).as_slice(), &CITY, &mut |_, _| {}).unwrap();
        }
        reading.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn what_a_broken_off_import_left_is_taken_away() {
    let (folder, accounts) = store_of(&[account("1-1", "First", "", "", "")]);
    std::fs::write(folder.path().join("accounts.db.new"), b"half a file").unwrap();
    let again = Accounts::open(&folder.path().join("accounts.db")).unwrap();
    assert_eq!(files(&folder), [PathBuf::from("accounts.db")]);
    assert_eq!(again.get("1-1").unwrap(), accounts.get("1-1").unwrap());
}

#[test]
fn a_damaged_copy_or_one_of_another_version_is_named_and_can_be_replaced() {
    let (folder, _) = store_of(&[account("1-1", "First", "", "", "")]);
    let path = folder.path().join("accounts.db");
    let good = std::fs::read(&path).unwrap();
    let mut damaged = good.clone();
    damaged[..4_000].fill(0x5a);
    let mut other_version = good.clone();
    other_version[63] = 99;
    for (bytes, word) in [
        (damaged, "damaged"),
        (b"nothing".to_vec(), "damaged"),
        (other_version, "another version"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let accounts = Accounts::open(&path).unwrap();
        for fault in [
            accounts.get("1-1").unwrap_err(),
            accounts.find("first", 20).unwrap_err(),
            accounts.imported().unwrap_err(),
        ] {
            assert!(
                matches!(&fault, Fault::Import(message) if message.contains(word)),
                "{fault:?}"
            );
        }
        accounts
            .import(
                file(&[account("1-1", "Anew", "", "", "")]).as_slice(),
                &CITY,
                &mut |_, _| {},
            )
            .unwrap();
        assert_eq!(accounts.get("1-1").unwrap().unwrap().name, "Anew");
    }
}

#[test]
fn a_folder_with_signs_in_its_name() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("100% of #1? año");
    std::fs::create_dir(&folder).unwrap();
    let accounts = Accounts::open(&folder.join("accounts.db")).unwrap();
    accounts
        .import(
            file(&[account("1-1", "First", "", "", "")]).as_slice(),
            &CITY,
            &mut |_, _| {},
        )
        .unwrap();
    assert_eq!(accounts.get("1-1").unwrap().unwrap().name, "First");
}

// ---- finding -------------------------------------------------------------

/// Everything that a cashier may type for Okafor: found, and found first.
#[test]
fn an_account_is_found_by_whatever_is_known_of_it() {
    for typed in [
        "20-04127-03",
        "200412703",
        " 20 04127 03 ",
        "20-0412",
        "412 palm okafor",
        "palm 412 OKAFOR",
        "Okafor, Ngozi 412 palm avenue",
        "0412 Palm oka",
        "(805) 555-0142",
        "8055550142",
        "805.555.0142",
        "1 805 555 0142",
        "555-0142",
        "5550142 okafor",
        "okafor 555 0142",
        "PC-558203",
        "pc558203",
        "558203",
        "palm PC-558203",
        "DL-26-0911",
        "dl 26 0911",
    ] {
        let found = demo().find(typed, 20).unwrap();
        assert_eq!(numbers(&found).first(), Some(&"20-04127-03"), "{typed:?}");
    }
    for typed in [
        "okafor",
        "OKAFOR",
        "oka",
        "ngozi okafor",
        "Okafor, Ngozi",
        "ngo oka",
        "palm 412",
        "0412 Palm",
    ] {
        let found = demo().find(typed, 50).unwrap();
        assert!(
            numbers(&found).contains(&"20-04127-03"),
            "{typed:?}: {:?}",
            numbers(&found)
        );
    }
}

#[test]
fn accents_and_apostrophes_do_not_matter() {
    for typed in ["munoz ibarra", "MUÑOZ ibarra", "José Muñoz canada", "jose ibar"] {
        assert_eq!(numbers(&demo().find(typed, 20).unwrap())[0], "20-01834-01", "{typed}");
    }
    for typed in [
        "obrien siobhan",
        "o'brien siobhán",
        "O’Brien quarry",
        "brien sio",
        "o brien old quarry",
    ] {
        assert_eq!(numbers(&demo().find(typed, 20).unwrap())[0], "20-03051-01", "{typed}");
    }
    assert_eq!(numbers(&demo().find("asa lindqvist", 20).unwrap()), ["20-08899-01"]);
}

#[test]
fn nothing_is_found_for_nothing_known() {
    for typed in [
        "",
        "   ",
        "-",
        "xyzzy",
        "okafor xyzzy",
        "99-99999-99",
        "\"",
        "*",
        "_",
        "NEAR(",
        "%",
    ] {
        let found = demo().find(typed, 20).unwrap();
        assert_eq!((numbers(&found), found.more), (vec![], false), "{typed:?}");
    }
}

#[test]
fn signs_of_the_index_and_of_sql_mean_nothing() {
    let plain = demo().find("okafor", 20).unwrap();
    for typed in [
        "okafor_",
        "okafor*",
        "\"okafor\"",
        "okafor%",
        "-okafor",
        "ok\u{301}afor",
    ] {
        assert_eq!(demo().find(typed, 20).unwrap(), plain, "{typed:?}");
    }
}

#[test]
fn what_a_cashier_means_comes_first() {
    let people = [
        account("41-20000-01", "Adams, Mar", "7 Oak St", "", ""),
        account("412", "Baker, Ann", "1 Elm St", "(805) 555-0001", ""),
        account("4120", "Clark, Bob", "2 Elm St", "(412) 555-0002", ""),
        account("50-00001-01", "Davis, Ed", "412 Elm St", "(805) 555-0003", "PC-412000"),
        account("50-00002-01", "Evans, Marie", "3 Mar St", "", ""),
        account("50-00003-01", "Marsh, Flo", "4 Elm St", "", ""),
        account("50-00004-01", "Green, Hal", "5 Market St", "", ""),
        account("50-00005-01", "Elm, Ida", "6 Oak St", "", ""),
    ];
    let (_folder, accounts) = store_of(&people);
    let find = |typed: &str| {
        let found = accounts.find(typed, 20).unwrap();
        found
            .accounts
            .iter()
            .map(|account| account.name.clone())
            .collect::<Vec<_>>()
    };
    // The exact number, and those that begin so.
    assert_eq!(find("412"), ["Baker, Ann", "Clark, Bob", "Adams, Mar"]);
    assert_eq!(find("4120"), ["Clark, Bob", "Adams, Mar"]);
    // Where no account has the number: citation and telephone, then the house.
    assert_eq!(find("412000"), ["Davis, Ed", "Adams, Mar"]);
    assert_eq!(find("412555"), ["Clark, Bob"]);
    // Whole words before beginnings, the name before the address.
    assert_eq!(find("mar"), ["Adams, Mar", "Evans, Marie", "Marsh, Flo", "Green, Hal"]);
    assert_eq!(find("elm")[0], "Elm, Ida");
    assert_eq!(find("elm").len(), 5);
}

/// Where more accounts have a word than are ever read, the likeliest are still found.
#[test]
fn the_likeliest_are_found_among_many() {
    let mut people: Vec<Account> = (0..3_000)
        .map(|nth| {
            account(
                &format!("30-{nth:05}-01"),
                "Marston, Ann",
                &format!("{} Marsh Ave", nth + 1),
                "",
                "",
            )
        })
        .collect();
    people.insert(2_500, account("31-00001-01", "Marsh, Zoë", "1 Oak St", "", ""));
    people.insert(2_800, account("31-00002-01", "Mars, Yan", "2 Oak St", "", ""));
    let (_folder, accounts) = store_of(&people);
    for (typed, first) in [
        ("marsh", "31-00001-01"),
        ("mars", "31-00002-01"),
        ("marsh zoe", "31-00001-01"),
        ("2999 mar", "30-02998-01"),
    ] {
        let found = accounts.find(typed, 20).unwrap();
        assert_eq!(numbers(&found)[0], first, "{typed}");
    }
    let found = accounts.find("mar ann", 20).unwrap();
    assert_eq!((found.accounts.len(), found.more), (20, true));
}

#[test]
fn no_more_than_the_limit_and_it_says_whether_there_are_more() {
    for (typed, limit, count, more) in [
        ("garcia maria", 1, 1, true),
        ("garcia", 20, 20, true),
        ("okafor ngozi palm", 20, 1, false),
        ("20-", 5, 5, true),
        ("20-05006", 20, 2, false),
        ("garcia", 0, 0, true),
    ] {
        let found = demo().find(typed, limit).unwrap();
        assert_eq!((found.accounts.len(), found.more), (count, more), "{typed}");
    }
}

#[test]
fn numbers_that_look_alike_are_told_apart() {
    let (_folder, accounts) = store_of(&[
        account("20-1", "One", "", "", ""),
        account("2-01", "Two", "", "", ""),
        account("201", "Three", "", "", ""),
    ]);
    assert_eq!(accounts.find("201", 20).unwrap().accounts.len(), 3);
    assert_eq!(accounts.get("2-01").unwrap().unwrap().name, "Two");
}

/// What must be found, told without any index: the words of name and address, each
/// word typed being the beginning of one.
fn has_all(account: &Account, typed: &[String]) -> bool {
    let words = words::indexed(&format!("{} {}", account.name, account.address));
    typed.iter().all(|start| {
        let short = words::short_form(start);
        words
            .iter()
            .any(|word| word.starts_with(start.as_str()) || short == Some(word))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Among the demo city's accounts, a search by words finds all there are up to the
    /// limit, none other, none twice, and says truly whether there are more.
    #[test]
    fn a_search_finds_what_a_reading_of_all_accounts_finds(
        nth in 0usize..5_000,
        picks in prop::collection::vec((0usize..8, 1usize..9), 1..4),
    ) {
        static ALL: LazyLock<Vec<Account>> =
            LazyLock::new(|| demo_accounts(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()).collect());
        let words = words::indexed(&format!("{} {}", ALL[nth].name, ALL[nth].address));
        let typed: Vec<String> = picks
            .iter()
            .map(|(word, letters)| words[word % words.len()].chars().take(*letters).collect::<String>())
            .filter(|word| word.bytes().all(|byte| !byte.is_ascii_digit()))
            .collect();
        let searched = words::searched(&typed.join(" "));
        prop_assume!(!searched.is_empty());
        let found = demo().find(&typed.join(" "), 20).unwrap();
        let expected = ALL.iter().filter(|account| has_all(account, &searched)).count();
        prop_assert_eq!(found.accounts.len(), expected.min(20));
        prop_assert_eq!(found.more, expected > 20);
        prop_assert!(found.accounts.iter().all(|account| has_all(account, &searched)));
        let mut distinct = numbers(&found);
        distinct.sort_unstable();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), found.accounts.len());
    }

    #[test]
    fn no_text_is_an_error(typed in "\\PC{0,40}") {
        prop_assert!(demo().find(&typed, 20).is_ok());
    }
}
