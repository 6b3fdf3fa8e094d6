//! The gates: the table held to its transcription, every gate held to a second judge that shares no code, and acts that try to
//! get around them.

#![allow(clippy::print_stdout, reason = "how often each verdict came up belongs in the log")]

#[path = "../naive_gates/mod.rs"]
mod naive_gates;

mod acts;
mod agreement;
mod extending;
mod sequences;
mod table;

use nhi_lifecycle::{Context, Instant, Inventory, Record};
use serde_json::Value;

/// Records from JSON Lines.
fn records(text: &str) -> Vec<Record> {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn values(records: impl IntoIterator<Item = Record>) -> Vec<Value> {
    records.into_iter().map(|record| serde_json::to_value(record).unwrap()).collect()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An inventory with these records, recorded long ago.
fn inventory(records: Vec<Record>, lenient: bool) -> Inventory {
    let mut inventory = Inventory::new();
    let mut context = Context::at(at("2000-01-01T00:00:00Z"));
    context.lenient = lenient;
    inventory.add(records, &context).unwrap();
    inventory
}
