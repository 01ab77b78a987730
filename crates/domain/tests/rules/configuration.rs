//! Every fault of a configuration, in the order they are looked for.

use counterfoil_domain::config::{Configuration, CountedBy, PrinterProfile, Share, TenderField, User};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use crate::fixture::configuration;

fn problem_of(configuration: &Configuration) -> String {
    match configuration.check() {
        Err(Refusal::ConfigurationInvalid { problem }) => problem,
        other => panic!("not found at fault: {other:?}"),
    }
}

type Fault = (&'static str, fn(&mut Configuration));

const FAULTS: [Fault; 36] = [
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
        "charge_codes: CREDIT is what receipts call an overpayment; choose another code",
        |c| c.charge_codes[2].code = "CREDIT".into(),
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
    ("users: ana has no role; everyone needs at least one", |c| {
        c.users[0].roles.clear();
    }),
];

#[test]
fn every_fault_is_named() {
    configuration().check().unwrap();
    for (problem, break_it) in FAULTS {
        let mut faulty = configuration();
        break_it(&mut faulty);
        assert_eq!(problem_of(&faulty), problem);
    }
}

#[test]
fn the_first_fault_is_the_one_named() {
    let mut faulty = configuration();
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
