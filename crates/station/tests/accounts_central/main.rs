//! Accounts from central records: page by page, broken off anywhere, and whole when they take effect.

#[path = "../counter/mod.rs"]
mod counter;
mod killed;
mod source;

use counterfoil_domain::account::Account;
use counterfoil_domain::money::Cents;
use counterfoil_formats::wire::{AccountsOffer, AccountsPage};
use counterfoil_station::accounts::Accounts;
use counterfoil_station::accounts::central::{Pull, Step, imported_of};
use counterfoil_station::fault::Fault;
use counterfoil_station::folder::Folder;
use source::Source;

/// A folder with nothing in it.
struct Place {
    folder: Folder,
    _kept: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let kept = tempfile::tempdir().unwrap();
        Place {
            folder: Folder::at(kept.path()),
            _kept: kept,
        }
    }

    fn accounts(&self) -> Accounts {
        Accounts::open(&self.folder.accounts()).unwrap()
    }

    fn pull(&self) -> Pull {
        Pull::open(&self.folder).unwrap()
    }

    /// Pulls what is offered and puts it in place.
    fn take(&self, source: &Source) -> Accounts {
        let accounts = self.accounts();
        let built = source.pull(&mut self.pull(), &accounts).unwrap().unwrap();
        accounts.put_in_place(&built).unwrap();
        accounts
    }
}

/// Another account of that number: its first charge is due no more, a cent is added to the others.
fn changed(account: &Account) -> Account {
    let mut account = account.clone();
    account.charges.drain(..account.charges.len().min(1));
    account.phone.push('1');
    account.charges.iter_mut().for_each(|charge| charge.due.0 += 1);
    account
}

#[test]
fn the_first_day_goes_on_where_it_was_broken_off() {
    let (place, source) = (Place::new(), Source::of(5_432));
    let accounts = place.accounts();
    // The program ends after each page, and the line breaks at every second request.
    let mut pages = 0;
    loop {
        source.good.set(usize::from(pages % 2 == 0));
        let step = place.pull().step(&accounts, &source.offer(), |path| source.get(path));
        match step {
            Ok(Step::More {
                at_once: true,
                progress,
            }) => assert_eq!(progress, None, "of a small city no word"),
            Ok(Step::More { .. }) => break,
            Ok(other) => panic!("{other:?}"),
            Err(Fault::File { .. }) => {}
            Err(other) => panic!("{other}"),
        }
        pages += 1;
        assert_eq!(accounts.imported().unwrap(), None, "half a copy is none");
    }
    let mut asked = source.asked.borrow().clone();
    asked.dedup();
    assert_eq!(asked.len(), 6, "each page once: {asked:?}");
    source.good.set(usize::MAX);
    let accounts = place.take(&source);
    assert_eq!(accounts.imported().unwrap(), Some(imported_of(&source.offer())));
    assert!(source.is_in(&accounts));
    let any = source.there().next().unwrap();
    assert_eq!(accounts.find(&any.number, 5).unwrap().accounts.first(), Some(any));
    assert!(matches!(
        place.pull().step(&accounts, &source.offer(), |path| source.get(path)),
        Ok(Step::Here)
    ));
}

