//! An interner: each id of a name space once, in one text, with a dense index.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

use crate::{
    heap::{Heap, room_of},
    id::Id,
};

/// The ids of one name space.
///
/// Ids come from outside, so they are hashed with a keyed hash: nobody can choose them to collide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    text: String,
    /// Where each id ends in `text`; it begins where the one before ends.
    ends: Vec<u64>,
    table: HashTable<Named>,
    keys: DefaultHashBuilder,
}

/// An index, and the hash of its id: a growing table is laid out anew without reading the texts.
#[derive(Clone, Copy, Debug)]
struct Named {
    hash: u32,
    index: u32,
}

impl Named {
    /// Spread over both ends, as a table takes its bits from both.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

impl Names {
    pub(crate) fn len(&self) -> u32 {
        // `intern` hands out no index above u32.
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn text(&self, index: u32) -> &str {
        slice(&self.text, &self.ends, index)
    }

    /// The id with this index; what was interned was an id.
    pub(crate) fn id(&self, index: u32) -> Id {
        Id::from_checked(self.text(index))
    }

    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let hash = self.hash(id);
        let found = self.table.find(Named::spread(hash), |named| named.hash == hash && self.text(named.index) == id);
        found.map(|named| named.index)
    }

    fn hash(&self, id: &str) -> u32 {
        // Any half of a keyed hash is as good as the other.
        self.keys.hash_one(id) as u32
    }

    /// The index of this id, which was checked, made if it is new.
    pub(crate) fn intern(&mut self, id: &str) -> u32 {
        let hash = self.hash(id);
        let Self { text, ends, table, .. } = self;
        let entry = table.entry(
            Named::spread(hash),
            |named| named.hash == hash && slice(text, ends, named.index) == id,
            |named| Named::spread(named.hash),
        );
        match entry {
            Entry::Occupied(entry) => entry.get().index,
            Entry::Vacant(entry) => {
                let index = u32::try_from(ends.len()).unwrap_or(u32::MAX);
                entry.insert(Named { hash, index });
                text.push_str(id);
                ends.push(text.len() as u64);
                index
            }
        }
    }

    /// Forgets the ids from this index on.
    pub(crate) fn truncate(&mut self, len: u32) {
        for index in len..self.len() {
            let hash = Named::spread(self.hash(slice(&self.text, &self.ends, index)));
            if let Ok(entry) = self.table.find_entry(hash, |named| named.index == index) {
                entry.remove();
            }
        }
        self.ends.truncate(len as usize);
        self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    /// The bytes of the texts.
    pub(super) fn texts(&self) -> usize {
        self.text.heap()
    }

    /// The bytes of all else: where each text lies, and the table that finds it.
    pub(super) fn finding(&self) -> usize {
        room_of(&self.ends) + self.table.allocation_size()
    }

    /// Indices in the order of their ids.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        let mut indices: Vec<u32> = (0..self.len()).collect();
        indices.sort_unstable_by(|a, b| self.text(*a).cmp(self.text(*b)));
        indices
    }
}

fn slice<'a>(text: &'a str, ends: &[u64], index: u32) -> &'a str {
    let index = index as usize;
    let begin = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &text[begin..ends[index] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncating_forgets_the_newest_only() {
        let mut names = Names::default();
        for text in ["a", "bb", "a", "ccc"] {
            names.intern(text);
        }
        assert_eq!((names.len(), names.find("bb"), names.find("ccc")), (3, Some(1), Some(2)));
        names.truncate(2);
        assert_eq!((names.find("bb"), names.find("ccc")), (Some(1), None));
        assert_eq!(names.intern("d"), 2);
        assert_eq!(names.text(2), "d");
    }
}
