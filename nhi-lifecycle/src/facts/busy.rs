//! Records with many relations: an index of those of one record, where walking its list would take too long.

use std::{collections::BTreeSet, hash::BuildHasher};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::relations::{Key, Row, Written};
use crate::{
    heap::{Heap, tree_room},
    relation::RelationKind,
};

/// The outgoing relations of one record, by row number.
#[derive(Clone, Debug, Default)]
pub(super) struct Busy {
    by_key: HashTable<(u64, u32)>,
    hasher: DefaultHashBuilder,
    /// Those that were written as short-hands.
    pub(super) in_short: BTreeSet<u32>,
    /// Those of which there is one at a time, in the order of time.
    by_time: BTreeSet<(RelationKind, (i64, i64), u32)>,
}

impl Heap for Busy {
    fn heap(&self) -> usize {
        let trees =
            tree_room::<u32>(self.in_short.len()) + tree_room::<(RelationKind, (i64, i64), u32)>(self.by_time.len());
        self.by_key.allocation_size() + trees
    }
}

impl Busy {
    pub(super) fn add(&mut self, number: u32, row: &Row) {
        let hash = self.hasher.hash_one(row.key());
        self.by_key.insert_unique(hash, (hash, number), |(hash, _)| *hash);
        if row.written == Written::InShort {
            self.in_short.insert(number);
        }
        if row.kind.one_at_a_time() {
            self.by_time.insert((row.kind, row.bounds(), number));
        }
    }

    pub(super) fn remove(&mut self, number: u32, row: &Row) {
        if let Ok(entry) = self.by_key.find_entry(self.hasher.hash_one(row.key()), |(_, other)| *other == number) {
            entry.remove();
        }
        self.in_short.remove(&number);
        self.by_time.remove(&(row.kind, row.bounds(), number));
    }

    /// The row with this key, if `is` finds it so.
    pub(super) fn find(&self, key: &Key, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        self.by_key.find(hash, |(other, number)| *other == hash && is(*number)).map(|(_, number)| *number)
    }

    /// The rows of the same kind just before and after one in time.
    pub(super) fn beside(&self, number: u32, row: &Row) -> [Option<u32>; 2] {
        let place = (row.kind, row.bounds(), number);
        let of_kind = |(kind, _, number): &(RelationKind, (i64, i64), u32)| (*kind == row.kind).then_some(*number);
        let after = (std::ops::Bound::Excluded(place), std::ops::Bound::Unbounded);
        [self.by_time.range(..place).next_back().and_then(of_kind), self.by_time.range(after).next().and_then(of_kind)]
    }
}
