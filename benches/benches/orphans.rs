//! Every orphan, beside the bare sweep over the same relations that is the limit to aim at.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::{Workload, sweep::Sweep, tables::Tables};
use nhi_lifecycle::{Policy, analysis};

fn orphans(criterion: &mut Criterion) {
    let inventory = Workload::from_environment().inventory().unwrap_or_default();
    let snapshot = inventory.snapshot();
    let (at, policy) = (Workload::now(), Policy::default());
    let tables = Tables::new(&snapshot, inventory.records(), at);
    let sweep = Sweep::new(&tables);
    let mut group = criterion.benchmark_group("orphans");
    group.sample_size(20).throughput(Throughput::Elements(tables.live.len() as u64));
    group.bench_function("the bare sweep", |bencher| bencher.iter(|| sweep.orphans(&tables)));
    group.bench_function("orphans", |bencher| bencher.iter(|| analysis::orphans(&snapshot, at, &policy)));
    let report = analysis::orphans(&snapshot, at, &policy);
    group.bench_function("summary", |bencher| bencher.iter(|| report.summary()));
}

criterion_group!(benches, orphans);
criterion_main!(benches);
