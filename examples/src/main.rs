//! `cargo run --release -p nhi-examples`: which credentials are orphaned, most urgent first, and what to do next.

#![forbid(unsafe_code)]

use std::{
    env,
    error::Error,
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use nhi_examples::{
    arguments::{Arguments, USAGE},
    sources, story,
};
use nhi_lifecycle::{Code, Context, Instant, Inventory, limits::Limits, source::RecordSource};
use nhi_report::Table;

/// The invented company, and when its stories are over.
const COMPANY: (&str, &str) = (concat!(env!("CARGO_MANIFEST_DIR"), "/data/company"), "2026-03-01T00:00:00Z");

fn main() -> ExitCode {
    let Err(error) = run() else { return ExitCode::SUCCESS };
    // Whoever reads stops when they have seen enough, as `head` does.
    if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let mut message = error.to_string();
    let missing = |error: &nhi_lifecycle::Error| error.problems().iter().any(|p| p.code == Code::UnknownReference);
    if error.downcast_ref().is_some_and(missing) {
        message += "\nwith --lenient, references to missing records are taken";
    }
    // There is nowhere left to say that even this failed.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::FAILURE
}

fn run() -> Result<(), Box<dyn Error>> {
    let asked = Arguments::parse(env::args_os().skip(1))?;
    let mut out = io::stdout().lock();
    if asked.help {
        out.write_all(USAGE.as_bytes())?;
        return Ok(());
    }
    let now = now()?;
    let (title, at, inventory) = if !asked.sources.is_empty() {
        let (mut records, account) = sources::read(&asked.sources, asked.path.as_deref())?;
        let inventory = collect(&mut records, now, asked.lenient)?;
        account.write(&mut out)?;
        writeln!(out)?;
        (counted(asked.sources.len(), "export"), asked.at.unwrap_or(now), inventory)
    } else if let Some(path) = asked.path {
        (path.display().to_string(), asked.at.unwrap_or(now), read(&path, now, asked.lenient)?)
    } else {
        let (path, then) = COMPANY;
        let inventory = read(Path::new(path), now, asked.lenient)?;
        ("Larkfield Parcels, an invented company".to_owned(), asked.at.unwrap_or(then.parse()?), inventory)
    };
    writeln!(out, "{}, at {at}: {} records\n", nhi_report::visible(&title), inventory.len())?;
    let colour = out.is_terminal() && env::var_os("NO_COLOR").is_none();
    story::tell(&inventory, at, Table::new().colour(colour), out)?;
    Ok(())
}

fn read(path: &Path, now: Instant, lenient: bool) -> Result<Inventory, nhi_lifecycle::Error> {
    collect(&mut nhi_import::open(path, &Limits::default())?, now, lenient)
}

fn collect(records: &mut dyn RecordSource, now: Instant, lenient: bool) -> Result<Inventory, nhi_lifecycle::Error> {
    let mut inventory = Inventory::new();
    inventory.add_from(records, &Context { lenient, ..Context::at(now) })?;
    Ok(inventory)
}

/// "1 export", "2 exports".
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn now() -> Result<Instant, Box<dyn Error>> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Instant::from_micros(i64::try_from(since_1970.as_micros())?)?)
}
