//! Looking ahead: what adding records reads is fetched first, all of it at once.
//!
//! Who adds a record waits for memory at each id that it names: where the id is found, its text, its row, its relations. Memory
//! answers many questions in the time of one as long as none waits for the answer to another. So the lines are read and
//! thrown away beforehand, for some two hundred records together. Nothing depends on it but time.

use std::hint::black_box;

use super::{Facts, Slot};
use crate::id::Namespace;

/// Reads one value, and does nothing with it.
pub(crate) fn look<T: Copy>(values: &[T], index: u32) {
    if let Some(value) = values.get(index as usize) {
        black_box(*value);
    }
}

impl Facts {
    /// Fetches what adding records with these ids, given by their hashes, reads and writes. `found` is room to work in.
    pub(crate) fn look_ahead(&self, ids: impl Iterator<Item = (Namespace, u32)> + Clone, found: &mut Vec<Slot>) {
        for (namespace, hash) in ids.clone() {
            self.names(namespace).look_at_entry(hash);
        }
        found.clear();
        found.extend(ids.filter_map(|(namespace, hash)| {
            let index = self.names(namespace).guess(hash)?;
            Some(Slot { namespace, index })
        }));
        for slot in &*found {
            self.names(slot.namespace).look_at_end(slot.index);
            match slot.namespace {
                Namespace::Asset => self.assets.look(slot.index),
                Namespace::Identity => self.identities.look(slot.index),
                Namespace::Credential => self.credentials.look(slot.index),
            }
            self.relations.look_at_heads(*slot);
        }
        for slot in &*found {
            self.names(slot.namespace).look_at_text(slot.index);
            self.relations.look_at_first(*slot);
        }
    }
}
