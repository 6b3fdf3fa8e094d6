//! Looking ahead: what adding records reads is fetched first, all of it at once.
//!
//! Who adds a record waits for memory at each id that it names: where the id is found, its text, its row, its relations. Memory
//! answers many questions in the time of one as long as none waits for the answer to another. So the lines are read and
//! thrown away beforehand, for some two hundred records together. Nothing depends on it but time.

use std::hint::black_box;

use super::{Facts, relations::Way};
use crate::id::Namespace;

/// What an id is named for, which says what is read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A record bears it.
    Bearer,
    /// A relation leads from it.
    From,
    /// A relation leads to it.
    To,
    /// A change is about it.
    Subject,
}

/// An id that is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sought {
    pub(super) namespace: Namespace,
    pub(super) role: Role,
    /// What it is found by; see [`super::Keys`].
    pub(super) hash: u32,
    /// Where it, or another with the same hash, was found when looking ahead; [`NONE`] if nowhere.
    guess: u32,
}

/// No index.
const NONE: u32 = u32::MAX;

impl Sought {
    pub(crate) fn new(namespace: Namespace, role: Role, hash: u32) -> Self {
        Self { namespace, role, hash, guess: NONE }
    }

    pub(crate) fn namespace(&self) -> Namespace {
        self.namespace
    }

    pub(crate) fn is_of(&self, role: Role) -> bool {
        self.role == role
    }

    pub(super) fn found(&self) -> Option<u32> {
        (self.guess != NONE).then_some(self.guess)
    }
}

/// Reads one value, and does nothing with it.
pub(crate) fn look<T: Copy>(values: &[T], index: u32) {
    if let Some(value) = values.get(index as usize) {
        black_box(*value);
    }
}

impl Facts {
    /// Fetches what adding records with these ids reads and writes.
    pub(crate) fn look_ahead(&self, ids: &mut [impl AsMut<Sought> + AsRef<Sought>]) {
        for Sought { namespace, hash, .. } in ids.iter().map(AsRef::as_ref) {
            self.names(*namespace).look_at_entry(*hash);
        }
        for Sought { namespace, role, hash, guess } in ids.iter_mut().map(AsMut::as_mut) {
            let Some(index) = self.names(*namespace).guess(*hash) else { continue };
            *guess = index;
            self.names(*namespace).look_at_end(index);
            let bears = *role == Role::Bearer;
            match namespace {
                Namespace::Asset => self.assets.look(index, bears),
                Namespace::Identity => self.identities.look(index, bears),
                Namespace::Credential => self.credentials.look(index, bears),
            }
            if let Some(way) = role.way() {
                self.relations.look_at_head(way, *namespace, index);
            }
        }
        for id in ids.iter().map(AsRef::as_ref) {
            let Some(index) = id.found() else { continue };
            self.names(id.namespace).look_at_text(index);
            if let Some(way) = id.role.way() {
                self.relations.look_at_first(way, id.namespace, index);
            }
        }
    }
}

impl Role {
    /// In which of its lists a relation is put.
    fn way(self) -> Option<Way> {
        match self {
            Self::Bearer | Self::From => Some(Way::Out),
            Self::To => Some(Way::In),
            Self::Subject => None,
        }
    }
}