#[test]
fn a_large_city_is_told_how_far_the_pages_are_and_then_the_building() {
    let (place, source) = (Place::new(), Source::of(20_000));
    let (accounts, mut pull) = (place.accounts(), place.pull());
    let mut said = Vec::new();
    loop {
        match pull.step(&accounts, &source.offer(), |path| source.get(path)) {
            Ok(Step::More { progress, .. }) => said.push(progress.expect("worth a word")),
            Ok(Step::Built(_)) => break,
            other => panic!("{other:?}"),
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(said.iter().all(|progress| progress.total == 20_000));
    let building = said.iter().position(|progress| progress.building).unwrap();
    let (pages, building) = said.split_at(building);
    assert!(building.iter().all(|progress| progress.building));
    assert_eq!((pages.len(), pages[0].done, pages[19].done), (20, 1_000, 20_000));
    assert_eq!(building[0].done, 0);
    assert!(building.is_sorted_by_key(|progress| progress.done));
    assert!(
        building.iter().any(|progress| (1..20_000).contains(&progress.done)),
        "it moves on"
    );
}

#[test]
fn then_only_what_changed_is_asked_for() {
    let (place, mut source) = (Place::new(), Source::of(3_000));
    let accounts = place.take(&source);
    let some: Vec<Account> = source.there().step_by(500).map(changed).collect();
    let gone = source.there().nth(7).unwrap().number.clone();
    source.import(some.into_iter(), &[&gone]);
    source.asked.borrow_mut().clear();
    let built = source.pull(&mut place.pull(), &accounts).unwrap().unwrap();
    assert_eq!(*source.asked.borrow(), ["/v1/accounts?after=1&from="]);
    // Until it is put in place, the counter goes on in the copy that it has.
    assert_eq!(accounts.imported().unwrap().unwrap().accounts, 3_000);
    assert!(accounts.get(&gone).unwrap().is_some());
    accounts.put_in_place(&built).unwrap();
    assert!(source.is_in(&accounts));
    assert_eq!(accounts.imported().unwrap(), Some(imported_of(&source.offer())));
}

#[test]
fn another_import_in_the_midst_begins_anew() {
    for whole_before in [false, true] {
        let (place, mut source) = (Place::new(), Source::of(3_000));
        if whole_before {
            place.take(&source);
            let all: Vec<Account> = source.there().map(changed).collect();
            source.import(all.into_iter(), &[]);
        }
        let (accounts, mut pull) = (place.accounts(), place.pull());
        let offered = source.offer();
        for _ in 0..2 {
            pull.step(&accounts, &offered, |path| source.get(path)).unwrap();
        }
        // What was taken in just now is gone again, and what comes is another.
        let gone = source.there().next().unwrap().number.clone();
        let some: Vec<Account> = source.there().skip(2).step_by(700).map(changed).collect();
        source.import(some.into_iter(), &[&gone]);
        let step = pull.step(&accounts, &offered, |path| source.get(path));
        assert!(matches!(step, Ok(Step::OtherOffer)), "contact says what there is now");
        let accounts = place.take(&source);
        assert!(source.is_in(&accounts), "whole before: {whole_before}");
        assert_eq!(accounts.imported().unwrap(), Some(imported_of(&source.offer())));
    }
}

#[test]
fn what_does_not_come_to_its_totals_takes_no_effect_and_is_asked_for_again() {
    let (place, mut source) = (Place::new(), Source::of(2_000));
    let accounts = place.take(&source);
    let some: Vec<Account> = source.there().take(3).map(changed).collect();
    source.import(some.into_iter(), &[]);
    let mut wrong = source.offer();
    wrong.total_due = wrong.total_due.plus(Cents(1)).unwrap();
    let mut pull = place.pull();
    let mut refused = |offer: &AccountsOffer| loop {
        match pull.step(&accounts, offer, |path| source.get(path)) {
            Ok(Step::More { .. }) => {}
            Ok(Step::Unfit(why)) => break why,
            other => panic!("{other:?}"),
        }
    };
    let why = refused(&wrong);
    assert!(why.contains("they are asked for again"), "{why}");
    assert_eq!(accounts.imported().unwrap().unwrap().included["W1"], 1);
    // Central is not asked again and again for what does not fit.
    let asked = source.asked.borrow().len();
    assert_eq!(refused(&wrong), why);
    assert_eq!(source.asked.borrow().len(), asked);
    // Too few accounts show before anything is built.
    let mut fewer = source.offer();
    fewer.accounts += 1;
    let why = refused(&fewer);
    assert!(why.contains("2000 accounts, not 2001"), "{why}");
    let accounts = place.take(&source);
    assert!(source.is_in(&accounts));
}

#[test]
fn central_that_was_put_back_is_asked_for_everything() {
    let (place, mut source) = (Place::new(), Source::of(1_500));
    let before = Source::of(1_500);
    let some: Vec<Account> = source.there().take(9).map(changed).collect();
    source.import(some.into_iter(), &[]);
    place.take(&source);
    let accounts = place.take(&before);
    assert!(before.is_in(&accounts));
    assert_eq!(before.asked.borrow()[0], "/v1/accounts?after=0&from=");
}

#[test]
fn a_mirror_that_is_lost_or_damaged_is_filled_again() {
    let (place, mut source) = (Place::new(), Source::of(1_200));
    place.take(&source);
    std::fs::write(place.folder.accounts_central(), "not a database").unwrap();
    let accounts = place.accounts();
    let some: Vec<Account> = source.there().take(2).map(changed).collect();
    source.import(some.into_iter(), &[]);
    source.asked.borrow_mut().clear();
    let built = source.pull(&mut place.pull(), &accounts).unwrap().unwrap();
    accounts.put_in_place(&built).unwrap();
    assert_eq!(source.asked.borrow()[0], "/v1/accounts?after=0&from=");
    assert!(source.is_in(&accounts));
    // A lost copy is built again without asking central for any.
    std::fs::remove_file(place.folder.accounts()).unwrap();
    source.asked.borrow_mut().clear();
    let accounts = place.take(&source);
    assert!(source.asked.borrow().is_empty() && source.is_in(&accounts));
}

#[test]
fn pages_that_do_not_lead_on_are_refused() {
    let (place, source) = (Place::new(), Source::of(2_500));
    let accounts = place.accounts();
    type Spoil = fn(&mut AccountsPage);
    let table: [(&str, Spoil); 3] = [
        ("is out of order", |page| page.accounts.swap(0, 1)),
        ("is out of order", |page| page.accounts[5] = page.accounts[4].clone()),
        ("the pages go back", |page| page.next = Some("0".to_owned())),
    ];
    for (why, spoil) in table {
        let mut pull = place.pull();
        let step = pull.step(&accounts, &source.offer(), |path| {
            let mut page = source.get(path)?;
            spoil(&mut page);
            Ok::<_, Fault>(page)
        });
        assert!(matches!(&step, Ok(Step::Unfit(said)) if said.contains(why)), "{step:?}");
    }
    assert!(source.is_in(&place.take(&source)), "nothing of them was taken in");
}

#[test]
fn a_number_is_written_so_that_it_comes_through_an_address() {
    let place = Place::new();
    let mut source = Source::of(1);
    let odd = Account {
        number: "20 &/ñ%".to_owned(),
        ..source.there().next().unwrap().clone()
    };
    let last = Account {
        number: "~".to_owned(),
        ..odd.clone()
    };
    source.import([odd, last].into_iter(), &[]);
    source.page = 1;
    let accounts = place.take(&source);
    assert!(source.is_in(&accounts));
    let asked = source.asked.borrow();
    assert!(
        asked.iter().any(|path| path.ends_with("&from=20%20%26%2F%C3%B1%25")),
        "{asked:?}"
    );
}
