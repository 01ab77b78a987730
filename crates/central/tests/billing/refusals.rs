//! What is refused, each by its name, and nothing was written.

use counterfoil_central::billing::{Refused, tokens};
use counterfoil_central::fault::Fault;
use counterfoil_formats::posting_file::Form;

use crate::accounts::FIRST;
use crate::office::{CITY, Office, code, demo_city};

const HEADER: &str = "H,1,2026-11-20T06:00:00Z,City of Alder Creek";

#[test]
fn files_that_are_not_taken_in() {
    let bare = Office::bare();
    assert_eq!(code(bare.import(FIRST)), "no_configuration");
    bare.adopt(&demo_city());
    let office = bare;
    office.import(FIRST).unwrap();
    let before = office.sql("SELECT count(*), sum(revision) FROM accounts");
    let later = |text: &str| FIRST.replace("2026-11-20T", "2026-11-21T").replace("T,3,2", text);
    for (file, refused) in [
        (FIRST.to_owned(), "taken_in_before"),
        (FIRST.replace("2026-11-20T", "2026-11-19T"), "older"),
        (FIRST.replace("2026-11-20T", "2099-11-20T"), "in_the_future"),
        (
            FIRST.replace(HEADER, "H,2,2026-11-21T06:00:00Z,City of Alder Creek,7"),
            "batch_unknown",
        ),
        (later("T,4,2"), "file_refused"),
        (later("A,20-04127-03,Again,,,,,\nT,4,2"), "file_refused"),
        (FIRST.replace("Alder", "Elder"), "file_refused"),
        (FIRST[..FIRST.len() - 1].to_owned(), "file_refused"),
        (String::new(), "file_refused"),
    ] {
        assert_eq!(code(office.import(&file)), refused, "{file}");
    }
    assert_eq!(office.sql("SELECT count(*), sum(revision) FROM accounts"), before);
    assert_eq!(office.sql("SELECT count(*), max(revision) FROM imports"), "1|1");
    assert!(matches!(
        office.import(&later("A,20-04127-03,Again,,,,,\nT,4,2")),
        Err(Fault::Billing(Refused::FileRefused { problems })) if problems.len() == 1 && problems[0].code == "account_twice" && problems[0].line == 7
    ));
    // All that is wrong is listed.
    let twice = later("T,3,2").replace("UTILITY", "NONE").replace("PARKING", "NOTHING");
    assert!(matches!(
        office.import(&twice),
        Err(Fault::Billing(Refused::FileRefused { problems })) if problems.iter().map(|one| one.line).collect::<Vec<_>>() == [3, 6]
    ));
}

#[test]
fn charge_codes_are_those_of_all_sites() {
    let office = Office::open();
    let only_there = FIRST.replace("UTILITY", "HARBOR");
    assert_eq!(code(office.import(&only_there)), "file_refused");
    let mut other = demo_city();
    "HB".clone_into(&mut other.site.code);
    let mut code = other.charge_codes[0].clone();
    "HARBOR".clone_into(&mut code.code);
    other.charge_codes.push(code);
    office.adopt(&other);
    assert_eq!(office.import(&only_there).unwrap().added, 3);
}

#[test]
fn batches_that_are_not_made_or_written() {
    let office = Office::open();
    assert_eq!(code(office.make()), "nothing_to_post");
    let office = office.with_demo_day();
    assert_eq!(office.make().unwrap().number, 1);
    assert_eq!(code(office.make()), "nothing_to_post");
    assert_eq!(office.sql("SELECT count(*) FROM posting_batches"), "1");
    assert_eq!(code(office.write(2, Form::Csv)), "no_such_batch");
    // An entry that is another one than it was: the batch is not handed out.
    office.sql("ALTER TABLE entries DISABLE TRIGGER USER");
    office.sql(
        "UPDATE entries SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '\"account\":\"', '\"account\":\"X'), 'UTF8')
         WHERE station = 'W2' AND kind = 'receipt'",
    );
    assert_eq!(code(office.write(1, Form::Json)), "batch_differs");
}

#[test]
fn tokens() {
    let office = Office::open();
    let central = &office.central;
    let make = |name: &str| office.runtime.block_on(tokens::make(central, name, "test"));
    let revoke = |name: &str| office.runtime.block_on(tokens::revoke(central, name, "test"));
    let name_of = |token: &str| {
        office.runtime.block_on(async {
            let client = central.client().await.unwrap();
            tokens::name_of(&client, CITY, token).await.unwrap()
        })
    };
    assert_eq!(make("two words").unwrap_err().code(), "token_name_malformed");
    assert_eq!(revoke("cis").unwrap_err().code(), "no_such_token");
    let token = make("cis").unwrap();
    assert_eq!(make("cis").unwrap_err().code(), "token_there");
    assert_eq!(name_of(&token), Some("cis".to_owned()));
    assert_eq!(name_of(&format!("{}x", *token)), None);
    assert_eq!(
        office.sql(&format!(
            "SELECT count(*) FROM tokens t WHERE t::text LIKE '%{}%'",
            *token
        )),
        "0"
    );
    revoke("cis").unwrap();
    assert_eq!(name_of(&token), None);
    assert_eq!(revoke("cis").unwrap_err().code(), "no_such_token");
}
