//! Two offices of one city: what is paid at one is less due at the other.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use counterfoil_tests::central::house::{House, Window};
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::desk::Desk;
use counterfoil_tests::payment::payment;
use counterfoil_tests::people::{BEN, SUE};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(60);
/// 123.00 on W10 and 61.62 on S10.
const ACCOUNT: &str = "20-04127-03";
const DUE: i64 = 18_462;

/// Waits until every window says that so much is due on the account.
#[track_caller]
fn all_say(windows: &mut [&mut Window], due: i64) {
    let begun = Instant::now();
    loop {
        let ask = |window: &mut &mut Window| window.desk.ask("account", json!({ "number": ACCOUNT }));
        let said: Vec<Option<i64>> = windows
            .iter_mut()
            .map(|window| ask(window).ok().and_then(|view| view["due"].as_i64()))
            .collect();
        if said.iter().all(|one| *one == Some(due)) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{due} is due, and they say {said:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn opened(mut window: Window) -> Window {
    window.desk.sign_in(BEN);
    window.desk.open_drawer("2x100");
    window
}

fn pay(desk: &mut Desk, charge: &str, amount: &str) -> String {
    let paid = desk.pay(&payment().charges(ACCOUNT, &[charge]).cash(amount));
    paid.number
}

/// Billing's next file of that one account, which says what posting batch it has.
fn next_file(house: &House, batch: u64, charges: &[(&str, i64)]) -> PathBuf {
    let path = house.folder("next.csv");
    let dollars = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let lines: String = charges
        .iter()
        .map(|(id, due)| format!("C,{id},WATER,\"Water, October\",,2020-11-15,{}\n", dollars(*due)))
        .collect();
    let total = dollars(charges.iter().map(|charge| charge.1).sum());
    let file = format!(
        "H,2,2020-02-{at:02}T06:00:00Z,City of Alder,{batch}\nA,{ACCOUNT},María Nuñez,1124 Cedar Avenue,805-555-0142,,,\n\
         {lines}T,1,{},{total}\n",
        charges.len(),
        at = batch
    );
    std::fs::write(&path, file).expect("written");
    path
}

#[test]
fn what_is_paid_at_one_office_is_less_due_at_the_other() {
    let house = House::new(40);
    house.opens_an_office("NO");
    let mut here = opened(house.window("W2"));
    let mut there = opened(house.window_at("NO", "W2"));
    all_say(&mut [&mut here, &mut there], DUE);
    let first = pay(&mut there.desk, "S10", "61.62");
    all_say(&mut [&mut here, &mut there], DUE - 6_162);

    // A window that was not there meanwhile hears of it too, and one that lost its tables.
    let mut late = house.window("W3");
    late.desk.sign_in("cal");
    all_say(&mut [&mut late], DUE - 6_162);
    let Window { desk, proxy } = late;
    let workstation = desk.put_down();
    std::fs::remove_file(house.folder("W3").join("site.db")).expect("its tables");
    let mut late = Window {
        desk: Desk::at(workstation),
        proxy,
    };
    late.desk.sign_in("cal");
    all_say(&mut [&mut late], DUE - 6_162);

    // Billing has that payment in a posting batch; it hands the charge out no longer.
    house.central.succeeds(&["posting-batch"]);
    house.central.takes_accounts(&next_file(&house, 1, &[("W10", 12_300)]));
    all_say(&mut [&mut here, &mut there, &mut late], DUE - 6_162);

    // The same charge at both without a line: nothing is due, and the surplus is a credit at every window.
    for window in [&mut here, &mut there] {
        window.proxy.becomes(Weather::Cut);
    }
    let twice = pay(&mut here.desk, "W10", "123");
    pay(&mut there.desk, "W10", "123");
    all_say(&mut [&mut here, &mut there], 0);
    for window in [&mut here, &mut there] {
        window.proxy.becomes(Weather::Calm);
    }
    all_say(&mut [&mut here, &mut there, &mut late], -12_300);
    here.desk.void(&twice, "Paid twice", SUE);
    all_say(&mut [&mut here, &mut there, &mut late], 0);

    // What billing had and is void now is due again everywhere.
    there.desk.void(&first, "Wrong account", SUE);
    all_say(&mut [&mut here, &mut there, &mut late], 6_162);
    house.central.succeeds(&["posting-batch"]);
    house.central.takes_accounts(&next_file(&house, 2, &[("S10", 6_162)]));
    late.desk.open_drawer("2x100");
    pay(&mut late.desk, "S10", "61.62");
    all_say(&mut [&mut here, &mut there, &mut late], 0);
    assert!(house.central.succeeds(&["verify"]).contains("NO"));
}
