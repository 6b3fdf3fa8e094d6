//! How fast columns come in and go out: `columns [ASSETS]`. Parquet and Arrow tables into an inventory, a report into Arrow.
//!
//! The workload is written to a folder of Parquet tables in the system's place for temporary files, which is deleted.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{
    error::Error,
    fs::{self, File},
    path::PathBuf,
    sync::Arc,
    time::Instant as Clock,
};

use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use nhi_benches::Workload;
use nhi_import::{ArrowTables, RecordBatchStreamReader};
use nhi_lifecycle::{Context, Inventory, Policy, analysis, limits::Limits, record::RecordType, source::RecordSource};
use nhi_report::arrow::{Findings, stream};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// How often each is done; the least time counts, as others only add to it.
const TIMES: usize = 3;

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be deleted stays for the system to delete.
        fs::remove_dir_all(&self.0).ok();
    }
}

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

/// A table in memory, as another library would have it.
type Batches = (RecordType, Vec<RecordBatch>);

fn batches(folder: &Folder) -> Result<Vec<Batches>, Box<dyn Error>> {
    let table = |record_type: &RecordType| {
        let path = folder.0.join(record_type.table()).with_extension("parquet");
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(1 << 16).build()?;
        Ok((*record_type, reader.collect::<Result<_, _>>()?))
    };
    RecordType::ALL.iter().map(table).collect()
}

/// The tables as streams of the C interface.
fn streams(tables: &[Batches]) -> Result<ArrowTables<RecordBatchStreamReader>, Box<dyn Error>> {
    let mut streams = Vec::new();
    for (record_type, batches) in tables {
        let Some(first) = batches.first() else { continue };
        let reader = RecordBatchIterator::new(batches.clone().into_iter().map(Ok), first.schema());
        streams.push((*record_type, RecordBatchStreamReader::try_new(stream(reader))?));
    }
    Ok(ArrowTables::new(streams, &Limits::default()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let assets = std::env::args().nth(1).map_or(Ok(nhi_benches::M), |number| number.parse())?;
    let folder = Folder(std::env::temp_dir().join(format!("nhi-columns-{}", std::process::id())));
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
