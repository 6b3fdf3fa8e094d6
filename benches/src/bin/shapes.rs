//! How long each question takes on shapes that break graph code: `shapes [ASSETS] [CLIQUE]`, a million and 3,000.
//!
//! A chain, a ring and a star both ways, of assets that need each other; a chain of hosts; a clique. One credential is used by the last
//! asset and stored on the first, an administrator of the first asset holds another.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{error::Error, hint::black_box, time::Instant as Clock};

use nhi_benches::{Workload, memory};
use nhi_lifecycle::{
    Context, Inventory, Monitor, Policy, Record, Reference, analysis,
    asset::{Asset, AssetKind, Stage},
    change::{Change, Prior},
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::{Privilege, Relation, RelationKind},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn asset(id: usize) -> Result<Reference> {
    Ok(format!("asset:a{id}").parse()?)
}

/// The assets of a shape, who owns the first, and the two credentials.
fn records(assets: usize, kind: RelationKind, edges: impl Iterator<Item = (usize, usize)>) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for id in 0..assets {
        records.push(Asset::new(format!("a{id}").parse()?, AssetKind::Service, Stage::PendingRetirement).into());
    }
    for (from, to) in edges {
        records.push(Relation::new(kind, asset(from)?, asset(to)?).into());
    }
    for (id, kind) in [("alice", IdentityKind::Employee), ("admin", IdentityKind::ServiceAccount)] {
        records.push(Identity::new(id.parse()?, kind, IdentityStatus::Active).into());
    }
    records.push(Relation::new(RelationKind::OwnedBy, asset(0)?, "identity:alice".parse()?).into());
    let entitled = Relation::new(RelationKind::EntitledTo, "identity:admin".parse()?, asset(0)?);
    records.push(Relation { privilege: Some(Privilege::Admin), ..entitled }.into());
    let mut used = Credential::new("used".parse()?, CredentialKind::ApiKey, CredentialStatus::Active);
    used.owner.0.push("alice".parse()?);
    used.used_by.0.push(asset(assets - 1)?);
    used.stored_on.0.push("a0".parse()?);
    let mut admin = Credential::new("admin".parse()?, CredentialKind::ApiKey, CredentialStatus::Active);
    admin.identity.0.push("admin".parse()?);
    records.extend([Record::from(used), admin.into()]);
    Ok(records)
}

struct Row {
    seconds: Vec<f64>,
}

impl Row {
    fn timed<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begin = Clock::now();
        let done = black_box(work());
        self.seconds.push(begin.elapsed().as_secs_f64());
        done
    }
}

const QUESTIONS: [&str; 9] =
    ["add", "snapshot", "orphans", "since", "explain", "rings", "reach", "blockers", "the first retires, monitored"];

fn measure(name: &str, assets: usize, kind: RelationKind, edges: impl Iterator<Item = (usize, usize)>) -> Result {
    let records = records(assets, kind, edges)?;
    let (at, policy, context) = (Workload::now(), Policy::default(), Context::at(Workload::now()));
    let mut row = Row { seconds: Vec::new() };
    let mut inventory = Inventory::new();
    row.timed(|| inventory.add(records, &context))?;
    let snapshot = row.timed(|| inventory.snapshot());
    let mut report = row.timed(|| analysis::orphans(&snapshot, at, &policy));
    row.timed(|| report.fill_since(|| true));
    row.timed(|| analysis::explain(&snapshot, &"used".parse()?, at, &policy).map_err(Box::<dyn Error>::from))?;
    row.timed(|| analysis::rings(&snapshot, at));
    row.timed(|| analysis::blast_radius(&snapshot, &"admin".parse()?, at).map_err(Box::<dyn Error>::from))?;
    row.timed(|| inventory.blockers(&"a0".parse()?, Stage::Sanitized, at).map_err(Box::<dyn Error>::from))?;
    let mut monitor = Monitor::new(inventory, at);
    let retires =
        Change { from: Prior::Value("pending_retirement".into()), ..Change::new(asset(0)?, "retired".into(), at) };
    row.timed(|| monitor.apply(retires, &context).map(|delta| delta.len()))?;
    let seconds: Vec<String> = row.seconds.iter().map(|seconds| format!("{seconds:.4}")).collect();
    let peak = memory::peak_megabytes().unwrap_or_default();
    println!("| {name} | {} | {peak} |", seconds.join(" | "));
    memory::forget_peak();
    Ok(())
}

fn main() -> Result {
    let mut arguments = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let size = arguments.next().unwrap_or(Ok(1_000_000))?;
    let clique = arguments.next().unwrap_or(Ok(3_000))?;
    println!("| seconds | {} | MB at most |\n{}|", QUESTIONS.join(" | "), "| --- ".repeat(QUESTIONS.len() + 2));
    use RelationKind::{DependsOn, RunsOn};
    measure(&format!("chain of {size}"), size, DependsOn, (1..size).map(|id| (id - 1, id)))?;
    measure(&format!("chain of {size} hosts"), size, RunsOn, (1..size).map(|id| (id, id - 1)))?;
    measure(&format!("ring of {size}"), size, DependsOn, (0..size).map(|id| (id, (id + 1) % size)))?;
    measure(&format!("star of {size}, outwards"), size, DependsOn, (1..size).map(|id| (0, id)))?;
    measure(&format!("star of {size}, inwards"), size, DependsOn, (1..size).map(|id| (id, 0)))?;
    let pairs = (0..clique).flat_map(|from| (0..clique).map(move |to| (from, to))).filter(|(from, to)| from != to);
    measure(&format!("clique of {clique}"), clique, DependsOn, pairs)
}
