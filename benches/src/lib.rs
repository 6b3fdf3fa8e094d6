//! The workload: an organisation of a given size, from a seed.
//!
//! Assets come in domains of 40 to 1,500 (a power law), each with its people, teams, non-human identities and credentials. Five
//! credentials, two non-human identities and about fourteen relations an asset; 12 % of the assets retired or disposed and some
//! domains dead; runs_on chains, depends_on with power-law fan-in and rings, also among retired assets; 10 % of the people left, 3 % of
//! the teams empty; 15 to 20 % without owner; ids in random order; histories of 1 to 8 changes. `tests/workload.rs` counts all that.
//!
//! ```
//! let small: Vec<_> = nhi_benches::Workload::new(100, 7).records().collect();
//! let again: Vec<_> = nhi_benches::Workload::new(100, 7).records().collect();
//! assert_eq!(small, again);
//! ```

pub mod border;
mod domain;
pub mod files;
pub mod general;
pub mod memory;
pub mod radius;
mod random;
pub mod sweep;
pub mod tables;
mod tangles;
pub mod typed;

use nhi_lifecycle::{Context, Error, Id, Instant, Inventory, Record, asset::Stage};

pub use random::Random;
pub use tangles::Tangle;

/// An organisation to be made.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    assets: usize,
    seed: u64,
}

/// 10,000 assets.
pub const S: usize = 10_000;
/// 100,000 assets.
pub const M: usize = 100_000;
/// A million assets.
pub const L: usize = 1_000_000;

impl Workload {
    /// The instant at which its questions are asked: 2026-03-01T00:00:00Z.
    pub const NOW: i64 = 1_772_323_200_000_000;

    /// An organisation with so many assets.
    #[must_use]
    pub fn new(assets: usize, seed: u64) -> Self {
        Self { assets, seed }
    }

    /// The organisation that criterion's benches use: with as many assets as the variable `NHI_BENCH_ASSETS` says, else 10,000.
    #[must_use]
    pub fn from_environment() -> Self {
        let assets = std::env::var("NHI_BENCH_ASSETS").ok().and_then(|assets| assets.parse().ok());
        Self::new(assets.unwrap_or(S), 1)
    }

    /// [`Self::NOW`] as an instant.
    #[must_use]
    pub fn now() -> Instant {
        Instant::from_micros(Self::NOW).unwrap_or(Instant::MIN)
    }

    /// Its records, domain by domain, made as they are asked for.
    pub fn records(self) -> impl Iterator<Item = Record> {
        self.domains().flatten()
    }

    /// An inventory of its records.
    ///
    /// # Errors
    /// None that a workload should make: its records are valid.
    pub fn inventory(self) -> Result<Inventory, Error> {
        let mut inventory = Inventory::new();
        inventory.add(self.records(), &Context::at(Self::now()))?;
        Ok(inventory)
    }

    /// The ids of its assets in use and of its credentials.
    #[must_use]
    pub fn ids(self) -> [Vec<Id>; 2] {
        let [mut assets, mut credentials] = [const { Vec::new() }; 2];
        for record in self.records() {
            match record {
                Record::Asset(asset) if asset.stage == Stage::InUse => assets.push(asset.id),
                Record::Credential(credential) => credentials.push(credential.id),
                _ => {}
            }
        }
        [assets, credentials]
    }

    /// Its records in lists, each of a domain. A domain names only records of its own.
    pub fn domains(self) -> impl Iterator<Item = Vec<Record>> {
        let mut random = Random::new(self.seed);
        let mut made = 0;
        std::iter::from_fn(move || {
            let left = self.assets.checked_sub(made).filter(|left| *left > 0)?;
            let size = domain::size(left, &mut random);
            made += size;
            Some(domain::records(size, &mut Random::new(random.bits())))
        })
    }
}
