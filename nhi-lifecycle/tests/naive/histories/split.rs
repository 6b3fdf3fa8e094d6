//! The same records in another order, or in batches.

use super::super::records::{name_of, relations_of};
use super::Rng;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn shuffled(records: &[Value], seed: u64) -> Vec<Value> {
    let mut shuffled = records.to_vec();
    Rng::new(seed).shuffle(&mut shuffled);
    shuffled
}

/// One to six batches "that each stand alone (every record they name is in the batch or already there, and no record
/// comes apart from its changes)". What no record bears (lenient) may be named anywhere.
pub fn batches(records: &[Value], seed: u64) -> Vec<Vec<Value>> {
    let mut rng = Rng::new(seed);
    // A record and its changes are one unit; a relation is one by itself.
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let name = match record["record"].as_str() {
            Some("relation") => format!("relation {index}"),
            _ => name_of(record),
        };
        let unit = units.entry(name).or_default();
        unit.records.push(record.clone());
        for relation in relations_of(record) {
            unit.names.extend([relation.from, relation.to]);
        }
    }
    let count = 1 + rng.below(6);
    for unit in units.values_mut() {
        unit.batch = rng.below(count);
    }
    let move_what_is_named = rng.percent(50);
    while let Some((names, named)) = misplaced(&units) {
        if move_what_is_named {
            let batch = units[&names].batch;
            units.get_mut(&named).expect("it was found").batch = batch;
        } else {
            let batch = units[&named].batch;
            units.get_mut(&names).expect("it was found").batch = batch;
        }
    }
    let mut batches = vec![Vec::new(); count];
    for unit in units.into_values() {
        batches[unit.batch].extend(unit.records);
    }
    batches.retain(|batch| !batch.is_empty());
    for batch in &mut batches {
        rng.shuffle(batch);
    }
    batches
}

#[derive(Default)]
struct Unit {
    records: Vec<Value>,
    names: Vec<String>,
    batch: usize,
}

/// A unit that names one in a later batch, and that one.
fn misplaced(units: &BTreeMap<String, Unit>) -> Option<(String, String)> {
    for (name, unit) in units {
        for named in &unit.names {
            let later = units.get(named).is_some_and(|n| n.batch > unit.batch);
            if later {
                return Some((name.clone(), named.clone()));
            }
        }
    }
    None
}
