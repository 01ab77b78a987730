//! Five windows, central and PostgreSQL on bad lines and with failing power, for days: when it is quiet again,
//! central holds every entry exactly once, all agree to the cent, and the deposit is what was taken.
//!
//! Every choice comes from one seed, which a failure names: `COUNTERFOIL_CHAOS_SEED` replays it (threads
//! and the machine's load remain), `COUNTERFOIL_CHAOS_DAYS` says how many days pass. `./dev chaos` is the long run.

mod counter;
mod evening;
mod power;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::scope;
use std::time::Instant;

use counterfoil_tests::central::house::{House, UTC_OFFSET_HOURS};
use counterfoil_tests::central::proxy::Weather;
use counterfoil_tests::central::{CASHIERS, five_windows};
use counterfoil_tests::dice::Dice;

use counter::Counter;

#[test]
fn when_it_is_quiet_again_central_has_everything_once() {
    let seed = number("COUNTERFOIL_CHAOS_SEED").unwrap_or_else(some_seed);
    let days = number("COUNTERFOIL_CHAOS_DAYS").unwrap_or(2);
    println!("COUNTERFOIL_CHAOS_SEED={seed} COUNTERFOIL_CHAOS_DAYS={days}");
    let begun = Instant::now();
    let mut house = House::with(seed, &five_windows(), &counter::accounts());
    let mut counters: Vec<Counter> = CASHIERS
        .iter()
        .map(|(code, cashier)| Counter::new(house.window(code), code, cashier, Dice::of(seed, code)))
        .collect();
    counters.iter_mut().for_each(Counter::knows_the_accounts);
    println!("five windows are enrolled after {:?}", begun.elapsed());
    for day in 1..=days {
        a_day(
            &mut house,
            &mut counters,
            Dice::of(seed, &format!("power of day {day}")),
        );
        evening::check(&house, &mut counters, day);
        println!("day {day} agrees after {:?}", begun.elapsed());
        counters
            .iter()
            .for_each(|counter| counter.window.proxy.becomes(Weather::Cut));
        house.calendar.next_morning(UTC_OFFSET_HOURS);
        // What was signed before the night is not sent after it.
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    for counter in &counters {
        println!("{}: {}", counter.code, counter.window.proxy.told());
    }
}

/// The day's payments at all windows at once, while lines and power fail.
fn a_day(house: &mut House, counters: &mut [Counter], dice: Dice) {
    counters
        .iter()
        .for_each(|counter| counter.window.proxy.becomes(Weather::Rough));
    let over = Arc::new(AtomicBool::new(false));
    scope(|threads| {
        let failing = threads.spawn({
            let over = over.clone();
            move || power::fails(house, dice, &over)
        });
        let working: Vec<_> = counters
            .iter_mut()
            .map(|counter| threads.spawn(move || counter.works_for_a_day()))
            .collect();
        let worked: Vec<_> = working.into_iter().map(|one| one.join()).collect();
        over.store(true, std::sync::atomic::Ordering::SeqCst);
        failing.join().expect("the power");
        for one in worked {
            one.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

/// The folders of all windows, by code.
fn folders(counters: &[Counter]) -> Vec<(&str, PathBuf)> {
    counters
        .iter()
        .map(|counter| (counter.code, counter.window.desk.workstation().folder()))
        .collect()
}

fn number(variable: &str) -> Option<u64> {
    let said = std::env::var(variable).ok()?;
    Some(
        said.parse()
            .unwrap_or_else(|_| panic!("{variable} is a whole number, not {said:?}")),
    )
}

fn some_seed() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().0 % 1_000_000_000
}
