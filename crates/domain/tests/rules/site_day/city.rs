//! The small city with three workstations, two departments, a bank and suspense.

use counterfoil_domain::config::{
    BankAccount, Configuration, Department, LedgerAccount, StationConfig, Suspense, User,
};
use counterfoil_domain::journal::Head;
use counterfoil_domain::money::Cents;
use counterfoil_domain::rights::Role;

use crate::fixture::Desk;

/// A desk of the site, on its own workstation.
pub(crate) fn desk_at(code: &str) -> Desk {
    let mut desk = Desk::new();
    desk.configuration = site_configuration(code);
    desk.head = Head::empty(code);
    desk.accounts.get_mut("20-1").unwrap().flags.restore_amount = Some(Cents(8_000));
    desk
}

/// The small city with two departments, a bank and suspense; the workstation of that code stands first.
fn site_configuration(code: &str) -> Configuration {
    let mut configuration = crate::fixture::configuration();
    configuration.stations = ["W3", "W4", "W1"]
        .map(|code| StationConfig {
            code: code.into(),
            name: format!("Window {}", &code[1..]),
            drawer: format!("Drawer {}", &code[1..]),
            closing_desk: code == "W1",
            ..configuration.stations[0].clone()
        })
        .to_vec();
    configuration.stations.sort_by_key(|station| station.code != code);
    configuration.departments.push(Department {
        code: "FI".into(),
        name: "Finance".into(),
    });
    for (charge, department) in [("DOG1", "FI"), ("COPY", "FI")] {
        let charge = configuration.charge_codes.iter_mut().find(|one| one.code == charge);
        charge.unwrap().department = department.into();
    }
    for (code, name) in [("1100", "Bank"), ("2020", "Suspense")] {
        configuration.ledger.push(LedgerAccount {
            code: code.into(),
            name: name.into(),
        });
    }
    configuration.bank_accounts = vec![BankAccount {
        code: "GENERAL".into(),
        name: "General deposit account".into(),
        bank: "First Bank of Alder".into(),
        routing: "121000358".into(),
        number: "000123454471".into(),
        ledger: "1100".into(),
    }];
    configuration.suspense = Some(Suspense {
        ledger: "2020".into(),
        department: "FI".into(),
    });
    let treasurer = |id: &str, name: &str| User {
        id: id.into(),
        name: name.into(),
        roles: vec![Role::Treasury],
        inactive: false,
    };
    configuration.users.push(treasurer("tre", "Tre Asher"));
    configuration
}
