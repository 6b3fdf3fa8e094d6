//! The public interface, by topic.

mod batches;
mod explaining;
mod incoming;
mod journal;
mod monitoring;
mod observing;
mod petgraph;
mod threads;

use nhi_lifecycle::{Context, Inventory, Record};

/// An instant in early 2026, by day of the year.
fn day(day: u32) -> nhi_lifecycle::Instant {
    nhi_lifecycle::Instant::from_micros((1_767_225_600 + i64::from(day - 1) * 86_400) * 1_000_000).unwrap()
}

/// Records from JSON Lines.
fn records(lines: &str) -> Vec<Record> {
    lines.trim().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn inventory(lines: &str) -> Inventory {
    let mut inventory = Inventory::new();
    inventory.add(records(lines), &Context::at(day(1))).unwrap();
    inventory
}

#[test]
fn what_is_shared_between_threads_can_be() {
    fn shared<T: Send + Sync>() {}
    shared::<Inventory>();
    shared::<nhi_lifecycle::Monitor>();
    shared::<nhi_lifecycle::Snapshot>();
    shared::<nhi_lifecycle::analysis::Report>();
    shared::<nhi_lifecycle::Error>();
    shared::<nhi_lifecycle::Policy>();
}
