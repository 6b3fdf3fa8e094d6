//! Random inventories, valid by MODEL.md, to compare the engine on. A seed gives the same one always.
//!
//! Instants come from a small pool, so that boundaries coincide often. Not made: changes of legal_hold (how `to` is
//! written is not said), and several changes at the first instant of a chain that end where they began (their order
//! is not determined).

mod maker;
mod rng;
mod split;

#[cfg(test)]
mod check;
#[cfg(test)]
pub use rng::Rng;
pub use split::{batches, shuffled};

use maker::Maker;
use serde_json::Value;

pub struct History {
    /// In random order.
    pub records: Vec<Value>,
    /// Some record names one that does not exist: only lenient loading takes it.
    pub lenient: bool,
    /// The instants that the records are made of (these and ±1 µs), ascending.
    pub pool: Vec<i64>,
}

/// In how many of 100 histories with dangling references a record that does not exist has changes of its own.
pub const CHANGES_OF_THE_ABSENT: usize = 3;

/// 0001-01-02 and 9999-12-30, in microseconds since 1970.
pub const FAR_PAST: i64 = -62_135_510_400_000_000;
pub const FAR_FUTURE: i64 = 253_402_128_000_000_000;

impl History {
    /// The instants worth asking at: the pool's, one microsecond to either side, far past and far future.
    pub fn instants(&self) -> Vec<i64> {
        let mut instants = vec![FAR_PAST, FAR_FUTURE];
        for t in &self.pool {
            instants.extend([t - 1, *t, t + 1]);
        }
        instants.sort_unstable();
        instants.dedup();
        instants
    }

    /// `count` of them, drawn by a seed.
    pub fn some_instants(&self, count: usize, seed: u64) -> Vec<i64> {
        let all = self.instants();
        let mut rng = Rng::new(seed);
        (0..count).map(|_| *rng.pick(&all)).collect()
    }
}

pub fn history(seed: u64) -> History {
    Maker::new(seed).history()
}
