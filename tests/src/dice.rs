//! Dice that fall the same way again: every choice of a test comes from one seed.

use std::time::Duration;

/// Dice with a seed (SplitMix64). Whoever shares a seed and not a thread takes dice of their own: [`Dice::of`].
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Of a seed, for a part of the test by name: they fall the same whatever other parts do.
    #[must_use]
    pub fn of(seed: u64, part: &str) -> Dice {
        // FNV-1a: the standard library's hashes may differ between versions.
        let mixed = part.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Dice(mixed);
        dice.roll();
        dice
    }

    /// The next 64 bits.
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn from_to(&mut self, low: u64, high: u64) -> u64 {
        low + self.roll() % (high - low + 1)
    }

    /// Whether one of `in_so_many` comes up.
    pub fn one_in(&mut self, in_so_many: u64) -> bool {
        self.roll().is_multiple_of(in_so_many)
    }

    /// A time from `low` to `high` milliseconds.
    pub fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_millis(self.from_to(low, high))
    }

    /// One of these, each as often as its weight says.
    ///
    /// # Panics
    /// Where the weights come to nothing.
    pub fn choose<T: Copy>(&mut self, weighted: &[(u64, T)]) -> T {
        let all: u64 = weighted.iter().map(|(weight, _)| weight).sum();
        let mut left = self.roll() % all;
        for (weight, one) in weighted {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        unreachable!("what is left is below the sum")
    }
}
