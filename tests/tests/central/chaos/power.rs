//! The power of central and of PostgreSQL, which fails.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use counterfoil_tests::central::house::House;
use counterfoil_tests::dice::Dice;

/// Kills central, PostgreSQL or both, again and again, until the day is over; then both run.
pub(super) fn fails(house: &mut House, mut dice: Dice, over: &AtomicBool) {
    while !over.load(Ordering::SeqCst) {
        rest(dice.millis(700, 4_000), over);
        let (central, server) = dice.choose(&[(3, (true, false)), (2, (false, true)), (1, (true, true))]);
        if server {
            house.server.kill();
        }
        if central {
            house.central.kill();
        }
        rest(dice.millis(50, 1_500), over);
        if server {
            house.server.start_again();
        }
        if central {
            house.central.start();
        }
    }
    assert!(
        house.central.runs(),
        "central ended by itself:\n{}",
        house.central.log()
    );
}

fn rest(mut time: Duration, over: &AtomicBool) {
    let step = Duration::from_millis(50);
    while !time.is_zero() && !over.load(Ordering::SeqCst) {
        sleep(step.min(time));
        time = time.saturating_sub(step);
    }
}
