//! Writing a report, by format.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::{io::sink, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Policy, analysis};
use nhi_report::arrow::Findings;

fn report(criterion: &mut Criterion) {
    let snapshot = Workload::from_environment().inventory().unwrap_or_default().snapshot();
    let report = analysis::orphans(&snapshot, Workload::now(), &Policy::default());
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10).throughput(Throughput::Elements(report.len() as u64));
    group.bench_function("JSON", |bencher| bencher.iter(|| nhi_report::json::write(&report, sink())));
    group.bench_function("CSV", |bencher| bencher.iter(|| nhi_report::csv::write(&report, sink())));
    let shared = Arc::new(report.clone());
    group.bench_function("Arrow", |bencher| {
        bencher.iter(|| Findings::new().table(Arc::clone(&shared)).reader().filter_map(Result::ok).count());
    });
    group.bench_function("table", |bencher| bencher.iter(|| nhi_report::Table::default().write(&report, sink())));
}

criterion_group!(benches, report);
criterion_main!(benches);
