//! Loading: from bytes to an inventory that answers, by form; and adding records that are in memory.
#![allow(missing_docs, reason = "criterion's macros make items without")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use nhi_benches::{
    Workload,
    files::{Folder, batches, streams},
};
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

    let csv = Folder::new("bench-csv").ok().filter(|folder| nhi_import::write_csv_folder(&records, &folder.0).is_ok());
    let parquet = Folder::new("bench-parquet")
        .ok()
        .filter(|folder| nhi_import::write_parquet_folder(&records, &folder.0).is_ok());
    for (form, folder) in [("CSV", &csv), ("Parquet", &parquet)] {
        let Some(folder) = folder else { continue };
        group.bench_function(form, |bencher| {
            bencher.iter(|| {
                let mut inventory = Inventory::new();
                let added = nhi_import::open(&folder.0, &Limits::default())
                    .and_then(|mut files| inventory.add_from(&mut files, &context));
                added.map(|_| inventory)
            });
        });
    }

    if let Some(tables) = parquet.and_then(|folder| batches(&folder).ok()) {
        group.bench_function("Arrow", |bencher| {
            bencher.iter(|| {
                let mut inventory = Inventory::new();
                let added = streams(&tables).map(|mut streams| inventory.add_from(&mut streams, &context));
                added.map(|_| inventory).ok()
            });
        });
    }

    group.bench_function("records in memory", |bencher| {
        let add = |records: Vec<Record>| {
            let mut inventory = Inventory::new();
            inventory.add(records, &context).map(|_| inventory)
        };
        bencher.iter_batched(|| records.clone(), add, BatchSize::PerIteration);
    });
}

criterion_group!(benches, load);
criterion_main!(benches);
