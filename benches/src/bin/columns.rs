//! How fast columns come in and go out: `columns [ASSETS]`. Parquet and Arrow tables into an inventory, a report into Arrow.
//!
//! The workload is written to a folder of Parquet tables in the system's place for temporary files, which is deleted.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{error::Error, sync::Arc, time::Instant as Clock};

use arrow_array::RecordBatchReader;
use nhi_benches::{
    Workload,
    files::{Folder, batches, streams},
};
use nhi_import::RecordBatchStreamReader;
use nhi_lifecycle::{Context, Inventory, Policy, analysis, limits::Limits, source::RecordSource};
use nhi_report::arrow::{Findings, stream};

/// How often each is done; the least time counts, as others only add to it.
const TIMES: usize = 3;

fn timed(what: &str, mut work: impl FnMut() -> Result<usize, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut best = f64::INFINITY;
    let mut rows = 0;
    for _ in 0..TIMES {
        let begin = Clock::now();
        rows = work()?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    println!("{best:>10.3} s  {what}: {rows} rows, {:.2} M/s", rows as f64 / best / 1e6);
    Ok(())
}

fn drain(mut records: impl RecordSource) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    while let Some(record) = records.next_record() {
        record.map_err(|problem| problem.to_string())?;
        count += 1;
    }
    Ok(count)
}

fn ready(mut records: impl RecordSource) -> Result<usize, Box<dyn Error>> {
    let mut inventory = Inventory::new();
    inventory.add_from(&mut records, &Context::at(Workload::now()))?;
    Ok(inventory.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    let assets = std::env::args().nth(1).map_or(Ok(nhi_benches::M), |number| number.parse())?;
    let folder = Folder::new("columns")?;
    nhi_import::write_parquet_folder(Workload::new(assets, 1).records(), &folder.0)?;
    let open = || nhi_import::open(&folder.0, &Limits::default());
    timed("Parquet, read as records", || drain(open()?))?;
    timed("Parquet, into an inventory", || ready(open()?))?;
    let tables = batches(&folder)?;
    timed("Arrow, read as records", || drain(streams(&tables)?))?;
    timed("Arrow, into an inventory", || ready(streams(&tables)?))?;
    drop(tables);

    let mut inventory = Inventory::new();
    inventory.add_from(&mut open()?, &Context::at(Workload::now()))?;
    let report = Arc::new(analysis::orphans(&inventory.snapshot(), Workload::now(), &Policy::default()));
    let exported = |findings: Findings| -> Result<usize, Box<dyn Error>> {
        let reader = RecordBatchStreamReader::try_new(stream(findings.table(Arc::clone(&report)).reader()))?;
        let _ = reader.schema();
        reader.map(|batch| Ok(batch?.num_rows())).sum()
    };
    timed("report to Arrow", || exported(Findings::new()))?;
    timed("report to Arrow, with witnesses and explanations", || {
        exported(Findings::new().witnesses(true).explanations(true))
    })
}
