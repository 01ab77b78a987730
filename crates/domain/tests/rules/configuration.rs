//! Every fault of a configuration, in the order they are looked for.

use counterfoil_domain::config::{
    BankAccount, BatchField, BatchFormat, BatchKind, BatchLayout, Configuration, Corrections, CountedBy, FixedField,
    FixedLayout, PrinterProfile, RecordKind, ReturnFee, ReturnFormat, ReturnLayout, ReturnedItems, Share, Suspense,
    TenderField, User,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::closing_desk::office::city_with_bank;
use crate::fixture::configuration;

fn problem_of(configuration: &Configuration) -> String {
    match configuration.check() {
        Err(Refusal::ConfigurationInvalid { problem }) => problem,
        other => panic!("not found at fault: {other:?}"),
    }
}

/// The city, with a bank, suspense, and a lockbox whose file is of fixed width.
fn whole() -> Configuration {
    let mut city = city_with_bank();
    city.stations.truncate(1);
    city.batch_layouts = vec![BatchLayout {
        code: "LOCK".into(),
        name: "Lockbox".into(),
        kind: BatchKind::Lockbox,
        format: BatchFormat::Fixed,
        tender: "CHECK".into(),
        fixed: Some(FixedLayout {
            width: 80,
            mark_from: 1,
            mark_length: 1,
            header: "1".into(),
            detail: "6".into(),
            trailer: "9".into(),
            fields: vec![
                field(BatchField::File, RecordKind::Header, 2, 20),
                field(BatchField::Account, RecordKind::Detail, 2, 12),
                field(BatchField::Amount, RecordKind::Detail, 71, 10),
                field(BatchField::Items, RecordKind::Trailer, 2, 6),
                field(BatchField::Total, RecordKind::Trailer, 8, 12),
            ],
        }),
    }];
    city
}

fn bank(city: &mut Configuration) -> &mut BankAccount {
    &mut city.bank_accounts[0]
}

fn suspense(city: &mut Configuration) -> &mut Suspense {
    city.suspense.as_mut().unwrap()
}

fn layout(city: &mut Configuration) -> &mut BatchLayout {
    &mut city.batch_layouts[0]
}

fn field(field: BatchField, on: RecordKind, from: u16, length: u16) -> FixedField {
    FixedField {
        field,
        on,
        from,
        length,
    }
}

fn fixed(city: &mut Configuration) -> &mut FixedLayout {
    layout(city).fixed.as_mut().unwrap()
}

fn returns(city: &mut Configuration) -> &mut ReturnedItems {
    city.returned_items.as_mut().unwrap()
}

fn fee(city: &mut Configuration) -> &mut ReturnFee {
    returns(city).fee.as_mut().unwrap()
}

fn corrections(city: &mut Configuration) -> &mut Corrections {
    city.corrections.as_mut().unwrap()
}

type Fault = (&'static str, fn(&mut Configuration));

const FAULTS: [Fault; 85] = [
    ("format is 2, this program reads 1", |c| c.format = 2),
    (
        "site.time_zone 'Alder' is not a time zone such as America/Los_Angeles",
        |c| c.site.time_zone = "Alder".into(),
    ),
    ("stations is empty; at least one is needed", |c| c.stations.clear()),
    ("departments has an entry without a code", |c| {
        c.departments[0].code = " ".into();
    }),
    ("ledger has '1000' twice", |c| c.ledger.push(c.ledger[0].clone())),
    ("charge_codes has 'COPY' twice", |c| {
        c.charge_codes.push(c.charge_codes[3].clone());
    }),
    ("tenders is empty; at least one is needed", |c| c.tenders.clear()),
    ("users has 'ana' twice", |c| c.users.push(c.users[0].clone())),
    ("bank_accounts has 'GENERAL' twice", |c| {
        let twice = bank(c).clone();
        c.bank_accounts.push(twice);
    }),
    ("batch_layouts has 'LOCK' twice", |c| {
        let twice = layout(c).clone();
        c.batch_layouts.push(twice);
    }),
    (
        "stations: code 'w3' must be one to four capital letters or digits",
        |c| c.stations[0].code = "w3".into(),
    ),
    (
        "stations: code 'W3-01' must be one to four capital letters or digits",
        |c| c.stations[0].code = "W3-01".into(),
    ),
    ("stations: W3 prints 20 columns; 42 and 32 are usual", |c| {
        c.stations[0].printer = PrinterProfile {
            columns: 20,
            ..PrinterProfile::default()
        };
    }),
    (
        "stations: a site has one closing desk, and more than one is marked",
        |c| {
            let mut other = c.stations[0].clone();
            other.code = "W4".into();
            c.stations.push(other);
        },
    ),
    ("posting.vault names '0', which is not in the ledger", |c| {
        c.posting.vault = "0".into();
    }),
    ("posting.drawer_cash names '0', which is not in the ledger", |c| {
        c.posting.drawer_cash = "0".into();
    }),
    ("posting.over_short names '0', which is not in the ledger", |c| {
        c.posting.over_short = "0".into();
    }),
    ("posting.customer_credit names '0', which is not in the ledger", |c| {
        c.posting.customer_credit = "0".into();
    }),
    (
        "charge_codes: CREDIT is what receipts call an overpayment or money in suspense; choose another code",
        |c| c.charge_codes[2].code = "CREDIT".into(),
    ),
    (
        "charge_codes: SUSPENSE is what receipts call an overpayment or money in suspense; choose another code",
        |c| c.charge_codes[2].code = "SUSPENSE".into(),
    ),
    ("charge_codes: DOG1 names department 'XX', which is not listed", |c| {
        c.charge_codes[2].department = "XX".into()
    }),
    ("charge_codes: DOG1 has a price that is not above nothing", |c| {
        c.charge_codes[2].price = Some(Cents::ZERO);
    }),
    ("charge_codes: DOG1 has no shares to split over", |c| {
        c.charge_codes[2].split.clear();
    }),
    (
        "charge_codes: DOG1 gives no part to '4010'; leave that share out",
        |c| {
            c.charge_codes[2].split.push(Share {
                ledger: "4010".into(),
                parts: 0,
            });
        },
    ),
    (
        "charge_codes: DOG1 is split to '9999', which is not in the ledger",
        |c| c.charge_codes[2].split[0].ledger = "9999".into(),
    ),
    ("tenders: CASH clears to '0', which is not in the ledger", |c| {
        c.tenders[0].clearing = "0".into();
    }),
    ("tenders: CASH: cash, and only cash, is counted by denominations", |c| {
        c.tenders[0].counted = CountedBy::Items
    }),
    (
        "tenders: CHECK: cash, and only cash, is counted by denominations",
        |c| c.tenders[1].counted = CountedBy::Denominations,
    ),
    ("tenders: VOUCHER needs a field that its kind does not hold", |c| {
        c.tenders[5].needs = vec![TenderField::Number];
    }),
    ("tenders: VOUCHER has a tolerance below nothing", |c| {
        c.tenders[5].tolerance = Cents(-1);
    }),
    ("tenders: there must be exactly one of kind cash", |c| {
        let mut other = c.tenders[0].clone();
        other.code = "CASH2".into();
        c.tenders.push(other);
    }),
    (
        "tenders: cash must clear to posting.drawer_cash, where floats are",
        |c| c.tenders[0].clearing = "1020".into(),
    ),
    ("denominations must stand largest first, none twice", |c| {
        c.denominations.swap(0, 1);
    }),
    ("denominations: worth and bundle must be above nothing", |c| {
        c.denominations[3].bundle = 0;
    }),
    (
        "denominations must end with the cent, so that any change can be given",
        |c| {
            c.denominations.pop();
        },
    ),
    (
        "policies.receipt_limit must be above nothing, or no payment can be taken",
        |c| c.policies.receipt_limit = Cents::ZERO,
    ),
    (
        "policies.drawer_ceiling must be above nothing, or no cash can be taken",
        |c| c.policies.drawer_ceiling = Cents::ZERO,
    ),
    ("policies.drawer_ceiling is below policies.drawer_warning", |c| {
        c.policies.drawer_warning = Cents(c.policies.drawer_ceiling.0 + 1);
    }),
    ("site.cutoff '5:30 pm' is not a time of day such as 17:30", |c| {
        c.site.cutoff = Some("5:30 pm".into());
    }),
    (
        "site.offline_note must be one line of at most 80 letters; leave it out where receipts are to say nothing",
        |c| {
            c.site.offline_note = Some("n".repeat(81));
        },
    ),
    (
        "site.offline_note must be one line of at most 80 letters; leave it out where receipts are to say nothing",
        |c| {
            c.site.offline_note = Some("No line\nnow".into());
        },
    ),
    (
        "site.offline_note must be one line of at most 80 letters; leave it out where receipts are to say nothing",
        |c| {
            c.site.offline_note = Some(String::new());
        },
    ),
    ("bank_accounts: GENERAL names '0', which is not in the ledger", |c| {
        bank(c).ledger = "0".into();
    }),
    (
        "bank_accounts: GENERAL has a routing number that fails its checksum",
        |c| bank(c).routing = "121000359".into(),
    ),
    ("bank_accounts: GENERAL needs its account number, in digits", |c| {
        bank(c).number = "12-345".into();
    }),
    ("bank_accounts: GENERAL needs its account number, in digits", |c| {
        bank(c).number = "123".into();
    }),
    ("suspense names '0', which is not in the ledger", |c| {
        suspense(c).ledger = "0".into();
    }),
    ("suspense names department 'XX', which is not listed", |c| {
        suspense(c).department = "XX".into();
    }),
    ("batch_layouts: LOCK names tender 'GOLD', which is not listed", |c| {
        layout(c).tender = "GOLD".into();
    }),
    ("batch_layouts: LOCK: a file brings no cash; name another tender", |c| {
        layout(c).tender = "CASH".into()
    }),
    (
        "batch_layouts: LOCK: mail and turn-ins are keyed, not taken in from files",
        |c| layout(c).kind = BatchKind::Mail,
    ),
    (
        "batch_layouts: LOCK: mail and turn-ins are keyed, not taken in from files",
        |c| layout(c).kind = BatchKind::TurnIn,
    ),
    (
        "batch_layouts: LOCK is of fixed width and says not where its fields stand",
        |c| {
            layout(c).format = BatchFormat::Fixed;
            layout(c).fixed = None;
        },
    ),
    (
        "batch_layouts: LOCK has fields of fixed width and another format",
        |c| layout(c).format = BatchFormat::Bai2,
    ),
    (
        "batch_layouts: LOCK has fields of fixed width and another format",
        |c| layout(c).format = BatchFormat::Csv,
    ),
    ("batch_layouts: LOCK: the mark of a line lies outside the line", |c| {
        fixed(c).mark_from = 0;
    }),
    (
        "batch_layouts: LOCK: the three marks must differ and be as long as they are said to be",
        |c| fixed(c).trailer = "1".into(),
    ),
    (
        "batch_layouts: LOCK: the three marks must differ and be as long as they are said to be",
        |c| fixed(c).header = "10".into(),
    ),
    ("batch_layouts: LOCK: Payer lies outside the line", |c| {
        fixed(c)
            .fields
            .push(field(BatchField::Payer, RecordKind::Detail, 79, 3));
    }),
    ("batch_layouts: LOCK: Payer lies outside the line", |c| {
        fixed(c)
            .fields
            .push(field(BatchField::Payer, RecordKind::Detail, 1, u16::MAX));
    }),
    ("batch_layouts: LOCK: Payer lies outside the line", |c| {
        fixed(c).fields.push(field(BatchField::Payer, RecordKind::Detail, 1, 0));
    }),
    ("batch_layouts: LOCK needs File once on its Header line", |c| {
        fixed(c).fields[0].on = RecordKind::Trailer;
    }),
    ("batch_layouts: LOCK needs Amount once on its Detail line", |c| {
        fixed(c)
            .fields
            .push(field(BatchField::Amount, RecordKind::Detail, 20, 8));
    }),
    ("batch_layouts: LOCK needs Account once on its Detail line", |c| {
        fixed(c).fields.retain(|field| field.field != BatchField::Account);
    }),
    ("batch_layouts: LOCK needs Items once on its Trailer line", |c| {
        fixed(c).fields.retain(|field| field.field != BatchField::Items);
    }),
    ("batch_layouts: LOCK needs Total once on its Trailer line", |c| {
        fixed(c).fields.retain(|field| field.field != BatchField::Total);
    }),
    ("returned_items: charge names 'OWED', which is not a charge code", |c| {
        returns(c).charge = "OWED".into();
    }),
    (
        "returned_items: charge 'RETURNED' must stand on accounts only and go to one ledger account, the receivable",
        |c| c.charge_codes[5].account_only = false,
    ),
    (
        "returned_items: charge 'RETURNED' must stand on accounts only and go to one ledger account, the receivable",
        |c| {
            let twice = c.charge_codes[5].split[0].clone();
            c.charge_codes[5].split.push(twice);
        },
    ),
    (
        "returned_items: fee.charge names 'OWED', which is not a charge code",
        |c| {
            fee(c).charge = "OWED".into();
        },
    ),
    (
        "returned_items: fee.charge 'RETFEE' must stand on accounts only and go to one ledger account, the receivable",
        |c| c.charge_codes[6].account_only = false,
    ),
    (
        "returned_items: fee.revenue names '0', which is not in the ledger",
        |c| fee(c).revenue = "0".into(),
    ),
    ("returned_items: a fee is below nothing", |c| fee(c).first = Cents(-1)),
    ("returned_items: a fee is below nothing", |c| fee(c).later = Cents(-1)),
    ("returned_items: mark.after must be at least one item", |c| {
        returns(c).mark.as_mut().unwrap().after = 0;
    }),
    (
        "returned_items: reasons are missing; list those that the bank gives",
        |c| returns(c).reasons.clear(),
    ),
    ("returned_items: reason ' ' is empty or stands twice", |c| {
        returns(c).reasons[0].code = " ".into();
    }),
    ("returned_items: reason ' ' is empty or stands twice", |c| {
        returns(c).reasons[0].also = vec![" ".into()];
    }),
    ("returned_items: reason 'nsf' is empty or stands twice", |c| {
        returns(c).reasons[1].also = vec!["nsf".into()];
    }),
    ("returned_items: reason 'stop' is empty or stands twice", |c| {
        returns(c).reasons[2].code = "stop".into();
    }),
    ("returned_items: layout 'RET' stands twice", |c| {
        let layout = ReturnLayout {
            code: "RET".into(),
            name: "Returns".into(),
            format: ReturnFormat::Csv,
        };
        returns(c).layouts = vec![layout.clone(), layout];
    }),
    (
        "corrections: refunds_payable names '0', which is not in the ledger",
        |c| corrections(c).refunds_payable = "0".into(),
    ),
    ("corrections: a reason is empty", |c| {
        corrections(c).reasons[1].name = " ".into();
    }),
    ("corrections: a reason is empty", |c| {
        corrections(c).reasons[0].name.clear();
    }),
    ("users: ana has no role; everyone needs at least one", |c| {
        c.users[0].roles.clear();
    }),
];

#[test]
fn every_fault_is_named() {
    configuration().check().unwrap();
    whole().check().unwrap();
    for (problem, break_it) in FAULTS {
        let mut faulty = whole();
        break_it(&mut faulty);
        assert_eq!(problem_of(&faulty), problem);
    }
}

#[test]
fn the_first_fault_is_the_one_named() {
    let mut faulty = whole();
    for (problem, break_it) in FAULTS.iter().rev() {
        break_it(&mut faulty);
        assert_eq!(problem_of(&faulty), *problem);
    }
}

#[test]
fn the_cent_must_be_given_as_change() {
    let mut faulty = configuration();
    faulty.denominations[9].change = false;
    assert_eq!(
        problem_of(&faulty),
        "denominations must end with the cent, so that any change can be given"
    );
    let json = serde_json::to_string(&faulty.denominations).unwrap();
    assert_eq!(json.matches("change").count(), 1, "only where it is not given");
}

#[test]
fn a_city_without_cash_is_none() {
    let mut faulty = configuration();
    faulty.tenders.remove(0);
    assert_eq!(problem_of(&faulty), "tenders: there must be exactly one of kind cash");
}

#[test]
fn the_version_is_of_the_content() {
    let version = configuration().version();
    assert_eq!(version.len(), 16);
    assert_eq!(version, configuration().version());
    let mut other = configuration();
    other.policies.receipt_limit = Cents(1);
    assert_ne!(version, other.version());
    let json = serde_json::to_string(&configuration()).unwrap();
    let read: Configuration = serde_json::from_str(&json).unwrap();
    assert_eq!(read.version(), version);
}

#[test]
fn looking_things_up() {
    let mut configuration = configuration();
    assert_eq!(configuration.station("W3").unwrap().name, "Window 3");
    assert_eq!(configuration.station("W9").unwrap_err().code(), "unknown_station");
    assert_eq!(configuration.charge_code("COPY").unwrap().price, Some(Cents(25)));
    assert_eq!(configuration.charge_code("copy").unwrap_err().code(), "unknown_charge");
    assert_eq!(configuration.tender("CASH").unwrap(), configuration.cash());
    assert_eq!(configuration.tender("GOLD").unwrap_err().code(), "unknown_tender");
    let inactive = |user: &mut User| user.inactive = true;
    assert!(configuration.user("ana").is_some());
    inactive(&mut configuration.users[0]);
    assert!(configuration.user("ana").is_none(), "whoever has left may not sign in");
}

#[test]
fn an_office_needs_neither_bank_nor_files_nor_a_cutoff_nor_rules_for_returns() {
    let mut city = whole();
    city.bank_accounts.clear();
    city.batch_layouts.clear();
    city.suspense = None;
    city.returned_items = None;
    city.corrections = None;
    city.check().unwrap();
    assert_eq!(city.bank_account("GENERAL").unwrap_err().code(), "unknown_bank_account");
    assert_eq!(city.batch_layout("LOCK").unwrap_err().code(), "unknown_layout");
    assert_eq!(whole().batch_layout("LOCK").unwrap().name, "Lockbox");
    city.site.cutoff = Some("17:30".into());
    city.site.offline_note = Some("n".repeat(80));
    city.check().unwrap();
}
