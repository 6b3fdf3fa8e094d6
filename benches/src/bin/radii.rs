//! How long it takes to tell what credentials reach: `radii [ASSETS] [NAME]`, on the workload and on tangles, or on those whose name
//! begins so.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{hint::black_box, time::Instant as Clock};

use nhi_benches::{Random, Tangle, Workload};
use nhi_lifecycle::{
    Context, Inventory, Record, Snapshot,
    analysis::{self, EstimatedRadii, Radii},
    id::CredentialRef,
    relation::Privilege,
};

/// How many credentials are asked for by themselves.
const SOME: usize = 1_000;

/// How often all are asked for, if that is not too long.
const TIMES: usize = 3;

/// After how many seconds nothing is asked once more.
const PATIENCE: f64 = 20.0;

fn seconds(begin: Clock) -> f64 {
    begin.elapsed().as_secs_f64()
}

fn measure(name: &str, records: impl Iterator<Item = Record>) -> Result<(), Box<dyn std::error::Error>> {
    let mut inventory = Inventory::new();
    inventory.add(records, &Context::at(Workload::now()))?;
    let snapshot = inventory.snapshot();
    drop(inventory);
    let (radii, best) = all(&snapshot);
    let assets: f64 = radii.iter().map(|radius| f64::from(radius.assets())).sum();
    println!("{name}: {} live credentials, {:.0} assets each", radii.len(), assets / radii.len() as f64);
    println!("{best:>12.4} s  all, exactly");
    let begin = Clock::now();
    let estimated = EstimatedRadii::at_least(&snapshot, Workload::now(), Privilege::Read, || true);
    println!("{:>12.4} s  all, estimated", seconds(begin));
    black_box(estimated);
    one_by_one(&snapshot, &radii)
}

/// All radii, and the shortest time that they took.
fn all(snapshot: &Snapshot) -> (Radii, f64) {
    let first = Clock::now();
    let mut radii = analysis::blast_radii(snapshot, Workload::now());
    let mut best = seconds(first);
    for _ in 1..TIMES {
        if seconds(first) > PATIENCE {
            break;
        }
        drop(radii);
        let begin = Clock::now();
        radii = analysis::blast_radii(snapshot, Workload::now());
        best = best.min(seconds(begin));
    }
    (radii, best)
}

fn one_by_one(snapshot: &Snapshot, radii: &Radii) -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random::new(1);
    let credentials = (0..SOME).filter_map(|_| radii.get(random.below(radii.len())));
    let credentials: Vec<_> = credentials.map(|radius| (radius.credential().to_owned(), radius.assets())).collect();
    let mut each = Vec::new();
    let first = Clock::now();
    for (credential, assets) in &credentials {
        let credential: CredentialRef = credential.parse()?;
        let begin = Clock::now();
        let reach = analysis::blast_radius(snapshot, &credential, Workload::now())?;
        each.push(seconds(begin) * 1e6);
        assert_eq!(reach.assets.len(), *assets as usize, "one by one as all at once");
        if seconds(first) > PATIENCE {
            break;
        }
    }
    println!("{:>12.4} s  {} one by one, with ways", seconds(first), each.len());
    each.sort_by(f64::total_cmp);
    let quantile = |share: f64| each.get((each.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!("{:>12.1} µs median, {:.1} µs 99th percentile", quantile(0.5), quantile(0.99));
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let assets = std::env::args().nth(1).map_or(Ok(nhi_benches::S), |number| number.parse())?;
    let wanted = std::env::args().nth(2).unwrap_or_default();
    println!("{assets} assets");
    if "ordinary".starts_with(&wanted) {
        measure("ordinary", Workload::new(assets, 1).records())?;
    }
    for tangle in Tangle::ALL.into_iter().filter(|tangle| tangle.name().starts_with(&wanted)) {
        measure(tangle.name(), tangle.records(assets))?;
    }
    Ok(())
}
