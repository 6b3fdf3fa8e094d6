//! The table of relations: one fixed-size row each, found by key, and linked per record in both directions.
//!
//! The links serve adding (what belongs to this record? what must be checked again?). Analyses read the compact snapshot in
//! `graph` instead.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Slot;
use crate::{
    id::Namespace,
    relation::{Privilege, RelationKind, Span},
    time::Instant,
};

/// How a relation was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As a record of its own.
    Explicitly,
    /// As a short-hand of its `from`, with which it is replaced.
    InShort,
}

/// One relation. Its key is its kind, its ends and its `since`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    since: i64,
    until: i64,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) kind: RelationKind,
    from_namespace: Namespace,
    to_namespace: Namespace,
    pub(crate) privilege: Option<Privilege>,
    pub(crate) written: Written,
    removed: bool,
}

const NO_SINCE: i64 = i64::MIN;
const NO_UNTIL: i64 = i64::MAX;

impl Row {
    pub(crate) fn new(kind: RelationKind, from: Slot, to: Slot, span: Span, written: Written) -> Self {
        Self {
            since: span.since.map_or(NO_SINCE, Instant::as_micros),
            until: span.until.map_or(NO_UNTIL, Instant::as_micros),
            from: from.index,
            to: to.index,
            kind,
            from_namespace: from.namespace,
            to_namespace: to.namespace,
            privilege: None,
            written,
            removed: false,
        }
    }

    pub(crate) fn from(&self) -> Slot {
        Slot { namespace: self.from_namespace, index: self.from }
    }

    pub(crate) fn to(&self) -> Slot {
        Slot { namespace: self.to_namespace, index: self.to }
    }

    pub(crate) fn span(&self) -> Span {
        Span { since: Instant::from_micros(self.since).ok(), until: Instant::from_micros(self.until).ok() }
    }

    /// `since` and `until` as numbers that compare; absent ones are the least and the greatest.
    pub(crate) fn bounds(&self) -> (i64, i64) {
        (self.since, self.until)
    }

    fn key(&self) -> (RelationKind, Slot, Slot, i64) {
        (self.kind, self.from(), self.to(), self.since)
    }

    /// Whether two rows say the same, however they were written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.key() == other.key() && self.until == other.until && self.privilege == other.privilege
    }
}

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Links {
    next: [u32; 2],
    previous: [u32; 2],
}

/// Towards `to`, or back to `from`.
#[derive(Clone, Copy, Debug)]
enum Way {
    Out = 0,
    In = 1,
}

impl Way {
    const BOTH: [Self; 2] = [Self::Out, Self::In];

    fn end(self, row: &Row) -> Slot {
        match self {
            Self::Out => row.from(),
            Self::In => row.to(),
        }
    }
}

/// All relations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    rows: Vec<Row>,
    links: Vec<Links>,
    /// The first row of each record, by way and name space.
    heads: [[Vec<u32>; 3]; 2],
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    explicit: usize,
    /// Rows that may be used again.
    free: Vec<u32>,
    /// Rows removed in the batch that is being added; they stay until it is accepted.
    freed: Vec<u32>,
}

impl Relations {
    /// One more than the highest row number.
    pub(crate) fn end(&self) -> u32 {
        self.rows.len() as u32
    }

    pub(crate) fn row(&self, number: u32) -> &Row {
        &self.rows[number as usize]
    }

    /// Whether this row holds a relation, and not one that was removed.
    pub(crate) fn stands(&self, number: u32) -> bool {
        !self.row(number).removed
    }

    /// How many were written as records of their own.
    pub(crate) fn explicit(&self) -> usize {
        self.explicit
    }

