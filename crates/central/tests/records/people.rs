//! Whoever is changed, somebody is left at each site who may administer it.

use counterfoil_central::fault::Fault;
use counterfoil_central::users::{self, Change};
use counterfoil_domain::config::User;
use counterfoil_domain::rights::Role;

use crate::office::{Office, adopt, demo_city};

fn change(office: &Office, change: &Change) -> Result<Vec<String>, Fault> {
    office
        .runtime
        .block_on(users::change(&office.central, change, "the test"))
}

fn leaves(id: &str) -> Change {
    Change::Deactivate { id: id.into() }
}

fn becomes(id: &str, roles: &[Role]) -> Change {
    Change::SetRoles {
        id: id.into(),
        roles: roles.to_vec(),
    }
}

#[test]
fn the_last_administrator_of_a_site_stays_one() {
    let office = Office::open();
    let administrators = demo_city().users;
    let mut administrators = administrators
        .iter()
        .filter(|user| user.roles.contains(&Role::Administrator));
    let last = administrators.next().unwrap().id.clone();
    assert_eq!(administrators.count(), 0);
    // Another site, where somebody else administers too.
    let mut annex = demo_city();
    annex.site.code = "AX".into();
    annex.users.push(User {
        id: "second".into(),
        name: "S. Second".into(),
        roles: vec![Role::Administrator],
        inactive: false,
    });
    let adopted = office.runtime.block_on(adopt(&office.central, &annex));
    adopted.unwrap();

    let written = office.count("SELECT count(*) FROM entries");
    for refused in [leaves(&last), becomes(&last, &[Role::Cashier, Role::Supervisor])] {
        let fault = change(&office, &refused).unwrap_err();
        assert_eq!(fault.code(), "last_administrator");
        let said = fault.to_string();
        assert!(
            said.contains(&format!("{last} is the last active administrator at CH")),
            "{said}"
        );
    }
    assert_eq!(office.count("SELECT count(*) FROM entries"), written);
    assert_eq!(office.count("SELECT count(*) FROM audit WHERE what LIKE '%user%'"), 0);
    // What leaves somebody is done.
    change(&office, &becomes(&last, &[Role::Administrator, Role::Auditor])).unwrap();
    change(&office, &becomes("okoye", &[Role::Administrator])).unwrap();
    assert_eq!(change(&office, &leaves(&last)).unwrap(), ["AX", "CH"]);
    // One who has left is nobody who may administer.
    assert_eq!(
        change(&office, &leaves("okoye")).unwrap_err().code(),
        "last_administrator"
    );
    change(&office, &Change::Activate { id: last }).unwrap();
    change(&office, &leaves("okoye")).unwrap();
}

#[test]
fn where_nobody_administers_nobody_is_held_back() {
    let office = Office::open();
    let mut configuration = demo_city();
    configuration
        .users
        .retain(|user| !user.roles.contains(&Role::Administrator));
    let adopted = office.runtime.block_on(adopt(&office.central, &configuration));
    adopted.unwrap();
    change(&office, &leaves("okoye")).unwrap();
}
