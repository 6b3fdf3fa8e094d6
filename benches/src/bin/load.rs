//! How fast records come in, and how much memory they take: `load [ASSETS] [jsonl|csv] [TIMES]`.
//!
//! The workload is written to a folder of tables, or to one file, in the system's place for temporary files, read back
//! through `nhi_import` as anybody would read it, and deleted.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Instant as Clock,
};

use nhi_benches::Workload;
use nhi_lifecycle::{Context, Inventory, limits::Limits};

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("nhi-load-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be deleted stays for the system to delete.
        fs::remove_dir_all(&self.0).ok();
    }
}

/// How long this thread has run, in seconds, where the system tells: what others do on the machine counts less.
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

fn write(workload: Workload, folder: &Path, form: &str) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let path = folder.join("inventory.jsonl");
    match form {
        "jsonl" => {
            nhi_import::write_jsonl(workload.records(), File::create(&path)?)?;
            Ok(path)
        }
        "csv" => {
            nhi_import::write_csv_folder(workload.records(), folder)?;
            Ok(folder.to_owned())
        }
        other => Err(format!("`{other}` is no form; one of: jsonl, csv").into()),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let assets = arguments.next().map_or(Ok(nhi_benches::S), |number| number.parse())?;
    let form = arguments.next().unwrap_or_else(|| "jsonl".to_owned());
    let folder = Folder::new()?;
    let path = write(Workload::new(assets, 1), &folder.0, &form)?;
    for _ in 0..arguments.next().map_or(Ok(3), |times| times.parse())? {
        measure(&path)?;
    }
    Ok(())
}

fn measure(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let before = resident("VmRSS").unwrap_or_default();
    forget_peak();
    let (begin, began) = (Clock::now(), run());
    let mut inventory = Inventory::new();
    let mut records = nhi_import::open(path, &Limits::default())?;
    inventory.add_from(&mut records, &Context::at(Workload::now()))?;
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