    /// Every relation.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.removed)
    }

    /// The row with the same key.
    pub(crate) fn find(&self, row: &Row) -> Option<u32> {
        let key = row.key();
        self.table.find(self.hasher.hash_one(key), |number| self.row(*number).key() == key).copied()
    }

    pub(crate) fn outgoing(&self, slot: Slot) -> impl Iterator<Item = (u32, &Row)> {
        self.walk(Way::Out, slot)
    }

    pub(crate) fn incoming(&self, slot: Slot) -> impl Iterator<Item = (u32, &Row)> {
        self.walk(Way::In, slot)
    }

    fn walk(&self, way: Way, slot: Slot) -> impl Iterator<Item = (u32, &Row)> {
        let heads = &self.heads[way as usize][namespace_index(slot.namespace)];
        let first = heads.get(slot.index as usize).copied().unwrap_or(NONE);
        let present = |number: u32| (number != NONE).then_some(number);
        std::iter::successors(present(first), move |number| present(self.links[*number as usize].next[way as usize]))
            .map(|number| (number, self.row(number)))
    }

    /// Adds a row whose key is new.
    pub(crate) fn insert(&mut self, row: Row) -> u32 {
        let number = match self.free.pop() {
            Some(number) => {
                self.rows[number as usize] = row;
                number
            }
            None => {
                self.rows.push(row);
                self.links.push(Links { next: [NONE; 2], previous: [NONE; 2] });
                self.end() - 1
            }
        };
        self.attach(number);
        number
    }

    /// Takes a row out; its number stays reserved until the batch is settled.
    pub(crate) fn remove(&mut self, number: u32) {
        self.detach(number);
        self.rows[number as usize].removed = true;
        self.freed.push(number);
    }

    /// Replaces a row by one with the same key and hands out what it was.
    pub(crate) fn replace(&mut self, number: u32, row: Row) -> Row {
        let former = std::mem::replace(&mut self.rows[number as usize], row);
        self.explicit += usize::from(row.written == Written::Explicitly);
        self.explicit -= usize::from(former.written == Written::Explicitly);
        former
    }

    /// Undoes [`Self::remove`] within the same batch.
    pub(crate) fn put_back(&mut self, number: u32) {
        self.rows[number as usize].removed = false;
        self.attach(number);
    }

    /// Undoes [`Self::insert`] into a row that was used before.
    pub(crate) fn take_out(&mut self, number: u32) {
        self.detach(number);
        self.rows[number as usize].removed = true;
        self.free.push(number);
    }

    /// Makes the rows that this batch removed usable again.
    pub(crate) fn settle(&mut self) {
        self.free.append(&mut self.freed);
    }

    /// Forgets the rows from this number on and what the batch removed.
    pub(crate) fn unwind(&mut self, end: u32) {
        for number in end..self.end() {
            if !self.row(number).removed {
                self.detach(number);
            }
        }
        self.rows.truncate(end as usize);
        self.links.truncate(end as usize);
        self.freed.clear();
    }

    fn attach(&mut self, number: u32) {
        let row = self.rows[number as usize];
        let Self { rows, table, hasher, .. } = self;
        table.insert_unique(hasher.hash_one(row.key()), number, |other| hasher.hash_one(rows[*other as usize].key()));
        self.explicit += usize::from(row.written == Written::Explicitly);
        for way in Way::BOTH {
            let slot = way.end(&row);
            let heads = &mut self.heads[way as usize][namespace_index(slot.namespace)];
            if heads.len() <= slot.index as usize {
                heads.resize(slot.index as usize + 1, NONE);
            }
            let second = std::mem::replace(&mut heads[slot.index as usize], number);
            self.links[number as usize].next[way as usize] = second;
            self.links[number as usize].previous[way as usize] = NONE;
            if second != NONE {
                self.links[second as usize].previous[way as usize] = number;
            }
        }
    }

    fn detach(&mut self, number: u32) {
        let row = self.rows[number as usize];
        if let Ok(entry) = self.table.find_entry(self.hasher.hash_one(row.key()), |other| *other == number) {
            entry.remove();
        }
        self.explicit -= usize::from(row.written == Written::Explicitly);
        for way in Way::BOTH {
            let Links { next, previous } = self.links[number as usize];
            let (next, previous) = (next[way as usize], previous[way as usize]);
            if next != NONE {
                self.links[next as usize].previous[way as usize] = previous;
            }
            if previous == NONE {
                let slot = way.end(&row);
                self.heads[way as usize][namespace_index(slot.namespace)][slot.index as usize] = next;
            } else {
                self.links[previous as usize].next[way as usize] = next;
            }
        }
    }
}

fn namespace_index(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}
