//! Taking a snapshot, and writing records back.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::Workload;

fn snapshot(criterion: &mut Criterion) {
    let inventory = Workload::from_environment().inventory().unwrap_or_default();
    let mut group = criterion.benchmark_group("snapshot");
    group.sample_size(10).throughput(Throughput::Elements(inventory.len() as u64));
    group.bench_function("take", |bencher| bencher.iter(|| inventory.snapshot()));
    group.bench_function("write records back", |bencher| bencher.iter(|| inventory.records().count()));
    group.bench_function("write JSON Lines", |bencher| {
        bencher.iter(|| nhi_import::write_jsonl(inventory.records(), std::io::sink()));
    });
}

criterion_group!(benches, snapshot);
criterion_main!(benches);
