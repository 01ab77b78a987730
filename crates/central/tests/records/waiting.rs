//! Nothing waits for a lock longer than a request may take, except what takes long itself.

use std::time::{Duration, Instant};

use counterfoil_central::central::Central;
use counterfoil_central::posting;
use counterfoil_central::users::{self, Change};
use deadpool_postgres::Object;
use tokio::runtime::Runtime;

use crate::office::Office;

/// Holds what a statement locks, until it is told to let go.
struct Holder(Object);

impl Holder {
    fn hold(office: &Office, sql: &str) -> Holder {
        office.runtime.block_on(async {
            let client = office.central.client().await.unwrap();
            client.batch_execute(&format!("BEGIN; {sql}")).await.unwrap();
            Holder(client)
        })
    }

    fn let_go(self, runtime: &Runtime) {
        runtime.block_on(self.0.batch_execute("ROLLBACK")).unwrap();
    }
}

const SITE: &str = "SELECT * FROM sites FOR UPDATE";

#[test]
fn a_lock_that_is_not_had_is_said_and_tried_again() {
    let office = Office::open();
    let (central, address) = office.second_with(|config| config.limits.request_seconds = 6);
    let mut one = office.workstation("W2");
    one.address = address;
    one.work(3);

    let holder = Holder::hold(&office, SITE);
    let begun = Instant::now();
    one.push(&one.bundle(0, 3)).refused(503, "unavailable");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let change = Change::Deactivate { id: "okoye".into() };
    let refused = office.runtime.block_on(users::change(&central, &change, "the test"));
    assert_eq!(refused.unwrap_err().code(), "database_busy");
    assert_eq!(office.entries("W2"), 0);
    holder.let_go(&office.runtime);
    one.push_all();
    assert_eq!(office.entries("W2"), 3);
}

/// A posting batch waits for the one before it, however long that takes.
#[test]
fn long_work_waits_for_long_work() {
    let office = Office::open();
    let (central, _) = office.second_with(|config| config.limits.request_seconds = 1);
    let mut one = office.workstation("W2");
    one.work(3);
    one.push_all();
    let counter =
        "INSERT INTO billing_counters (city, site, what, last) VALUES ('alder-creek', '*', 'posting_batch', 1)";
    let holder = Holder::hold(&office, counter);
    let made = office.runtime.block_on(async {
        let making = tokio::spawn(async move { posting::make(&central, "the test").await });
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(!making.is_finished());
        holder.0.batch_execute("ROLLBACK").await.unwrap();
        making.await.unwrap()
    });
    assert_eq!(made.unwrap().number, 1);
}

#[test]
fn what_the_settings_say_themselves_counts() {
    let office = Office::open();
    let show = |central: &Central, name: &str| -> String {
        office.runtime.block_on(async {
            let client = central.client().await.unwrap();
            client.query_one(&format!("SHOW {name}"), &[]).await.unwrap().get(0)
        })
    };
    assert_eq!(show(&office.central, "lock_timeout"), "15s");
    assert_eq!(show(&office.central, "tcp_keepalives_idle"), "30");
    let (own, _) = office.second_with(|config| config.database.push_str(" options='-c lock_timeout=7s'"));
    assert_eq!(show(&own, "lock_timeout"), "7s");
    assert_eq!(show(&own, "tcp_keepalives_interval"), "10");
}
