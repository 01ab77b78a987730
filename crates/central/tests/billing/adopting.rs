//! Central's database is restored from a backup, and billing has batches that it does not know.

use std::process::Command;

use counterfoil_domain::money::Cents;
use counterfoil_formats::posting_file::{Form, PostingFile, Writer, read};

use crate::office::{DEMO_DAY, FROZEN, Office, code};

/// Entries of which the first is of a version that this program does not read.
fn some_unread(office: &Office) {
    let receipt = FROZEN[0].1.lines().find(|line| line.contains("\"kind\":\"receipt\""));
    let receipt = receipt.unwrap();
    let newer = receipt.replacen("\"v\":1", "\"v\":2", 1);
    office.insert("F9", "W1", &[newer.as_bytes(), receipt.as_bytes()], Some("unknown"));
}

/// A file as somebody would make it who changed it.
fn forged(file: &[u8], change: impl FnOnce(&mut PostingFile)) -> Vec<u8> {
    let mut given = read(Form::Csv, file).unwrap();
    change(&mut given);
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, Form::Csv, &given.batch).unwrap();
    given.lines.iter().for_each(|line| writer.line(line).unwrap());
    writer.finish().unwrap();
    bytes
}

#[track_caller]
fn refuses(office: &Office, file: &[u8], refused: &str, says: &str) {
    let before = office.sql("SELECT last FROM billing_counters WHERE what = 'posting_batch'");
    let fault = office.adopt_batch(file).unwrap_err();
    assert_eq!(fault.code(), refused, "{fault}");
    assert!(fault.to_string().contains(says), "{fault}");
    let after = office.sql("SELECT last FROM billing_counters WHERE what = 'posting_batch'");
    assert_eq!(before, after);
}

/// What went out to billing, and how the entries lie in it.
fn books(office: &Office) -> String {
    let batches = office.sql("SELECT number, made_at, lines, paid, taken_back, digest FROM posting_batches ORDER BY 1");
    let stretches = office.sql("SELECT site, station, number, first, last FROM posting_stretches ORDER BY 1, 2, 3");
    let unread = office.sql("SELECT site, station, seq, left_out_of, taken_by FROM posting_unread ORDER BY 1, 2, 3");
    format!("{batches}\n\n{stretches}\n\n{unread}")
}

#[test]
fn what_billing_has_is_taken_into_the_books_again() {
    let mut office = Office::open();
    let [(one, first), (two, second), (three, third)] = DEMO_DAY;
    office.take_in(one, first);
    office.make().unwrap();
    office.back_up();
    office.take_in(two, second);
    office.take_in(three, third);
    office.make().unwrap();
    some_unread(&office);
    office = office.with_frozen();
    office.make().unwrap();
    let (csv, json) = (
        office.write(2, Form::Csv).unwrap(),
        office.write(3, Form::Json).unwrap(),
    );
    let before = books(&office);

    office.restore();
    assert_eq!(office.sql("SELECT max(number) FROM posting_batches"), "1");
    // Nothing of it is here yet; then of one workstation, then all.
    refuses(&office, &json, "batch_out_of_turn", "the next one, which is 2");
    refuses(&office, &csv, "entries_not_here", "CH/W2 up to ");
    office.take_in(two, second);
    refuses(&office, &csv, "entries_not_here", "CH/W3 up to ");
    office.take_in(three, third);
    let adopted = office.adopt_batch(&csv).unwrap();
    assert_eq!((adopted.number, adopted.made_by.as_str()), (2, "test"));
    refuses(&office, &csv, "batch_there", "nothing to adopt");
    some_unread(&office);
    office = office.with_frozen();
    assert_eq!(office.adopt_batch(&json).unwrap().number, 3);

    // All is as it was, and goes on as it would have.
    assert_eq!(books(&office), before);
    assert_eq!(office.write(2, Form::Csv).unwrap(), csv);
    assert_eq!(office.write(3, Form::Json).unwrap(), json);
    assert_eq!(code(office.make()), "nothing_to_post");
    office.sql("ALTER TABLE entries DISABLE TRIGGER USER");
    office.sql("UPDATE entries SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '\"v\":2', '\"v\":1'), 'UTF8') WHERE site = 'F9' AND seq = 1");
    let late = office.batch(office.make().unwrap().number);
    assert_eq!(
        (late.batch.number, late.batch.late.len(), late.batch.stretches.len()),
        (4, 1, 0)
    );
    assert!(
        office
            .sql("SELECT what FROM audit")
            .contains("took posting batch 2, which billing had")
    );
}

