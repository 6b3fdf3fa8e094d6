//! How far credentials reach: one, a thousand, and all that are live.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::{Random, Workload, radius::Search, tables::Tables};
use nhi_lifecycle::{analysis, id::CredentialRef};

fn reach(criterion: &mut Criterion) {
    let workload = Workload::from_environment();
    let inventory = workload.inventory().unwrap_or_default();
    let snapshot = inventory.snapshot();
    let at = Workload::now();
    let [_, ids] = workload.ids();
    let mut random = Random::new(1);
    let mut some = std::iter::from_fn(|| ids.get(random.below(ids.len())).cloned()).map(CredentialRef::from);
    let mut group = criterion.benchmark_group("reach");
    group.sample_size(10);
    group.bench_function("of one, with paths", |bencher| {
        bencher.iter(|| some.next().map(|credential| analysis::blast_radius(&snapshot, &credential, at)));
    });
    group.bench_function("of all that are live", |bencher| bencher.iter(|| analysis::blast_radii(&snapshot, at)));
    let tables = Tables::new(&snapshot, inventory.records(), at);
    let mut search = Search::new(&tables);
    group.throughput(Throughput::Elements(tables.starts.len() as u64));
    group.bench_function("of 1,000, by a bare search", |bencher| {
        bencher.iter(|| tables.starts.iter().map(|start| search.radius(&tables, *start)).sum::<u32>());
    });
}

criterion_group!(benches, reach);
criterion_main!(benches);
