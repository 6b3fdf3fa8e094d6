//! Since when: of one orphan by its neighbourhood, of all by replaying the history once.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Policy, analysis};

fn since(criterion: &mut Criterion) {
    let snapshot = Workload::from_environment().inventory().unwrap_or_default().snapshot();
    let report = analysis::orphans(&snapshot, Workload::now(), &Policy::default());
    let mut group = criterion.benchmark_group("since");
    group.sample_size(10);
    group.bench_function("of all", |bencher| {
        bencher.iter_batched(|| report.clone(), |mut report| report.fill_since(|| true), BatchSize::PerIteration);
    });
    group.bench_function("of all, by replaying", |bencher| {
        bencher.iter_batched(|| report.clone(), |mut report| report.replay_since(|| true), BatchSize::PerIteration);
    });
}

criterion_group!(benches, since);
criterion_main!(benches);
