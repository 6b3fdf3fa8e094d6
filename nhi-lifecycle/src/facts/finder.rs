//! Finds numbers by hash: a table of open addressing, in which one line of memory answers most questions.
//!
//! An entry stands in the place that its hash says, or in the next free one behind it. Hashes say places in their own order,
//! whatever the room is: so a table that grows is read and written from front to back, and may grow by any factor.

use crate::heap::{Heap, room_of};

/// A number and the hash that it is found by.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    number: u32,
}

/// No entry; no number is as high.
const FREE: Entry = Entry { hash: 0, number: u32::MAX };

impl Entry {
    fn is_free(self) -> bool {
        self.number == FREE.number
    }
}

/// Numbers by hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Finder {
    /// A quarter of them and more are free.
    entries: Vec<Entry>,
    len: usize,
}

impl Heap for Finder {
    fn heap(&self) -> usize {
        room_of(&self.entries)
    }
}

impl Finder {
    /// The place that a hash says.
    fn home(&self, hash: u32) -> usize {
        ((u64::from(hash) * self.entries.len() as u64) >> u32::BITS) as usize
    }

    fn after(&self, place: usize) -> usize {
        if place + 1 == self.entries.len() { 0 } else { place + 1 }
    }

    /// How far it is from one place on to another.
    fn distance(&self, from: usize, to: usize) -> usize {
        if from <= to { to - from } else { to + self.entries.len() - from }
    }

    /// The place of the number with this hash that `is` takes.
    fn place(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let mut place = self.home(hash);
        loop {
            let entry = self.entries[place];
            if entry.is_free() {
                return None;
            }
            if entry.hash == hash && is(entry.number) {
                return Some(place);
            }
            place = self.after(place);
        }
    }

    /// The number with this hash that `is` takes.
    pub(super) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        self.place(hash, is).map(|place| self.entries[place].number)
    }

    /// Adds a number that is not here yet.
    pub(super) fn insert(&mut self, hash: u32, number: u32) {
        if (self.len + 1) * 4 > self.entries.len() * 3 {
            self.grow();
        }
        self.put(Entry { hash, number });
        self.len += 1;
    }

    fn put(&mut self, entry: Entry) {
        let mut place = self.home(entry.hash);
        while !self.entries[place].is_free() {
            place = self.after(place);
        }
        self.entries[place] = entry;
    }

    /// Makes half as much room again.
    fn grow(&mut self) {
        let room = (self.entries.len() + self.entries.len() / 2).max(8);
        for entry in std::mem::replace(&mut self.entries, vec![FREE; room]) {
            if !entry.is_free() {
                self.put(entry);
            }
        }
    }

    /// Takes a number out. What stands behind it moves up, as far as it stands behind its own place.
    pub(super) fn remove(&mut self, hash: u32, number: u32) {
        let Some(mut gap) = self.place(hash, |other| other == number) else { return };
        let mut place = self.after(gap);
        while !self.entries[place].is_free() {
            let home = self.home(self.entries[place].hash);
            if self.distance(home, place) >= self.distance(gap, place) {
                self.entries[gap] = self.entries[place];
                gap = place;
            }
            place = self.after(place);
        }
        self.entries[gap] = FREE;
        self.len -= 1;
    }

    /// Reads where a number with this hash would stand, and does nothing with it.
    pub(super) fn look(&self, hash: u32) {
        if let Some(entry) = self.entries.get(self.home(hash)) {
            std::hint::black_box(*entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Hashes are few and lie at both ends, so that many share a place and runs go around.
        #[test]
        fn what_is_in_is_found(steps in prop::collection::vec((any::<bool>(), 0u32..24), 1..80)) {
            let hash = |number: u32| match number % 3 {
                0 => u32::MAX - number / 6,
                1 => 1 << 31,
                _ => number << 27,
            };
            let mut finder = Finder::default();
            let mut model = std::collections::BTreeSet::new();
            for (add, number) in steps {
                if add && model.insert(number) {
                    finder.insert(hash(number), number);
                } else if !add && model.remove(&number) {
                    finder.remove(hash(number), number);
                }
                prop_assert_eq!(finder.len, model.len());
                for other in 0..24 {
                    let found = finder.find(hash(other), |found| found == other);
                    prop_assert_eq!(found, model.contains(&other).then_some(other));
                }
            }
        }
    }
}
