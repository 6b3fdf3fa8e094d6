//! What the inventory knows, in columns: ids interned to dense indices, one row a relation, one chain a history.
//!
//! This layer stores and looks up; it judges nothing. Who may write what is for `inventory`, what it means for `graph`
//! and `analysis`. An index that has been handed out stays valid: records are replaced, never removed. An id that is only
//! referred to has an index and no record: it is *absent*.
#![allow(
    clippy::indexing_slicing,
    reason = "indices are dense and made here; a wrong one is a defect that must not pass silently"
)]

mod ahead;
mod busy;
mod chains;
mod finder;
mod held;
mod names;
mod nouns;
mod order;
mod relations;
mod table;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use ahead::{Role, Sought, look};
pub(crate) use chains::{ChainKey, ChangeRow, Changes, ChangesExtent, OMITTED, UNKNOWN};
pub(crate) use names::{Keys, Names};
pub(crate) use nouns::{AssetFacts, CredentialFacts, IdentityFacts, truth_number};
pub(crate) use relations::{Extent, Relations, Row, Written};
pub(crate) use table::{Core, Former, Noun, Table};

use crate::{
    access::{Access, Coverage},
    asset::Asset,
    change::ChangeField,
    credential::Credential,
    evidence::{Evidence, Exception, Override},
    heap::Heap,
    id::{Id, Namespace, Reference, ReferenceView},
    identity::{Identity, IdentityClass},
    time::Instant,
};

/// A record's place: its name space and its dense index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub(crate) namespace: Namespace,
    pub(crate) index: u32,
}

impl Slot {
    pub(crate) fn asset(index: u32) -> Self {
        Self { namespace: Namespace::Asset, index }
    }

    pub(crate) fn identity(index: u32) -> Self {
        Self { namespace: Namespace::Identity, index }
    }

    pub(crate) fn credential(index: u32) -> Self {
        Self { namespace: Namespace::Credential, index }
    }
}

/// What a batch did to the facts, so that what depends on it can be brought up to date.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Records that came, were replaced, or whose history changed; ids that are new.
    pub(crate) slots: Vec<Slot>,
    /// Relations that are gone, or were replaced, as they were.
    pub(crate) removed: Vec<Row>,
    /// Relations that are new, or replaced another.
    pub(crate) inserted: Vec<Row>,
}

/// Everything that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) assets: Table<Asset>,
    pub(crate) identities: Table<Identity>,
    pub(crate) credentials: Table<Credential>,
    pub(crate) relations: Relations,
    pub(crate) changes: Changes,
    pub(crate) evidence: BTreeMap<Id, Evidence>,
    pub(crate) overrides: BTreeSet<Override>,
    pub(crate) exceptions: BTreeSet<Exception>,
    pub(crate) coverage: BTreeSet<Coverage>,
    pub(crate) access: Vec<Access>,
}

/// The bytes that facts take, by part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactsMemory {
    pub(crate) id_texts: usize,
    pub(crate) ids: usize,
    pub(crate) records: usize,
    pub(crate) relations: usize,
    pub(crate) changes: usize,
    pub(crate) papers: usize,
}

impl Facts {
    fn names(&self, namespace: Namespace) -> &Names {
        match namespace {
            Namespace::Asset => &self.assets.names,
            Namespace::Identity => &self.identities.names,
            Namespace::Credential => &self.credentials.names,
        }
    }

    /// The slot of an id that some record bears or refers to.
    pub(crate) fn find(&self, reference: &Reference) -> Option<Slot> {
        let index = self.names(reference.namespace).find(reference.id.as_str())?;
        Some(Slot { namespace: reference.namespace, index })
    }

    /// The slot of an id, made if it is new.
    pub(crate) fn intern(&mut self, namespace: Namespace, id: &str) -> Slot {
        let hash = self.names(namespace).hash(id);
        self.intern_hashed(namespace, hash, None, id)
    }

    /// What ids are hashed with, to find them by their hashes.
    pub(crate) fn keys(&self) -> Keys {
        Keys::new(&self.assets.names, &self.identities.names, &self.credentials.names)
    }

    /// As [`Self::intern`], for an id that was looked for.
    pub(crate) fn intern_sought(&mut self, sought: Sought, id: &str) -> Slot {
        self.intern_hashed(sought.namespace, sought.hash, sought.found(), id)
    }

