//! What goes along with relations, each once: from when until when they hold, and what they allow.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::{
    heap::{Heap, room_of},
    relation::Privilege,
};

/// What goes along with a relation. Absent ends of its time are the least and the greatest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Terms {
    pub(super) since: i64,
    pub(super) until: i64,
    pub(super) privilege: Option<Privilege>,
}

/// The distinct terms. Most relations hold always and share the first.
///
/// Terms that no relation has any more stay, so that numbers stay valid; there are at most as many as relations were
/// ever written.
#[derive(Clone, Debug, Default)]
pub(super) struct AllTerms {
    rows: Vec<Terms>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The one that was asked for last.
    last: u32,
}

impl Heap for AllTerms {
    fn heap(&self) -> usize {
        room_of(&self.rows) + self.table.allocation_size()
    }
}

impl AllTerms {
    pub(super) fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    pub(super) fn get(&self, number: u32) -> &Terms {
        &self.rows[number as usize]
    }

    pub(super) fn intern(&mut self, terms: Terms) -> u32 {
        if self.rows.get(self.last as usize) == Some(&terms) {
            return self.last;
        }
        let Self { rows, table, hasher, .. } = self;
        let hash = hasher.hash_one(terms);
        let found = table.find(hash, |number| rows[*number as usize] == terms).copied();
        self.last = found.unwrap_or_else(|| {
            let number = rows.len() as u32;
            rows.push(terms);
            table.insert_unique(hash, number, |other| hasher.hash_one(rows[*other as usize]));
            number
        });
        self.last
    }

    /// Forgets the terms from this number on.
    pub(super) fn truncate(&mut self, len: u32) {
        for number in len..self.len() {
            if let Ok(entry) = self.table.find_entry(self.hasher.hash_one(self.get(number)), |other| *other == number) {
                entry.remove();
            }
        }
        self.rows.truncate(len as usize);
        self.last = 0;
    }
}
