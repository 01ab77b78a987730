use chrono::NaiveDate;
use counterfoil_domain::posting_batch::{PostingKind, PostingStretch};
use proptest::prelude::*;

use super::*;

fn batch() -> PostingBatch {
    PostingBatch {
        city: "alder-creek".to_owned(),
        number: 12,
        made_at: "2026-11-21T01:10:00.250Z".parse().unwrap(),
        stretches: vec![
            PostingStretch {
                site: "CH".to_owned(),
                station: "W1".to_owned(),
                first: 1,
                last: 523,
            },
            PostingStretch {
                site: "CH".to_owned(),
                station: "W2".to_owned(),
                first: 41,
                last: 97,
            },
        ],
        unread: vec![EntryPlace {
            site: "CH".to_owned(),
            station: "W2".to_owned(),
            seq: 60,
        }],
        late: Vec::new(),
    }
}

fn line(what: PostingKind, charge: Option<&str>, cents: i64) -> PostingLine {
    PostingLine {
        site: "CH".to_owned(),
        station: "W1".to_owned(),
        seq: 17,
        business_date: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        at: "2026-11-20T17:01:02.125Z".parse().unwrap(),
        what,
        receipt: "W1-000001".to_owned(),
        account: "20-04127-03".to_owned(),
        charge: charge.map(str::to_owned),
        amount: Cents(cents),
    }
}

fn two_lines() -> Vec<PostingLine> {
    vec![
        line(PostingKind::Payment, Some("U2610"), 18_462),
        line(PostingKind::Void, None, -5),
    ]
}

fn written(form: Form, batch: &PostingBatch, lines: &[PostingLine]) -> (Vec<u8>, Sealed) {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, form, batch).unwrap();
    lines.iter().for_each(|line| writer.line(line).unwrap());
    let sealed = writer.finish().unwrap();
    (bytes, sealed)
}

