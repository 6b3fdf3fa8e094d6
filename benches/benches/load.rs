//! Loading: from bytes to an inventory that answers, by form; and adding records that are in memory.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use std::{fs, path::PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::Workload;
use nhi_lifecycle::{Context, Inventory, Record, limits::Limits};

fn load(criterion: &mut Criterion) {
    let records: Vec<Record> = Workload::from_environment().records().collect();
    let context = Context::at(Workload::now());
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10).throughput(Throughput::Elements(records.len() as u64));

    let mut lines = Vec::new();
    nhi_import::write_jsonl(&records, &mut lines).unwrap_or_default();
    group.bench_function("JSON Lines", |bencher| {
        bencher.iter(|| {
            let mut inventory = Inventory::new();
            let mut source = nhi_import::from_reader(lines.as_slice(), "workload", &Limits::default());
            inventory.add_from(&mut source, &context).map(|_| inventory)
        });
    });
    drop(lines);

    let folder = folder();
    if nhi_import::write_csv_folder(&records, &folder).is_ok() {
        group.bench_function("CSV", |bencher| {
            bencher.iter(|| {
                let mut inventory = Inventory::new();
                let added = nhi_import::open(&folder, &Limits::default())
                    .and_then(|mut files| inventory.add_from(&mut files, &context));
                added.map(|_| inventory)
            });
        });
    }
    fs::remove_dir_all(&folder).ok();

    group.bench_function("records in memory", |bencher| {
        let add = |records: Vec<Record>| {
            let mut inventory = Inventory::new();
            inventory.add(records, &context).map(|_| inventory)
        };
        bencher.iter_batched(|| records.clone(), add, BatchSize::PerIteration);
    });
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("nhi-bench-load-{}", std::process::id()))
}

criterion_group!(benches, load);
criterion_main!(benches);