    fn intern_hashed(&mut self, namespace: Namespace, hash: u32, guess: Option<u32>, id: &str) -> Slot {
        let index = match namespace {
            Namespace::Asset => self.assets.intern_hashed(hash, guess, id),
            Namespace::Identity => self.identities.intern_hashed(hash, guess, id),
            Namespace::Credential => self.credentials.intern_hashed(hash, guess, id),
        };
        Slot { namespace, index }
    }

    /// Whether a record bears this id; otherwise it is absent.
    pub(crate) fn is_present(&self, slot: Slot) -> bool {
        match slot.namespace {
            Namespace::Asset => self.assets.core(slot.index).is_present(),
            Namespace::Identity => self.identities.core(slot.index).is_present(),
            Namespace::Credential => self.credentials.core(slot.index).is_present(),
        }
    }

    /// How many slots there are in a name space, of records and of absent ones.
    pub(crate) fn slots(&self, namespace: Namespace) -> u32 {
        self.names(namespace).len()
    }

    /// Whether some id is only referred to.
    pub(crate) fn has_absent(&self) -> bool {
        let absent = |present: usize, all: u32| present < all as usize;
        absent(self.assets.present(), self.assets.len())
            || absent(self.identities.present(), self.identities.len())
            || absent(self.credentials.present(), self.credentials.len())
    }

    /// The value of a field at an instant: what its history says, or where it has none the record itself; 0 for unknown.
    pub(crate) fn value_at(&self, slot: Slot, field: ChangeField, at: Instant) -> u8 {
        self.changes.value_at(ChainKey { slot, field }, at).unwrap_or_else(|| self.own(slot, field))
    }

    /// The id of a slot, as text.
    pub(crate) fn id(&self, slot: Slot) -> &str {
        self.names(slot.namespace).text(slot.index)
    }

    /// The reference to a slot's record.
    pub(crate) fn reference(&self, slot: Slot) -> Reference {
        Reference { namespace: slot.namespace, id: self.names(slot.namespace).id(slot.index) }
    }

    /// The same, borrowed.
    pub(crate) fn view(&self, slot: Slot) -> ReferenceView<'_> {
        ReferenceView::from_checked(slot.namespace, self.id(slot))
    }

    /// The class of an identity; none for an absent one.
    pub(crate) fn class(&self, identity: u32) -> Option<IdentityClass> {
        self.identities.core(identity).kind().map(crate::identity::IdentityKind::class)
    }

    /// A record's own value of a field with a history; 0 for none.
    pub(crate) fn own(&self, slot: Slot, field: ChangeField) -> u8 {
        match slot.namespace {
            Namespace::Asset => self.assets.core(slot.index).own(field),
            Namespace::Identity => self.identities.core(slot.index).own(field),
            Namespace::Credential => self.credentials.core(slot.index).own(field),
        }
    }

    /// Sets a record's own value; nothing for an absent one.
    pub(crate) fn set_own(&mut self, slot: Slot, field: ChangeField, value: u8) {
        match slot.namespace {
            Namespace::Asset => self.assets.core_mut(slot.index).set_own(field, value),
            Namespace::Identity => self.identities.core_mut(slot.index).set_own(field, value),
            Namespace::Credential => self.credentials.core_mut(slot.index).set_own(field, value),
        }
    }

    /// The bytes of what is known, by part.
    pub(crate) fn memory(&self) -> FactsMemory {
        let Self { assets, identities, credentials, .. } = self;
        let papers = self.evidence.heap() + self.overrides.heap() + self.exceptions.heap() + self.coverage.heap();
        FactsMemory {
            id_texts: assets.names.texts() + identities.names.texts() + credentials.names.texts(),
            ids: assets.names.finding() + identities.names.finding() + credentials.names.finding(),
            records: assets.rows() + identities.rows() + credentials.rows(),
            relations: self.relations.heap(),
            changes: self.changes.heap(),
            papers: papers + self.access.heap(),
        }
    }

    /// How many records there are, of every type.
    pub(crate) fn len(&self) -> usize {
        self.assets.present()
            + self.identities.present()
            + self.credentials.present()
            + self.relations.explicit()
            + self.changes.rows().len()
            + self.evidence.len()
            + self.overrides.len()
            + self.exceptions.len()
            + self.coverage.len()
            + self.access.len()
    }
}
