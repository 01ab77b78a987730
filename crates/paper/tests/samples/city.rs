//! The configuration of the made-up city, as far as reports of returned items and
//! corrections ask for it.

use counterfoil_domain::config::{
    BankAccount, CarriedBy, ChargeCode, City, Configuration, Corrections, CountedBy, Department, FORMAT, FlagAction,
    FlagRules, Language, LedgerAccount, MarkRule, Overpayment, Policies, PostingAccounts, ReturnFee, ReturnReason,
    ReturnedItems, ReturnedKind, Share, Site, SpreadBy, StationConfig, TakeBack, TenderKind, TenderType, User,
};
use counterfoil_domain::money::Cents;
use counterfoil_domain::rights::Role;

fn charge(code: &str, name: &str, name_es: &str, department: &str, ledger: &str) -> ChargeCode {
    ChargeCode {
        code: code.to_owned(),
        name: name.to_owned(),
        name_es: Some(name_es.to_owned()),
        department: department.to_owned(),
        price: None,
        reference: None,
        priority: 1,
        account_only: matches!(code, "WATER" | "RETURNED" | "RETFEE"),
        split: vec![Share {
            ledger: ledger.to_owned(),
            parts: 1,
        }],
    }
}

fn tender(code: &str, name: &str, kind: TenderKind, clearing: &str) -> TenderType {
    TenderType {
        code: code.to_owned(),
        name: name.to_owned(),
        name_es: None,
        kind,
        clearing: clearing.to_owned(),
        needs: Vec::new(),
        counted: CountedBy::Items,
        tolerance: Cents::ZERO,
        key: None,
    }
}

fn reason(code: &str, name: &str, name_es: &str) -> ReturnReason {
    ReturnReason {
        code: code.to_owned(),
        also: Vec::new(),
        name: name.to_owned(),
        name_es: Some(name_es.to_owned()),
        of: ReturnedKind::Any,
        fee: code != "BANK",
    }
}

fn user(id: &str, name: &str, role: Role) -> User {
    User {
        id: id.to_owned(),
        name: name.to_owned(),
        roles: vec![role],
        inactive: false,
    }
}

fn returned_items() -> ReturnedItems {
    ReturnedItems {
        charge: "RETURNED".to_owned(),
        carried_by: CarriedBy::Desk,
        take_back: TakeBack::LastLineFirst,
        fee: Some(ReturnFee {
            charge: "RETFEE".to_owned(),
            revenue: "100-4700".to_owned(),
            first: Cents(2_500),
            later: Cents(3_500),
            within_days: 365,
            on_lien: false,
        }),
        mark: Some(MarkRule {
            after: 2,
            within_days: 365,
            days: 180,
            lift_when_paid: true,
        }),
        notice_days: 30,
        collections_days: 60,
        reasons: vec![
            reason("NSF", "Not sufficient funds", "Fondos insuficientes"),
            reason("CLOSED", "Account closed", "Cuenta cerrada"),
            reason("R01", "Insufficient funds", "Fondos insuficientes"),
            reason("BANK", "Mistake of the bank", "Error del banco"),
        ],
        layouts: Vec::new(),
    }
}

fn policies() -> Policies {
    Policies {
        blind_count: true,
        drawer_warning: Cents(400_000),
        drawer_ceiling: Cents(800_000),
        receipt_limit: Cents(5_000_000),
        spread: vec![SpreadBy::OldestDue],
        overpayment: Overpayment::Credit,
        repeat_check_days: 90,
        flags: FlagRules {
            bankruptcy: FlagAction::Warn,
            cash_only: FlagAction::NoChecks,
            lien: FlagAction::Warn,
            payment_plan: FlagAction::Nothing,
            shut_off: FlagAction::Warn,
        },
        lock_after_minutes: 5,
        waived: Vec::new(),
    }
}

const LEDGER: [(&str, &str); 9] = [
    ("100-1000", "Vault"),
    ("100-1010", "Cash in drawers"),
    ("100-1020", "Checks on hand"),
    ("100-1030", "Cards receivable"),
    ("100-1100", "First Bank, general account"),
    ("100-1350", "Returned items receivable"),
    ("100-2030", "Refunds payable"),
    ("100-2100", "Suspense"),
    ("100-2200", "Customer credits"),
];

const REVENUE: [(&str, &str); 4] = [
    ("100-4700", "Returned-item fees"),
    ("510-4010", "Water sales"),
    ("520-4020", "Wastewater charges"),
    ("100-4310", "Permits"),
];

/// The configuration.
pub(crate) fn configuration() -> Configuration {
    let ledger = LEDGER.iter().chain(&REVENUE).map(|(code, name)| LedgerAccount {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
    });
    let department = |code: &str, name: &str| Department {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    Configuration {
        format: FORMAT,
        city: City {
            name: "City of Arroyo Verde".to_owned(),
        },
        site: Site {
            code: "CH".to_owned(),
            name: "Central Cashiering".to_owned(),
            address: vec!["1200 Civic Center Drive, Arroyo Verde, CA 92501".to_owned()],
            time_zone: "America/Los_Angeles".to_owned(),
            language: Language::En,
            receipt_footer: Vec::new(),
            cutoff: None,
            exchange: None,
            offline_note: None,
        },
        stations: vec![StationConfig {
            code: "W1".to_owned(),
            name: "Window 1".to_owned(),
            drawer: "Drawer 1".to_owned(),
            closing_desk: true,
            printer: Default::default(),
        }],
        departments: vec![department("FIN", "Finance"), department("UTL", "Utilities")],
        ledger: ledger.collect(),
        posting: PostingAccounts {
            vault: "100-1000".to_owned(),
            drawer_cash: "100-1010".to_owned(),
            over_short: "100-4700".to_owned(),
            customer_credit: "100-2200".to_owned(),
        },
        charge_codes: vec![
            charge("WATER", "Utility bill", "Factura de agua", "UTL", "510-4010"),
            charge("PERMIT", "Alarm permit", "Permiso de alarma", "FIN", "100-4310"),
            charge("RETURNED", "Returned item", "Pago devuelto", "FIN", "100-1350"),
            charge(
                "RETFEE",
                "Returned-item fee",
                "Cargo por pago devuelto",
                "FIN",
                "100-1350",
            ),
        ],
        tenders: vec![
            tender("CASH", "Cash", TenderKind::Cash, "100-1010"),
            tender("CHECK", "Check", TenderKind::Check, "100-1020"),
            tender("CARD", "Card", TenderKind::Card, "100-1030"),
            tender("ECHECK", "Electronic check", TenderKind::ElectronicCheck, "100-1020"),
        ],
        denominations: Vec::new(),
        scan_lines: Vec::new(),
        reasons: Vec::new(),
        bank_accounts: vec![BankAccount {
            code: "GENERAL".to_owned(),
            name: "General account".to_owned(),
            bank: "First Bank of Arroyo Verde".to_owned(),
            routing: "122000247".to_owned(),
            number: "000123454471".to_owned(),
            ledger: "100-1100".to_owned(),
        }],
        suspense: None,
        batch_layouts: Vec::new(),
        returned_items: Some(returned_items()),
        corrections: Some(Corrections {
            refunds_payable: "100-2030".to_owned(),
            reasons: Vec::new(),
        }),
        policies: policies(),
        users: vec![
            user("rosa", "Rosa Villanueva", Role::Supervisor),
            user("dan", "Daniel Okafor", Role::Supervisor),
            user("maria", "Maria Núñez", Role::Cashier),
        ],
        demo: None,
    }
}
