//! An interner: each id of a name space once, in one text, with a dense index.

use std::{hash::BuildHasher, hint::black_box};

use hashbrown::DefaultHashBuilder;

use super::{ahead::look, finder::Finder, order};
use crate::{
    heap::{Heap, growth, make_room, room_of},
    id::{Id, Namespace},
};

/// The ids of one name space.
///
/// Ids come from outside, so they are hashed with a keyed hash: nobody can choose them to collide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    text: String,
    /// Where each id ends in `text`; it begins where the one before ends.
    ends: Vec<u64>,
    finder: Finder,
    keys: DefaultHashBuilder,
}

impl Names {
    pub(crate) fn len(&self) -> u32 {
        // `intern` hands out no index above u32.
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn text(&self, index: u32) -> &str {
        let index = index as usize;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[begin..self.ends[index] as usize]
    }

    /// The id with this index; what was interned was an id.
    pub(crate) fn id(&self, index: u32) -> Id {
        Id::from_checked(self.text(index))
    }

    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.finder.find(self.hash(id), |index| self.text(index) == id)
    }

    /// The hash that an id is found by.
    pub(super) fn hash(&self, id: &str) -> u32 {
        hash(&self.keys, id)
    }

    #[cfg(test)]
    pub(crate) fn intern(&mut self, id: &str) -> u32 {
        self.intern_hashed(self.hash(id), None, id)
    }

    /// The index of this id, which was checked, has this hash and may be the guessed one; made if it is new.
    pub(super) fn intern_hashed(&mut self, hash: u32, guess: Option<u32>, id: &str) -> u32 {
        if let Some(index) = guess
            && self.text(index) == id
        {
            return index;
        }
        if let Some(index) = self.finder.find(hash, |index| self.text(index) == id) {
            return index;
        }
        let index = self.len();
        self.finder.insert(hash, index);
        if self.text.capacity() - self.text.len() < id.len() {
            self.text.reserve_exact(growth(self.text.capacity(), id.len()));
        }
        self.text.push_str(id);
        make_room(&mut self.ends, 1);
        self.ends.push(self.text.len() as u64);
        index
    }

    /// The id that has this hash, or another with the same.
    pub(super) fn guess(&self, hash: u32) -> Option<u32> {
        self.finder.find(hash, |_| true)
    }

    /// Reads where an id with this hash is found, and does nothing with it.
    pub(super) fn look_at_entry(&self, hash: u32) {
        self.finder.look(hash);
    }

    /// Reads where the text of an id ends, and does nothing with it.
    pub(super) fn look_at_end(&self, index: u32) {
        look(&self.ends, index);
    }

    /// Reads that text, and does nothing with it.
    pub(super) fn look_at_text(&self, index: u32) {
        let text = self.text(index).as_bytes();
        black_box((text.first().copied(), text.last().copied()));
    }

    /// Forgets the ids from this index on.
    pub(crate) fn truncate(&mut self, len: u32) {
        for index in len..self.len() {
            self.finder.remove(self.hash(self.text(index)), index);
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
        room_of(&self.ends) + self.finder.heap()
    }

    /// Indices in the order of their ids. O(n log n).
    pub(crate) fn sorted(&self) -> Vec<u32> {
        order::sorted(self)
    }
}

fn hash(keys: &DefaultHashBuilder, id: &str) -> u32 {
    // Any half of a keyed hash is as good as the other.
    keys.hash_one(id) as u32
}

/// What the ids of each name space are hashed with.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    assets: DefaultHashBuilder,
    identities: DefaultHashBuilder,
    credentials: DefaultHashBuilder,
}

impl Keys {
    pub(super) fn new(assets: &Names, identities: &Names, credentials: &Names) -> Self {
        Self { assets: assets.keys.clone(), identities: identities.keys.clone(), credentials: credentials.keys.clone() }
    }

    /// The hash that an id is found by.
    pub(crate) fn hash(&self, namespace: Namespace, id: &str) -> u32 {
        let keys = match namespace {
            Namespace::Asset => &self.assets,
            Namespace::Identity => &self.identities,
            Namespace::Credential => &self.credentials,
        };
        hash(keys, id)
    }
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
