//! Records that wait to be applied: some two hundred, so that what applying them reads is fetched for all of them at once.
//!
//! What a source gives is gone once it gives the next. So the ids are copied here, with the hashes that they are found by; all
//! else is in its final form already.

use std::{ops::Range, vec::Drain};

use crate::{
    asset::Asset,
    credential::Credential,
    facts::{AssetFacts, ChangeRow, CredentialFacts, Facts, IdentityFacts, Keys, Role, Sought},
    heap::{Heap, room_of},
    id::{Id, Namespace},
    identity::Identity,
    record::Record,
    relation::{Privilege, RelationKind, Span},
};

/// So many records and ids wait together: what they read lies in the caches still when its turn comes.
const TOGETHER: usize = 256;

/// Records that take so many bytes wait for no more.
pub(crate) const MUCH: usize = 1 << 20;

/// Records that were given and are not applied yet, and the names of one that is being put together.
#[derive(Default)]
pub(crate) struct Waiting {
    /// The ids, one after another.
    texts: String,
    names: Vec<Named>,
    records: Vec<Item>,
    /// How many names, and bytes of texts, are of records that wait.
    kept: (usize, usize),
    /// About the bytes of what is only shown of those.
    shown: usize,
}

/// An id, and where its text lies.
struct Named {
    begin: usize,
    /// Its bytes; no id has so many that they do not fit.
    len: u16,
    /// Of which relation it is the other end, where a record names it in a short-hand.
    kind: Option<RelationKind>,
    sought: Sought,
}

impl AsRef<Sought> for Named {
    fn as_ref(&self) -> &Sought {
        &self.sought
    }
}

impl AsMut<Sought> for Named {
    fn as_mut(&mut self) -> &mut Sought {
        &mut self.sought
    }
}

impl Named {
    fn text<'t>(&self, texts: &'t str) -> &'t str {
        texts.get(self.begin..self.begin + usize::from(self.len)).unwrap_or_default()
    }

    /// The order in which a record that was made tells its short-hands.
    fn rank<'t>(&self, texts: &'t str) -> (u8, Namespace, &'t str) {
        let kind = match self.kind {
            None | Some(RelationKind::AuthenticatesAs) => 0,
            Some(kind) => kind.number(),
        };
        (kind, self.sought.namespace(), self.text(texts))
    }
}

/// A record that waits.
pub(crate) struct Item {
    pub(crate) position: usize,
    /// Which of the names are its own: the id it bears and those of its short-hands, its ends, or its subject.
    pub(crate) names: Range<usize>,
    pub(crate) content: Content,
}

/// What a record says besides the ids of others.
pub(crate) enum Content {
    Asset(AssetFacts, Option<Box<Asset>>),
    Identity(IdentityFacts, Option<Box<Identity>>),
    Credential(CredentialFacts, Option<Box<Credential>>),
    Relation(RelationKind, Span, Option<Privilege>),
    /// A change, of whatever its name turns out to be.
    Change(ChangeRow),
    /// What is rare.
    Other(Box<Record>),
}

impl Heap for Content {
    fn heap(&self) -> usize {
        match self {
            Self::Asset(_, details) => details.heap(),
            Self::Identity(_, details) => details.heap(),
            Self::Credential(_, details) => details.heap(),
            Self::Relation(..) => 0,
            Self::Change(row) => row.words_heap(),
            Self::Other(record) => record.heap(),
        }
    }
}

/// An id that is to be found.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    pub(crate) sought: Sought,
    pub(crate) text: &'a str,
    pub(crate) kind: Option<RelationKind>,
}

impl Waiting {
    /// Whether it is time to apply them.
    pub(crate) fn is_full(&self) -> bool {
        self.records.len() + self.names.len() >= TOGETHER || self.bytes() >= MUCH
    }

