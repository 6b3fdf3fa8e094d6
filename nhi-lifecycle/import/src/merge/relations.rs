//! Records without an id: each once.

use std::collections::{BTreeMap, BTreeSet};

use nhi_lifecycle::{Record, relation::Relation};

/// Each relation and change once; access rows as often as they are told, as each is an event.
pub(super) fn once(records: Vec<Record>) -> Vec<Record> {
    let mut seen = BTreeSet::new();
    let mut places: BTreeMap<Relation, usize> = BTreeMap::new();
    let mut kept: Vec<Record> = Vec::with_capacity(records.len());
    for record in records {
        match record {
            Record::Access(_) => kept.push(record),
            Record::Relation(relation) => {
                // One entitlement told with two privileges is the greater; one told to end ends.
                let key = Relation { privilege: None, until: None, ..relation.clone() };
                match places.get(&key).and_then(|place| kept.get_mut(*place)) {
                    Some(Record::Relation(known)) => {
                        known.privilege = known.privilege.max(relation.privilege);
                        known.until = known.until.or(relation.until);
                    }
                    _ => {
                        places.insert(key, kept.len());
                        kept.push(Record::Relation(relation));
                    }
                }
            }
            other => {
                if seen.insert(other.clone()) {
                    kept.push(other);
                }
            }
        }
    }
    kept
}
