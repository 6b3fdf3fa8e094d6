//! How fast records come in, and how much memory they take: `load [ASSETS] [jsonl|csv|parquet|arrow] [TIMES] [THREADS]`.
//!
//! The workload is written to a folder of tables, or to one file, in the system's place for temporary files, read back
//! through `nhi_import` as anybody would read it, and deleted. Arrow is read from streams of the C interface, over tables that lie in
//! memory already.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{
    error::Error,
    fs::{self, File},
    num::NonZeroUsize,
    time::Instant as Clock,
};

use nhi_benches::{
    Workload,
    files::{Folder, batches, streams},
};
use nhi_lifecycle::{Context, Inventory, limits::Limits, source::RecordSource};

/// How long the thread of the caller has run, in seconds, where the system tells: what others do on the machine counts less.
fn run() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: Option<f64> = stat.split_whitespace().next().and_then(|number| number.parse().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

/// What this process holds of this kind, in bytes, where the system tells.
fn resident(what: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(what))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// Lets the highest mark of memory begin anew, where the system can.
fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").ok();
}

/// The workload in this form, and how to open it anew each time.
fn written(workload: Workload, folder: &Folder, form: &str) -> Result<Open, Box<dyn Error>> {
    let path = match form {
        "jsonl" => {
            let path = folder.0.join("inventory.jsonl");
            nhi_import::write_jsonl(workload.records(), File::create(&path)?)?;
            path
        }
        "csv" => {
            nhi_import::write_csv_folder(workload.records(), &folder.0)?;
            folder.0.clone()
        }
        "parquet" | "arrow" => {
            nhi_import::write_parquet_folder(workload.records(), &folder.0)?;
            folder.0.clone()
        }
        other => return Err(format!("`{other}` is no form; one of: jsonl, csv, parquet, arrow").into()),
    };
    if form == "arrow" {
        let tables = batches(folder)?;
        return Ok(Box::new(move || Ok(Box::new(streams(&tables)?))));
    }
    Ok(Box::new(move || Ok(Box::new(nhi_import::open(&path, &Limits::default())?))))
}

type Open = Box<dyn Fn() -> Result<Box<dyn RecordSource>, Box<dyn Error>>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let assets = arguments.next().map_or(Ok(nhi_benches::S), |number| number.parse())?;
    let form = arguments.next().unwrap_or_else(|| "jsonl".to_owned());
    let folder = Folder::new("load")?;
    let open = written(Workload::new(assets, 1), &folder, &form)?;
    let times = arguments.next().map_or(Ok(3), |times| times.parse())?;
    let threads = arguments.next().map_or(Ok(NonZeroUsize::MIN), |threads| threads.parse())?;
    for _ in 0..times {
        measure(&open, threads)?;
    }
    Ok(())
}

fn measure(open: &Open, threads: NonZeroUsize) -> Result<(), Box<dyn Error>> {
    let before = resident("VmRSS").unwrap_or_default();
    forget_peak();
    let (begin, began) = (Clock::now(), run());
    let mut inventory = Inventory::new();
    inventory.add_from_on(threads, &mut *open()?, &Context::at(Workload::now()))?;
    let added = begin.elapsed().as_secs_f64();
    let peak = resident("VmHWM").unwrap_or_default().saturating_sub(before);
    let remains = resident("VmRSS").unwrap_or_default().saturating_sub(before);
    let snapshot = inventory.snapshot();
    let (ready, ran) = (begin.elapsed().as_secs_f64(), run() - began);
    let with_graph = resident("VmRSS").unwrap_or_default().saturating_sub(before);
    let len = inventory.len() as f64;
    println!(
        "{len} records: added in {added:.3} s, ready in {ready:.3} s, {:.2} M records/s ({ran:.3} s of them running); peak {} MB, remains {} MB ({:.0} \
         bytes a record), {} MB with its snapshot",
        len / ready / 1e6,
        peak >> 20,
        remains >> 20,
        remains as f64 / len,
        with_graph >> 20,
    );
    drop(snapshot);
    Ok(())
}
