//! Records without an id: each once.

use std::collections::{BTreeMap, BTreeSet};

use nhi_lifecycle::{Record, relation::Relation};

use crate::foreign::Placed;

/// Each relation and change once; access rows as often as they are told, as each is an event.
pub(super) fn once(records: impl Iterator<Item = Placed>) -> Vec<Placed> {
    let mut seen = BTreeSet::new();
    let mut positions: BTreeMap<Relation, usize> = BTreeMap::new();
    let mut kept: Vec<Placed> = Vec::new();
    for Placed { record, place } in records {
        match record {
            Record::Access(_) => kept.push(Placed { record, place }),
            Record::Relation(relation) => {
                // One entitlement told with two privileges is the greater; one told to end ends.
                let key = Relation { privilege: None, until: None, ..relation.clone() };
                match positions.get(&key).and_then(|position| kept.get_mut(*position)) {
                    Some(Placed { record: Record::Relation(known), .. }) => {
                        known.privilege = known.privilege.max(relation.privilege);
                        known.until = known.until.or(relation.until);
                    }
                    _ => {
                        positions.insert(key, kept.len());
                        kept.push(Placed { record: Record::Relation(relation), place });
                    }
                }
            }
            other => {
                if seen.insert(other.clone()) {
                    kept.push(Placed { record: other, place });
                }
            }
        }
    }
    kept
}
