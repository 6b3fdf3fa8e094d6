//! A call from C beside the same one in Rust: what differs is the border.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::{hint::black_box, ptr::null_mut};

use criterion::{Criterion, criterion_group, criterion_main};
use nhi_benches::{
    Workload,
    border::{check, in_c},
};
use nhi_lifecycle::{Context, Inventory, Limits, Policy, analysis};
use nhi_lifecycle_c::{finding, inventory, report};

fn border(criterion: &mut Criterion) {
    let mut lines = Vec::new();
    nhi_import::write_jsonl(Workload::new(1_000, 1).records(), &mut lines).unwrap_or_default();
    let lines = String::from_utf8(lines).unwrap_or_default();
    let mut core = Inventory::new();
    let mut source = nhi_import::read_str(&lines, &Limits::default());
    assert!(core.add_from(&mut source, &Context::at(Workload::now())).is_ok(), "the workload is valid");
    let findings = analysis::orphans(&core.snapshot(), Workload::now(), &Policy::default());
    let (held, found) = in_c(&lines);

    let mut group = criterion.benchmark_group("border");
    let mut of = (0..findings.len()).cycle();
    let mut next = || black_box(of.next().unwrap_or_default());
    group.bench_function("credential of a finding, in Rust", |bencher| {
        bencher.iter(|| findings.get(next()).map(|finding| finding.credential()));
    });
    group.bench_function("credential of a finding, in C", |bencher| {
        bencher.iter(|| {
            let (mut id, mut len) = (std::ptr::null(), 0);
            // SAFETY: the report is held, and the places are ours.
            check(unsafe {
                finding::nhi_report_credential(found, next() as u64, &raw mut id, &raw mut len, null_mut())
            });
            (id, len)
        });
    });
    group.bench_function("length of an inventory, in Rust", |bencher| bencher.iter(|| black_box(&core).len()));
    group.bench_function("length of an inventory, in C", |bencher| {
        bencher.iter(|| {
            let mut len = 0;
            // SAFETY: the inventory is held, and the place is ours.
            check(unsafe { inventory::nhi_inventory_len(held, &raw mut len, null_mut()) });
            len
        });
    });
    group.finish();
    // SAFETY: both are held, and not used any more.
    unsafe {
        check(report::nhi_report_free(found, null_mut()));
        check(inventory::nhi_inventory_free(held, null_mut()));
    }
}

criterion_group!(benches, border);
criterion_main!(benches);