    /// About the bytes of what the records that wait say.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.len() + self.shown
    }

    /// Whether its room is worth keeping for others.
    pub(crate) fn is_small(&self) -> bool {
        self.texts.capacity() + room_of(&self.names) + room_of(&self.records) < MUCH
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Names an id in the record that is being put together.
    pub(crate) fn name(&mut self, keys: &Keys, namespace: Namespace, role: Role, id: &str, kind: Option<RelationKind>) {
        let named = self.named(keys, namespace, role, id, kind);
        self.names.push(named);
    }

    #[inline]
    fn named(&mut self, keys: &Keys, namespace: Namespace, role: Role, id: &str, kind: Option<RelationKind>) -> Named {
        let begin = self.texts.len();
        self.texts.push_str(id);
        debug_assert!(id.len() <= Id::MAX_BYTES, "what is named was checked");
        let len = id.len() as u16;
        Named { begin, len, kind, sought: Sought::new(namespace, role, keys.hash(namespace, id)) }
    }

    /// The id that it bears; once, and before or behind its short-hands.
    pub(crate) fn bear(&mut self, keys: &Keys, namespace: Namespace, id: &str) {
        let named = self.named(keys, namespace, Role::Bearer, id, None);
        self.names.insert(self.kept.0, named);
    }

    /// Whether it bears an id.
    pub(crate) fn is_borne(&self) -> bool {
        self.names.get(self.kept.0).is_some_and(|first| first.sought.is_of(Role::Bearer))
    }

    /// Another record, named in a short-hand.
    pub(crate) fn refer(&mut self, keys: &Keys, kind: RelationKind, namespace: Namespace, id: &str) {
        self.name(keys, namespace, Role::To, id, Some(kind));
    }

    /// Whether a short-hand of this relation stands in it.
    pub(crate) fn has_shorthand(&self, kind: RelationKind) -> bool {
        self.names.iter().skip(self.kept.0).any(|name| name.kind == Some(kind))
    }

    /// Brings its short-hands in the order of a record that was made, each once, as relations are a set.
    pub(crate) fn order_shorthands(&mut self) {
        let first = self.kept.0 + 1;
        let Self { texts, names, .. } = self;
        let Some(shorthands) = names.get_mut(first..) else { return };
        if shorthands.is_sorted_by(|a, b| a.rank(texts) < b.rank(texts)) {
            return;
        }
        shorthands.sort_unstable_by(|a, b| a.rank(texts).cmp(&b.rank(texts)));
        let mut at = 0;
        let mut last = None;
        names.retain(|name| {
            at += 1;
            at <= first || last.replace(name.rank(texts)) != Some(name.rank(texts))
        });
    }

    /// Lets the record wait whose names were given, and says how many relations it brings.
    #[inline]
    pub(crate) fn keep(&mut self, position: usize, content: Content) -> usize {
        let names = self.names.len() - self.kept.0;
        let relations = match &content {
            Content::Relation(..) => 1,
            Content::Change(_) | Content::Other(_) => 0,
            _ => names.saturating_sub(1),
        };
        self.shown += content.heap();
        self.records.push(Item { position, names: self.kept.0..self.names.len(), content });
        self.kept = (self.names.len(), self.texts.len());
        relations
    }

    /// Whether names were given of a record that is not kept.
    pub(crate) fn has_loose_names(&self) -> bool {
        self.names.len() > self.kept.0
    }

    /// Forgets the record that was kept last.
    pub(crate) fn forget_last(&mut self) {
        let Some(last) = self.records.pop() else { return };
        let texts = self.names.get(last.names.clone()).unwrap_or_default().iter().map(|name| name.begin).min();
        self.kept = (last.names.start, texts.unwrap_or(self.kept.1));
        self.shown = self.shown.saturating_sub(last.content.heap());
        self.discard();
    }

    /// Forgets the names of a record that is not kept.
    pub(crate) fn discard(&mut self) {
        self.names.truncate(self.kept.0);
        self.texts.truncate(self.kept.1);
    }

    /// Fetches what applying them reads.
    pub(crate) fn look_ahead(&mut self, facts: &Facts) {
        facts.look_ahead(&mut self.names);
    }

    /// The records in their order, each with its position and its names.
    pub(crate) fn drain(&mut self) -> (Drain<'_, Item>, Names<'_>) {
        (self.records.drain(..), Names { texts: &self.texts, names: &self.names })
    }

    /// Makes room for others.
    pub(crate) fn clear(&mut self) {
        self.texts.clear();
        self.names.clear();
        (self.kept, self.shown) = ((0, 0), 0);
    }
}

/// The names of all records that wait.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    texts: &'a str,
    names: &'a [Named],
}

impl<'a> Names<'a> {
    /// Those of one record.
    pub(crate) fn of(self, range: Range<usize>) -> impl Iterator<Item = Name<'a>> {
        let names = self.names.get(range).unwrap_or_default();
        names.iter().map(move |name| Name { sought: name.sought, text: name.text(self.texts), kind: name.kind })
    }
}