/// The file of the format's description, to the byte: a batch is written again for years.
#[test]
fn the_bytes_are_frozen() {
    let (csv, sealed) = written(Form::Csv, &batch(), &two_lines());
    let digest = &sealed.digest;
    assert_eq!(
        digest,
        "b9e6d4c3f3809d69794cfbbc63a960cd1cd77c58615b426140aef2b4e0fd01da"
    );
    let text = "\
H,counterfoil-posting-1,alder-creek,12,2026-11-21T01:10:00.250Z
S,CH,W1,1,523
S,CH,W2,41,97
U,CH,W2,60
L,CH,W1,17,2026-11-20,2026-11-20T17:01:02.125Z,payment,W1-000001,20-04127-03,U2610,184.62
L,CH,W1,17,2026-11-20,2026-11-20T17:01:02.125Z,void,W1-000001,20-04127-03,,-0.05
T,2,184.62,0.05,184.57,";
    assert_eq!(String::from_utf8(csv).unwrap(), format!("{text}{digest}\n"));
    let (json, of_json) = written(Form::Json, &batch(), &two_lines());
    assert_eq!(of_json, sealed);
    let text = "{\"format\":\"counterfoil-posting-1\",\"city\":\"alder-creek\",\"number\":12,\"made_at\":\"2026-11-21T01:10:00.250Z\",\
\"stretches\":[{\"site\":\"CH\",\"station\":\"W1\",\"first\":1,\"last\":523},{\"site\":\"CH\",\"station\":\"W2\",\"first\":41,\"last\":97}],\
\"unread\":[{\"site\":\"CH\",\"station\":\"W2\",\"seq\":60}],\"late\":[],\"lines\":[
{\"site\":\"CH\",\"station\":\"W1\",\"seq\":17,\"business_date\":\"2026-11-20\",\"at\":\"2026-11-20T17:01:02.125Z\",\"what\":\"payment\",\
\"receipt\":\"W1-000001\",\"account\":\"20-04127-03\",\"charge\":\"U2610\",\"cents\":18462},
{\"site\":\"CH\",\"station\":\"W1\",\"seq\":17,\"business_date\":\"2026-11-20\",\"at\":\"2026-11-20T17:01:02.125Z\",\"what\":\"void\",\
\"receipt\":\"W1-000001\",\"account\":\"20-04127-03\",\"charge\":null,\"cents\":-5}
],\"totals\":{\"lines\":2,\"paid_cents\":18462,\"taken_back_cents\":5,\"net_cents\":18457},\"digest\":\"";
    assert_eq!(String::from_utf8(json).unwrap(), format!("{text}{digest}\"}}\n"));
}

#[test]
fn a_batch_without_lines_is_one() {
    for form in [Form::Csv, Form::Json] {
        let (bytes, sealed) = written(form, &batch(), &[]);
        let file = read(form, &bytes).unwrap();
        assert_eq!((file.batch, file.lines, file.sealed), (batch(), Vec::new(), sealed));
    }
}

/// A passage of the good file, what stands there instead, and the code.
#[test]
fn what_is_refused() {
    for (form, passage, instead, code) in [
        (Form::Csv, "H,", "", "batch_file_malformed"),
        (Form::Csv, "posting-1", "posting-2", "batch_file_malformed"),
        (Form::Csv, ",184.62\n", ",184.61\n", "batch_file_totals"),
        (Form::Csv, "T,2", "T,3", "batch_file_totals"),
        (Form::Csv, "T,2,184.62", "T,2,184.63", "batch_file_totals"),
        (Form::Csv, "0.05,184.57", "0.05,184.58", "batch_file_totals"),
        (Form::Csv, "20-04127-03,U2610", "20-04127-04,U2610", "batch_file_totals"),
        (Form::Csv, "S,CH,W2,41,97", "S,CH,W2,41,98", "batch_file_totals"),
        (Form::Csv, "void", "bounce", "batch_file_malformed"),
        (Form::Csv, "-0.05", "-0.5", "batch_file_malformed"),
        (Form::Csv, "L,CH", "X,CH", "batch_file_malformed"),
        (Form::Csv, "L,CH", "H,CH", "batch_file_malformed"),
        (Form::Csv, "U,CH,W2,60", "U,CH,W2,60,1", "batch_file_malformed"),
        (Form::Json, "18462}", "18461}", "batch_file_totals"),
        (Form::Json, "18457", "18458", "batch_file_totals"),
        (Form::Json, "\"unread\"", "\"unseen\"", "batch_file_malformed"),
        (Form::Json, "posting-1", "posting-2", "batch_file_malformed"),
    ] {
        let (bytes, _) = written(form, &batch(), &two_lines());
        let good = String::from_utf8(bytes).unwrap();
        assert!(good.contains(passage), "{passage}");
        let bad = good.replacen(passage, instead, 1);
        assert_eq!(read(form, bad.as_bytes()).unwrap_err().code(), code, "{instead}");
    }
    let (csv, _) = written(Form::Csv, &batch(), &two_lines());
    let twice = [csv.clone(), csv].concat();
    assert_eq!(read(Form::Csv, &twice).unwrap_err().code(), "batch_file_malformed");
}

#[test]
fn sums_beyond_what_is_exact_are_not_written() {
    let largest = line(PostingKind::Payment, None, counterfoil_domain::money::MAX_EXACT);
    let mut writer = Writer::new(std::io::sink(), Form::Csv, &batch()).unwrap();
    writer.line(&largest).unwrap();
    assert_eq!(writer.line(&largest).unwrap_err().kind(), ErrorKind::InvalidInput);
}

prop_compose! {
    fn some_line()(
        what in prop::sample::select(&PostingKind::ALL[..]),
        seq in 1u64..1_000_000,
        account in "[=+@A-Za-zÑñ\"',.-]{1,20}",
        charge in prop::option::of("[A-Z0-9\",-]{1,12}"),
        cents in -99_999_999_999i64..=99_999_999_999,
    ) -> PostingLine {
        PostingLine { account, charge, seq, ..line(what, None, cents) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_back_in_both_forms_alike(lines in prop::collection::vec(some_line(), 0..8)) {
        let (csv, sealed) = written(Form::Csv, &batch(), &lines);
        let (json, of_json) = written(Form::Json, &batch(), &lines);
        prop_assert_eq!(&sealed, &of_json);
        let (of_csv, of_json) = (read(Form::Csv, &csv).unwrap(), read(Form::Json, &json).unwrap());
        prop_assert_eq!(&of_csv.lines, &lines);
        prop_assert_eq!(of_csv, of_json);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused(lines in prop::collection::vec(some_line(), 0..3)) {
        for form in [Form::Csv, Form::Json] {
            let (bytes, _) = written(form, &batch(), &lines);
            // The line end behind a JSON object is not part of it.
            let whole = match form { Form::Csv => bytes.len(), Form::Json => bytes.len() - 1 };
            for length in 0..whole {
                prop_assert!(read(form, &bytes[..length]).is_err(), "cut at {}", length);
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), lines in "([HSURLT],[\\PC,\"\n]{0,40}\n){0,6}") {
        for form in [Form::Csv, Form::Json] {
            let _bytes = read(form, &bytes);
            let _lines = read(form, lines.as_bytes());
        }
    }
}
