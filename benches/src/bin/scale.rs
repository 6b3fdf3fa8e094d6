//! How long loading and answering take at a given size: `scale [ASSETS]`.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{hint::black_box, num::NonZeroUsize, time::Instant as Clock};

use nhi_benches::{Workload, memory, sweep::Sweep, tables::Tables};
use nhi_lifecycle::{Context, Inventory, Policy, Record, analysis};

const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = Clock::now();
    let result = work();
    println!("{:>10.3} s  {what}", begin.elapsed().as_secs_f64());
    result
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let assets = std::env::args().nth(1).map_or(Ok(nhi_benches::S), |number| number.parse())?;
    let records: Vec<Record> = Workload::new(assets, 1).records().collect();
    let lines = timed("make JSON Lines", || {
        let mut lines = String::new();
        for record in &records {
            lines.push_str(&serde_json::to_string(record).unwrap_or_default());
            lines.push('\n');
        }
        lines
    });
    println!("{assets} assets, {} records, {} MB of JSON Lines", records.len(), lines.len() >> 20);
    drop(records);
    let mut inventory = Inventory::new();
    let parsed = timed("parse", || lines.lines().map(serde_json::from_str).collect::<Result<Vec<Record>, _>>())?;
    timed("add", || inventory.add(parsed, &Context::at(Workload::now())))?;
    let snapshot = timed("snapshot", || inventory.snapshot());
    let report = timed("orphans", || analysis::orphans(&snapshot, Workload::now(), &Policy::default()));
    let (tables, sweep) = timed("lay out a bare sweep", || {
        let tables = Tables::new(&snapshot, inventory.records(), Workload::now());
        let sweep = Sweep::new(&tables);
        (tables, sweep)
    });
    // By turns, so that both have the same share of what else the machine does.
    let (mut least, mut least_on_two, mut least_swept) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    let mut swept = Vec::new();
    for _ in 0..9 {
        let begin = Clock::now();
        swept = sweep.orphans(&tables);
        least_swept = least_swept.min(begin.elapsed().as_secs_f64());
        let begin = Clock::now();
        black_box(analysis::orphans(&snapshot, Workload::now(), &Policy::default()));
        least = least.min(begin.elapsed().as_secs_f64());
        let begin = Clock::now();
        black_box(analysis::orphans_on(TWO, &snapshot, Workload::now(), &Policy::default()));
        least_on_two = least_on_two.min(begin.elapsed().as_secs_f64());
    }
    println!("{least_swept:>10.4} s  the bare sweep, at best");
    println!("{least:>10.4} s  orphans again, at best: {:.2} times as long", least / least_swept);
    println!(
        "{least_on_two:>10.4} s  on two threads: {:.2} times as long as the sweep on one",
        least_on_two / least_swept
    );
    let swept = swept.iter().filter(|orphaned| **orphaned).count();
    println!("orphaned: {}; by the sweep, which knows less: {swept}", report.len());
    println!("{:?}", report.summary());
    let some: Vec<&str> = report.iter().step_by(report.len() / 1_000 + 1).map(|finding| finding.credential()).collect();
    timed("explanations and witnesses of all", || {
        for finding in report.iter() {
            black_box((finding.explanation(), finding.witnesses()));
        }
    });
    timed(&format!("reach of {}", some.len().min(20)), || {
        for credential in some.iter().take(20).filter_map(|id| id.parse().ok()) {
            black_box(analysis::blast_radius(&snapshot, &credential, Workload::now())).ok();
        }
    });
    let mut dated = report.clone();
    timed("since of all", || dated.fill_since(|| true));
    timed("write back", || inventory.records().count());
    println!("{} MB at most", memory::peak_megabytes().unwrap_or_default());
    Ok(())
}
