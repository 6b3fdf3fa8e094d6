//! What each source showed last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    heap::{Heap, hash_room},
    id::{Id, LooseReference, Namespace, Reference},
    record::Record,
    relation::{End, RelationKind},
    time::Instant,
};

/// What each source showed last.
pub(super) type Sources = BTreeMap<String, Memory>;

#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) observed_at: Option<Instant>,
    pub(super) shown: HashMap<Key, Shown>,
}

/// What makes a shown record the same one as before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Noun(Reference),
    Relation(RelationKind, LooseReference, LooseReference, Option<Instant>),
    /// A record that is its own key, as its text.
    Whole(String),
}

#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) record: Record,
    /// How often it was shown; more than once only for lines of a log.
    pub(super) times: usize,
    /// The last observation that showed it, where a later one did not.
    pub(super) missing_since: Option<Instant>,
}

pub(super) fn key(record: &Record) -> Key {
    let noun = |namespace, id: &Id| Key::Noun(Reference { namespace, id: id.clone() });
    match record {
        Record::Asset(asset) => noun(Namespace::Asset, &asset.id),
        Record::Identity(identity) => noun(Namespace::Identity, &identity.id),
        Record::Credential(credential) => noun(Namespace::Credential, &credential.id),
        Record::Relation(relation) => {
            let (from, to) = relation.kind.ends();
            Key::Relation(relation.kind, implied(&relation.from, from), implied(&relation.to, to), relation.since)
        }
        other => Key::Whole(serde_json::to_string(other).unwrap_or_default()),
    }
}

/// A reference with its name space, where only one may stand at this end.
fn implied(reference: &LooseReference, end: End) -> LooseReference {
    let only = if let [only] = end.namespaces { Some(*only) } else { None };
    LooseReference { namespace: reference.namespace.or(only), id: reference.id.clone() }
}

impl Heap for Memory {
    fn heap(&self) -> usize {
        let key = |key: &Key| match key {
            Key::Noun(reference) => reference.heap(),
            Key::Relation(_, from, to, _) => from.heap() + to.heap(),
            Key::Whole(text) => text.heap(),
        };
        hash_room(&self.shown)
            + self.shown.iter().map(|(shown_as, shown)| key(shown_as) + shown.record.heap()).sum::<usize>()
    }
}

impl Memory {
    /// What the source showed of this record last.
    pub(super) fn last(&self, record: &Record) -> Option<&Record> {
        self.shown.get(&key(record)).map(|shown| &shown.record)
    }

    /// The last observation that showed this record.
    pub(super) fn last_shown(&self, subject: &Reference) -> Option<Instant> {
        let shown = self.shown.get(&Key::Noun(subject.clone()))?;
        shown.missing_since.or(self.observed_at)
    }

    /// Remembers an observation: what was new in it, and what it no longer showed.
    pub(super) fn keep(&mut self, news: Vec<(usize, Record)>, observed_at: Instant, missing: &BTreeSet<Key>) {
        for key in missing {
            if let Some(shown) = self.shown.get_mut(key) {
                shown.missing_since = self.observed_at;
            }
        }
        for (_, record) in news {
            let key = key(&record);
            let times = match &key {
                Key::Whole(_) => self.shown.get(&key).map_or(0, |shown| shown.times) + 1,
                _ => 1,
            };
            self.shown.insert(key, Shown { record, times, missing_since: None });
        }
        self.observed_at = Some(observed_at);
    }
}
