//! A first success in Rust; the README shows it. Run it where the README lies.
#![expect(clippy::print_stdout, reason = "the shortest way to show something")]

use nhi_lifecycle::{Context, Inventory, Policy, analysis, limits::Limits};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-03-01T00:00:00Z".parse()?;
    let mut inventory = Inventory::new();
    let mut records = nhi_import::open("examples/data/company", &Limits::default())?;
    inventory.add_from(&mut records, &Context::at(now))?;

    let report = analysis::orphans(&inventory.snapshot(), now, &Policy::default());
    for finding in report.iter().take(3) {
        println!("{}: {}", finding.severity(), finding.explanation());
    }
    Ok(())
}
