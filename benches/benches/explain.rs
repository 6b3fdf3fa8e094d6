//! What is said of a single finding: its witnesses, its sentence, and the chains that justify a credential.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Policy, analysis, id::CredentialRef};

fn explain(criterion: &mut Criterion) {
    let workload = Workload::from_environment();
    let snapshot = workload.inventory().unwrap_or_default().snapshot();
    let (at, policy) = (Workload::now(), Policy::default());
    let report = analysis::orphans(&snapshot, at, &policy);
    let mut group = criterion.benchmark_group("explain");
    let mut findings = (0..report.len()).cycle().step_by(7);
    let mut next = || findings.next().and_then(|index| report.get(index));
    group.bench_function("witnesses of one", |bencher| bencher.iter(|| next().map(|finding| finding.witnesses())));
    group.bench_function("sentence of one", |bencher| bencher.iter(|| next().map(|finding| finding.explanation())));
    group.sample_size(10);
    group.bench_function("witnesses and sentences of all", |bencher| {
        bencher
            .iter(|| report.iter().for_each(|finding| drop(black_box((finding.witnesses(), finding.explanation())))));
    });
    // Whatever the credential, the state of every record at the instant is read for it.
    let [_, ids] = workload.ids();
    let mut ids = ids.iter().map(|id| CredentialRef::from(id.clone())).cycle();
    group.bench_function("any credential, by its id", |bencher| {
        bencher.iter(|| ids.next().map(|id| analysis::explain(&snapshot, &id, at, &policy)));
    });
}

criterion_group!(benches, explain);
criterion_main!(benches);