#[test]
fn what_is_not_as_it_would_be_made_here_is_not_adopted() {
    let mut office = Office::open();
    let [(one, first), (two, second), _] = DEMO_DAY;
    office.take_in(one, first);
    office.make().unwrap();
    office.back_up();
    office.take_in(two, second);
    office.make().unwrap();
    let csv = office.write(2, Form::Csv).unwrap();
    office.restore();
    office.take_in(two, second);

    let elsewhere = forged(&csv, |file| "elm-creek".clone_into(&mut file.batch.city));
    refuses(&office, &elsewhere, "batch_of_another_city", "of the city elm-creek");
    let gap = forged(&csv, |file| file.batch.stretches[0].first += 1);
    refuses(&office, &gap, "batch_contradicts", "entry 1 is in no batch yet");
    let twice = forged(&csv, |file| file.batch.stretches.push(file.batch.stretches[0].clone()));
    refuses(&office, &twice, "batch_contradicts", "CH/W2");
    let place = counterfoil_domain::posting_batch::EntryPlace {
        site: "CH".into(),
        station: "W1".into(),
        seq: 4,
    };
    let unread = forged(&csv, |file| file.batch.unread.push(place.clone()));
    refuses(&office, &unread, "batch_contradicts", "unread");
    let late = forged(&csv, |file| file.batch.late.push(place.clone()));
    refuses(&office, &late, "batch_contradicts", "late entry");
    let dearer = forged(&csv, |file| file.lines[0].amount = Cents(file.lines[0].amount.0 + 1));
    // After H and S.
    refuses(&office, &dearer, "batch_not_same", "in line 3 first");
    let fewer = forged(&csv, |file| drop(file.lines.pop()));
    refuses(&office, &fewer, "batch_not_same", "would come out");
    refuses(&office, &csv[..csv.len() - 30], "batch_file_truncated", "");
    assert_eq!(office.sql("SELECT max(number) FROM posting_batches"), "1");

    // By the command, as an administrator types it.
    let path = office.folder.path().join("posting-2.csv");
    std::fs::write(&path, &csv).unwrap();
    let config = &office.central.config;
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_counterfoil-central"));
        program
            .env("COUNTERFOIL_CENTRAL_CITY", &config.city)
            .env("COUNTERFOIL_CENTRAL_DATABASE", &config.database)
            .env("COUNTERFOIL_CENTRAL_FOLDER", &config.folder);
        let output = program.arg("posting-batch").args(arguments).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let file = path.to_str().unwrap();
    assert!(!run(&["adopt", file]).0, "nobody says who does it");
    let (good, said) = run(&["adopt", file, "--by", "M. Tran"]);
    assert!(good && said.contains("posting batch 2 is in the books again"), "{said}");
    let (good, said) = run(&["adopt", file, "--by", "M. Tran"]);
    assert!(!good && said.contains("(batch_there)"), "{said}");
    assert!(!run(&[]).0, "nobody says who does it");

    // Whoever made the next one before: it has the number.
    office.restore();
    office.take_in(two, second);
    office.insert("CH", "W4", &[FROZEN[0].1.lines().next().unwrap().as_bytes()], None);
    office.make().unwrap();
    refuses(&office, &csv, "batch_number_taken", "another posting batch 2");
}
