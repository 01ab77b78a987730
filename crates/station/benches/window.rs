//! What it costs a window to know the whole site: receipts and look-ups of accounts at a window that
//! stands alone and at one that knows central records, in turn; and the first look-up after entries
//! of a neighbour came in.
//!
//! `cargo bench -p counterfoil-station --bench window`

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle;
use counterfoil_formats::configuration;
use counterfoil_station::central::enrolment::Enrolment;
use counterfoil_station::clock::Clock;
use counterfoil_station::exchange::bundle_after;
use counterfoil_station::folder::Folder;
use counterfoil_station::journal::JournalReader;
use counterfoil_station::{Seat, Station, accounts, demo};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use uuid::Uuid;

const ACCOUNTS: &[u8] = include_bytes!("../../../assets/demo/accounts.csv");
const ACCOUNT: &str = "20-04127-03";
const ROUNDS: usize = 1_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Window {
    station: Arc<Station>,
    seat: Seat,
}

impl Window {
    fn new(folder: &Path, code: &str, knows_central: bool) -> Outcome<Window> {
        let mut city = configuration::read(demo::CITY)?;
        for station in &mut city.stations {
            station.printer = Default::default();
        }
        city.policies.drawer_warning.0 = i64::from(i32::MAX);
        city.policies.drawer_ceiling.0 = i64::from(i32::MAX);
        Station::create(folder, city, code, &Clock::system())?;
        let station = Station::open(folder)?;
        accounts::take_in(&station, ACCOUNTS, "bench", &mut |_, _| {})?;
        if !knows_central {
            return Window::signed_in(station);
        }
        drop(station);
        // Nobody answers there: the line is down for as long as this runs.
        let enrolment = Enrolment {
            url: "https://127.0.0.1:9".to_owned(),
            certificate: "3000".to_owned(),
            name: StationName {
                city: "alder-creek".to_owned(),
                site: "CH".to_owned(),
                station: code.to_owned(),
            },
            central_key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".to_owned(),
            contact: 1,
            code: None,
            enrolling: None,
            stopped: None,
        };
        enrolment.write(&Folder::at(folder).central())?;
        Window::signed_in(Station::open(folder)?)
    }

    fn signed_in(station: Arc<Station>) -> Outcome<Window> {
        let window = Window {
            seat: Seat::new(station.clone()),
            station,
        };
        window.call("sign_in", &json!({ "user": "okoye", "password": "alder-creek" }))?;
        let float = json!([{ "cents": 2000, "loose": 10 }]);
        window.call("open_drawer", &json!({ "request_id": Uuid::new_v4(), "float": float }))?;
        Ok(window)
    }

    fn call(&self, command: &str, request: &Value) -> Outcome<Value> {
        let reply = self.seat.call(command, &to_raw_value(request)?);
        let reply = reply.map_err(|refusal| format!("{command}: {}", refusal.message))?;
        Ok(serde_json::from_str(reply.get())?)
    }

    fn pay(&self) -> Outcome<()> {
        let request = json!({
            "request_id": Uuid::new_v4(),
            "payment": {
                "lines": [{ "on": "account", "account": ACCOUNT, "charges": [], "amount": "0.01" }],
                "tenders": [{ "tender": "CASH", "amount": "0.01" }],
            },
        });
        self.call("take_payment", &request).map(|_| ())
    }

    fn look_up(&self) -> Outcome<()> {
        self.call("account", &json!({ "number": ACCOUNT })).map(|_| ())
    }
}

fn timed(taken: &mut Vec<Duration>, run: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let started = Instant::now();
    run()?;
    taken.push(started.elapsed());
    Ok(())
}

fn print(what: &str, taken: &mut [Duration]) {
    taken.sort_unstable();
    let at = |percent: usize| taken[(taken.len() - 1) * percent / 100];
    println!("  {what:<58} median {:>9.1?}  p99 {:>9.1?}", at(50), at(99));
}

fn main() -> Outcome<()> {
    let place = tempfile::tempdir()?;
    let alone = Window::new(&place.path().join("alone"), "W3", false)?;
    let knowing = Window::new(&place.path().join("knowing"), "W2", true)?;
    for (window, what) in [(&alone, "alone"), (&knowing, "knowing the whole site")] {
        let (mut pays, mut at_once, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            timed(&mut pays, || window.pay())?;
            timed(&mut at_once, || window.look_up())?;
            timed(&mut again, || window.look_up())?;
        }
        print(&format!("{what}: a receipt on an account"), &mut pays);
        print(&format!("{what}: its account, looked up at once"), &mut at_once);
        print(&format!("{what}: and once more"), &mut again);
    }
    let journal = JournalReader::open(&alone.station.folder().journal())?;
    let clock = Clock::system();
    let made = alone
        .station
        .secrets(|secrets| bundle_after(&journal, "W3", 0, secrets, (&clock, false)))?;
    let bundle = bundle::read(&made.0)?;
    let entries = bundle.entries.len();
    let neighbours = knowing.station.neighbours().ok_or("it knows no neighbours")?;
    neighbours.take_in(&bundle)?;
    let started = Instant::now();
    knowing.look_up()?;
    println!(
        "  the first look-up after {entries} entries of a neighbour came in: {:.1?}",
        started.elapsed()
    );
    Ok(())
}
