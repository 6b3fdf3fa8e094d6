//! Batches: any order and any split give the same; a refused batch leaves nothing behind; events replay to the same.

use nhi_lifecycle::{Inventory, Record, journal::MemorySink};
use proptest::prelude::*;
use serde_json::Value;

use crate::{
    agreement::{context, inventory},
    naive::histories,
};

fn text(inventory: &Inventory) -> String {
    let lines: Vec<String> = inventory.records().map(|record| serde_json::to_string(&record).unwrap()).collect();
    lines.join("\n")
}

fn records(values: &[Value]) -> Vec<Record> {
    values.iter().map(|value| serde_json::from_value(value.clone()).unwrap()).collect()
}

/// A record that no batch may bring beside the records of this history.
fn wrong(history: &histories::History, kind: u8) -> Value {
    let first = |name: &str| history.records.iter().find(|record| record["record"] == name);
    match (kind % 4, first("asset"), first("credential")) {
        (0, Some(asset), _) => {
            let mut twin = asset.clone();
            twin["location"] = "elsewhere".into();
            twin
        }
        (1, _, Some(credential)) => serde_json::json!({
            "record": "relation", "kind": "stored_on", "from": credential["id"], "to": "nowhere-to-be-found"
        }),
        (2, Some(asset), _) => serde_json::json!({
            "record": "change", "subject": format!("asset:{}", asset["id"].as_str().unwrap()),
            "to": "in_use", "at": "2029-12-31T00:00:00Z", "from": "ordered"
        }),
        _ => serde_json::json!({
            "record": "identity", "id": "x", "kind": "bot", "status": "active", "name": "x".repeat(70_000)
        }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_split_do_not_matter(seed: u64) {
        let history = histories::history(seed);
        let whole = inventory([&history.records], history.lenient);
        let shuffled = inventory([&histories::shuffled(&history.records, seed)], history.lenient);
        let split = inventory(&histories::batches(&history.records, seed), history.lenient);
        prop_assert_eq!(text(&whole), text(&shuffled));
        prop_assert_eq!(text(&whole), text(&split));
        prop_assert!(whole == split);
        prop_assert_eq!(whole.records().count(), whole.len());
    }

    #[test]
    fn everything_written_back_loads_to_the_same(seed: u64) {
        let history = histories::history(seed);
        let original = inventory([&history.records], history.lenient);
        let mut again = Inventory::new();
        again.add(original.records(), &context(history.lenient)).unwrap();
        prop_assert_eq!(text(&original), text(&again));
        // And once more into the same inventory: nothing is new.
        let added = again.add(original.records(), &context(history.lenient)).unwrap();
        let access = original.records().filter(|record| matches!(record, Record::Access(_))).count();
        prop_assert_eq!((added.records.new, added.records.replaced), (access, 0));
    }

    #[test]
    fn a_refused_batch_leaves_nothing_behind(seed: u64, kind: u8, place: prop::sample::Index) {
        let history = histories::history(seed);
        let batches = histories::batches(&history.records, seed);
        let mut tried = Inventory::new();
        let mut plain = Inventory::new();
        for batch in &batches {
            let mut bad = batch.clone();
            bad.insert(place.index(batch.len() + 1), wrong(&history, kind));
            let before = text(&tried);
            if tried.add(records(&bad), &context(false)).is_ok() {
                // What is wrong beside the whole history may be right beside a part of it.
                return Ok(());
            }
            prop_assert_eq!(&before, &text(&tried));
            tried.add(records(batch), &context(history.lenient)).unwrap();
            plain.add(records(batch), &context(history.lenient)).unwrap();
            prop_assert_eq!(text(&tried), text(&plain));
        }
    }

    #[test]
    fn events_replay_to_the_same(seed: u64) {
        let history = histories::history(seed);
        let sink = MemorySink::default();
        let mut original = Inventory::with_sink(Box::new(sink.clone()));
        let mut states = vec![text(&original)];
        for batch in histories::batches(&history.records, seed) {
            original.add(records(&batch), &context(history.lenient)).unwrap();
            states.push(text(&original));
        }
        let replayed = Inventory::replay(Box::new(sink.clone())).unwrap();
        prop_assert_eq!(text(&original), text(&replayed));
        prop_assert_eq!(original.sequence(), replayed.sequence());
        for (event, state) in states.iter().enumerate() {
            prop_assert_eq!(state, &text(&original.as_known_at(event as u64).unwrap()));
        }
    }
}
