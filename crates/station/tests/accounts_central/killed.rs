//! SIGKILL in the midst of pages, of building, of putting in place: what is here afterwards is
//! one copy or the other, and the journal says which.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use counterfoil_domain::account::Account;
use counterfoil_station::Station;
use counterfoil_station::accounts::central::{Pull, imported_of};
use counterfoil_station::folder::Folder;

use crate::counter;
use crate::source::Source;

const KILLS: u64 = 12;
const FOLDER: &str = "COUNTERFOIL_VICTIM";

/// Revision after revision of a small city.
fn city(revisions: u64) -> Source {
    let mut source = Source::of(4_000);
    source.page = 100;
    for revision in 1..revisions {
        let step = usize::try_from(revision).unwrap() + 3;
        let some: Vec<Account> = source
            .there()
            .step_by(step)
            .map(|account| {
                let mut account = account.clone();
                account.charges.iter_mut().for_each(|charge| charge.due.0 += 1);
                account
            })
            .collect();
        source.import(some.into_iter(), &[]);
    }
    source
}

/// Takes over one revision after the other until it is killed.
#[test]
#[ignore = "the victim of the next test"]
fn victim() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let station = Station::open(Path::new(&folder)).unwrap();
    let mut pull = Pull::open(station.folder()).unwrap();
    let mut revisions = station
        .accounts
        .imported()
        .unwrap()
        .map_or(1, |copy| copy.included["W1"] + 1);
    loop {
        let source = city(revisions);
        if let Some(built) = source.pull(&mut pull, &station.accounts).unwrap() {
            station.take_over_accounts(&built, "central").unwrap();
        }
        revisions += 1;
    }
}

#[test]
fn killed_again_and_again_there_is_always_one_whole_copy() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("W1");
    counter::create(&folder);
    let mut last = 0;
    for kill in 0..KILLS {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::victim", "--ignored"])
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(150 + 97 * kill));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let station = Station::open(&folder).unwrap();
        let here = station.accounts.imported().unwrap();
        assert_eq!(
            station.desk().held().imported,
            here,
            "the journal says which copy is here"
        );
        let Some(here) = here else { continue };
        let revision = here.included["W1"];
        assert!(revision >= last, "kill {kill}: never back to an earlier one");
        last = revision;
        let source = city(revision);
        assert_eq!(here, imported_of(&source.offer()));
        assert!(
            source.is_in(&station.accounts),
            "kill {kill}: revision {revision} is whole"
        );
    }
    assert!(last > 0, "not one copy was ever taken over");
    let (well, words) = counter::verify(&folder);
    assert!(well, "{words}");
    assert!(Folder::at(&folder).accounts_central().exists());
}
