//! What each question costs at one size, as JSON: `growth [ASSETS]`. `benches/growth.py` runs it at several and draws the chart.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::sink,
    num::NonZeroUsize,
    path::Path,
    time::Instant as Clock,
};

use nhi_benches::{Random, S, Workload, files::Folder, memory, sweep::Sweep, tables::Tables};
use nhi_lifecycle::{
    Act, Context, Inventory, Policy, Snapshot, analysis,
    asset::Stage,
    id::{AssetRef, CredentialRef},
    limits::Limits,
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Seconds by what was measured.
#[derive(Default)]
struct Measures(serde_json::Map<String, serde_json::Value>);

impl Measures {
    fn once<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        let begin = Clock::now();
        let done = black_box(work());
        self.note(what, begin.elapsed().as_secs_f64());
        done
    }

    /// The median of so many times.
    fn median<T>(&mut self, what: &str, times: usize, mut work: impl FnMut() -> T) {
        let mut seconds: Vec<f64> = std::iter::repeat_with(|| {
            let begin = Clock::now();
            black_box(work());
            begin.elapsed().as_secs_f64()
        })
        .take(times)
        .collect();
        seconds.sort_by(f64::total_cmp);
        self.note(what, seconds.get(times / 2).copied().unwrap_or_default());
    }

    fn note(&mut self, what: &str, value: f64) {
        self.0.insert(what.to_owned(), value.into());
    }
}

fn main() -> Result {
    let assets = std::env::args().nth(1).map_or(Ok(S), |number| number.parse())?;
    let workload = Workload::new(assets, 1);
    let mut measures = Measures::default();
    let mut inventory = load(workload, &mut measures)?;
    let snapshot = measures.once("snapshot", || inventory.snapshot());
    answers(&snapshot, &mut measures)?;
    singles(workload, &snapshot, &mut measures);
    measures.once("records written back", || nhi_import::write_jsonl(inventory.records(), sink()))?;
    let tables = Tables::new(&snapshot, inventory.records(), Workload::now());
    let sweep = Sweep::new(&tables);
    measures.median("the bare sweep", 5, || sweep.orphans(&tables));
    measures.note("records", inventory.len() as f64);
    drop((tables, sweep, snapshot));
    gates(workload, &mut inventory, &mut measures)?;
    println!("{}", serde_json::Value::from(measures.0));
    Ok(())
}

/// Loads the workload from JSON Lines and from tables, on one thread and on two, and keeps the first.
fn load(workload: Workload, measures: &mut Measures) -> Result<Inventory> {
    let folder = Folder::new("growth")?;
    let context = Context::at(Workload::now());
    let read = |path: &Path, threads: NonZeroUsize| -> Result<Inventory> {
        let mut inventory = Inventory::new();
        inventory.add_from_on(threads, &mut nhi_import::open(path, &Limits::default())?, &context)?;
        Ok(inventory)
    };
    let (one, two) = (NonZeroUsize::MIN, NonZeroUsize::MIN.saturating_add(1));
    let lines = folder.0.join("inventory.jsonl");
    nhi_import::write_jsonl(workload.records(), File::create(&lines)?)?;
    let before = memory::resident_megabytes().unwrap_or_default();
    memory::forget_peak();
    let inventory = measures.once("load JSON Lines", || read(&lines, one))?;
    let now = memory::resident_megabytes().unwrap_or_default();
    measures.note("MB that remain", now.saturating_sub(before) as f64);
    measures
        .note("MB at most while loading", memory::peak_megabytes().unwrap_or_default().saturating_sub(before) as f64);
    drop(measures.once("load JSON Lines on two threads", || read(&lines, two))?);
    fs::remove_file(&lines)?;

    let tables = folder.0.join("csv");
    nhi_import::write_csv_folder(workload.records(), &tables)?;
    drop(measures.once("load CSV", || read(&tables, one))?);
    fs::remove_dir_all(&tables)?;
    let tables = folder.0.join("parquet");
    nhi_import::write_parquet_folder(workload.records(), &tables)?;
    drop(measures.once("load Parquet", || read(&tables, one))?);
    drop(measures.once("load Parquet on two threads", || read(&tables, two))?);
    Ok(inventory)
}

/// Questions about everything.
fn answers(snapshot: &Snapshot, measures: &mut Measures) -> Result {
    let (at, policy) = (Workload::now(), Policy::default());
    measures.median("orphans", 5, || analysis::orphans(snapshot, at, &policy));
    let mut report = analysis::orphans(snapshot, at, &policy);
    measures.note("orphaned", report.len() as f64);
    measures.once("reach of all", || analysis::blast_radii(snapshot, at));
    measures.once("explanations and witnesses of all", || {
        report.iter().for_each(|finding| drop(black_box((finding.explanation(), finding.witnesses()))));
    });
    measures.once("report as JSON", || nhi_report::json::write(&report, sink()))?;
    measures.once("report as CSV", || nhi_report::csv::write(&report, sink()))?;
    measures.once("since of all", || report.fill_since(|| true));
    Ok(())
}

/// Questions about one credential, of several drawn at random.
fn singles(workload: Workload, snapshot: &Snapshot, measures: &mut Measures) {
    let (at, policy) = (Workload::now(), Policy::default());
    let mut random = Random::new(5);
    let [_, credentials] = workload.ids();
    let mut credential = || CredentialRef::from(credentials[random.below(credentials.len())].clone());
    measures.median("reach of one", 9, || analysis::blast_radius(snapshot, &credential(), at));
    measures.median("explain one", 9, || analysis::explain(snapshot, &credential(), at, &policy));
}

/// What stands in the way of sanitizing an asset, of several drawn at random, which are about to be.
fn gates(workload: Workload, inventory: &mut Inventory, measures: &mut Measures) -> Result {
    let mut random = Random::new(6);
    let [assets, _] = workload.ids();
    let act = Act::new(Workload::now(), "alice", "end of life");
    let mut leaving = Vec::new();
    for _ in 0..9 {
        let asset = AssetRef::from(assets[random.below(assets.len())].clone());
        inventory.transition(&asset, Stage::PendingRetirement, &act)?;
        leaving.push(asset);
    }
    let mut leaving = leaving.iter().cycle();
    let mut next = || leaving.next().map(|asset| inventory.blockers(asset, Stage::Sanitized, Workload::now()));
    measures.median("gates of one", 9, &mut next);
    // What was measured must have been an answer.
    next().transpose()?;
    Ok(())
}
