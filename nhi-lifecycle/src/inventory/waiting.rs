//! Records that wait to be applied: some two hundred, so that what applying them reads is fetched for all of them at once.
//!
//! What a source gives is gone once it gives the next. So the ids are copied here, with the hashes that they are found by; all
//! else is in its final form already.

use std::{ops::Range, vec::Drain};

use super::shorthand::Shorthands;
use crate::{
    asset::Asset,
    change::Prior,
    credential::Credential,
    error::{Code, Problem},
    facts::{AssetFacts, ChainKey, ChangeRow, CredentialFacts, Facts, IdentityFacts, Noun, OMITTED, Slot, UNKNOWN},
    id::{InvalidReference, LooseReference, Namespace},
    identity::Identity,
    incoming::{Incoming, IncomingPrior, Kind, Shorthand},
    record::Record,
    relation::{End, Privilege, RelationKind, Span},
};

/// So many records and ids wait together: what they read lies in the caches still when its turn comes.
const TOGETHER: usize = 256;

/// Records that were given and are not applied yet.
#[derive(Default)]
pub(super) struct Waiting {
    /// The ids, one after another.
    texts: String,
    names: Vec<Held>,
    records: Vec<Item>,
    /// Slots that were found beforehand; kept for its room.
    found: Vec<Slot>,
}

/// Where an id lies among the texts.
struct Held {
    text: Range<usize>,
    hash: u32,
    namespace: Namespace,
    /// Of which relation it is the other end, where a record names it in a short-hand.
    kind: Option<RelationKind>,
}

/// A record that waits.
pub(super) struct Item {
    pub(super) position: usize,
    /// Which of the names are its own: the id it bears and those of its short-hands, its ends, or its subject.
    pub(super) names: Range<usize>,
    pub(super) content: Content,
}

/// What a record says besides the ids of others.
pub(super) enum Content {
    Asset(AssetFacts, Option<Box<Asset>>),
    Identity(IdentityFacts, Option<Box<Identity>>),
    Credential(CredentialFacts, Option<Box<Credential>>),
    Relation(RelationKind, Span, Option<Privilege>),
    /// A change, of whatever its name turns out to be.
    Change(ChangeRow),
    /// What is rare.
    Other(Box<Record>),
}

/// An id that is to be found.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) namespace: Namespace,
    pub(super) hash: u32,
    pub(super) text: &'a str,
    pub(super) kind: Option<RelationKind>,
}

impl Waiting {
    /// Whether it is time to apply them.
    pub(super) fn is_full(&self) -> bool {
        self.records.len() + self.names.len() >= TOGETHER
    }

    /// Lets a record wait, unless something is wrong with it, and says how many relations it brings.
    pub(super) fn push(
        &mut self,
        facts: &Facts,
        position: usize,
        mut incoming: Incoming<'_>,
        problems: &mut Vec<Problem>,
    ) -> usize {
        let first = self.names.len();
        let content = match incoming.0 {
            Kind::Whole(record) => match self.whole(facts, record, problems) {
                Some(content) => content,
                None => {
                    self.names.truncate(first);
                    return 0;
                }
            },
            Kind::Asset(ref mut asset) => {
                self.bearer(facts, Namespace::Asset, asset.id, asset.shorthands.as_slice().iter().copied());
                Content::Asset(AssetFacts::of(asset), asset.details.take())
            }
            Kind::Identity(ref mut identity) => {
                let shorthands = identity.shorthands.as_slice().iter().copied();
                self.bearer(facts, Namespace::Identity, identity.id, shorthands);
                Content::Identity(IdentityFacts::of(identity), identity.details.take())
            }
            Kind::Credential(ref mut credential) => {
                let shorthands = credential.shorthands.as_slice().iter().copied();
                self.bearer(facts, Namespace::Credential, credential.id, shorthands);
                Content::Credential(CredentialFacts::of(credential), credential.details.take())
            }
            Kind::Relation(ref relation) => {
                let (Some(kind), Some(ends)) = (relation.kind, relation.ends()) else { return 0 };
                for (namespace, id) in ends {
                    self.name(facts, namespace, id, None);
                }
                Content::Relation(kind, relation.span, relation.privilege)
            }
            Kind::Change(ref change) => {
                let (Some(values), Some((_, id)), Some(at)) = (change.values, change.subject, change.at) else {
                    return 0;
                };
                self.name(facts, values.namespace, id, None);
                let from = match values.from {
                    None => OMITTED,
                    Some(IncomingPrior::Unknown) => UNKNOWN,
                    Some(IncomingPrior::Value(number)) => number,
                };
                let key = ChainKey { slot: Slot { namespace: values.namespace, index: 0 }, field: values.field };
                let row = ChangeRow::new(key, at, from, values.to).not_before(change.not_before);
                Content::Change(row.saying(change.by.map(str::to_owned), change.reason.map(str::to_owned)))
            }
        };
        let names = first..self.names.len();
        let relations = match &content {
            Content::Relation(..) => 1,
            Content::Change(_) | Content::Other(_) => 0,
            _ => names.len().saturating_sub(1),
        };
        self.records.push(Item { position, names, content });
        relations
    }

    fn whole(&mut self, facts: &Facts, record: Record, problems: &mut Vec<Problem>) -> Option<Content> {
        Some(match record {
            Record::Asset(asset) => {
                self.bearer(facts, Namespace::Asset, Some(asset.id.as_str()), asset.shorthands());
                Content::Asset(asset.to_core(), asset.into_details())
            }
            Record::Identity(identity) => {
                self.bearer(facts, Namespace::Identity, Some(identity.id.as_str()), identity.shorthands());
                Content::Identity(identity.to_core(), identity.into_details())
            }
            Record::Credential(credential) => {
                self.bearer(facts, Namespace::Credential, Some(credential.id.as_str()), credential.shorthands());
                Content::Credential(credential.to_core(), credential.into_details())
            }
            Record::Relation(relation) => {
                let (from, to) = relation.kind.ends();
                for (reference, end, field) in [(&relation.from, from, "from"), (&relation.to, to, "to")] {
                    match namespace_at(reference, end) {
                        Ok(namespace) => self.name(facts, namespace, reference.id.as_str(), None),
                        Err(problem) => problems.push(problem.in_field(field)),
                    }
                }
                if !problems.is_empty() {
                    return None;
                }
                Content::Relation(relation.kind, relation.span(), relation.privilege)
            }
            Record::Change(change) => {
                let (field, namespace) = (change.field(), change.subject.namespace);
                self.name(facts, namespace, change.subject.id.as_str(), None);
                // The words were checked against the field's vocabulary before.
                let number = |value: &str| field.number_of(namespace, value).unwrap_or(0);
                let from = match &change.from {
                    Prior::Omitted => OMITTED,
                    Prior::Unknown => UNKNOWN,
                    Prior::Value(value) => number(value.as_str()),
                };
                let key = ChainKey { slot: Slot { namespace, index: 0 }, field };
                let row = ChangeRow::new(key, change.at, from, number(change.to.as_str()));
                Content::Change(row.not_before(change.not_before).saying(change.by, change.reason))
            }
            rare => Content::Other(Box::new(rare)),
        })
    }

    /// The id that a record bears, and those that it names in short-hands.
    fn bearer<'s>(
        &mut self,
        facts: &Facts,
        namespace: Namespace,
        id: Option<&str>,
        shorthands: impl Iterator<Item = Shorthand<'s>>,
    ) {
        self.name(facts, namespace, id.unwrap_or_default(), None);
        let mut last = None;
        for shorthand in shorthands {
            // They come in order: one that is told twice is told twice in a row, and counts once.
            if last.replace(shorthand) != Some(shorthand) {
                self.name(facts, shorthand.namespace, shorthand.id, Some(shorthand.kind));
            }
        }
    }

    fn name(&mut self, facts: &Facts, namespace: Namespace, id: &str, kind: Option<RelationKind>) {
        let begin = self.texts.len();
        self.texts.push_str(id);
        let text = begin..self.texts.len();
        self.names.push(Held { text, hash: facts.hash(namespace, id), namespace, kind });
    }

    /// Fetches what applying them reads.
    pub(super) fn look_ahead(&mut self, facts: &Facts) {
        facts.look_ahead(self.names.iter().map(|name| (name.namespace, name.hash)), &mut self.found);
    }

    /// The records in their order, each with its position and its names.
    pub(super) fn drain(&mut self) -> (Drain<'_, Item>, Names<'_>) {
        (self.records.drain(..), Names { texts: &self.texts, held: &self.names })
    }

    /// Makes room for others.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.names.clear();
    }
}

/// The names of all records that wait.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    texts: &'a str,
    held: &'a [Held],
}

impl<'a> Names<'a> {
    /// Those of one record.
    pub(super) fn of(self, range: Range<usize>) -> impl Iterator<Item = Name<'a>> {
        let held = self.held.get(range).unwrap_or_default();
        held.iter().map(move |held| Name {
            namespace: held.namespace,
            hash: held.hash,
            text: self.texts.get(held.text.clone()).unwrap_or_default(),
            kind: held.kind,
        })
    }
}

/// The name space of a reference at an end of a relation, if one of this name space may stand there.
fn namespace_at(reference: &LooseReference, end: End) -> Result<Namespace, Problem> {
    let refused = match (reference.namespace, end.namespaces) {
        (None, [only]) => return Ok(*only),
        (Some(namespace), allowed) if allowed.contains(&namespace) => return Ok(namespace),
        (None, _) => InvalidReference::Unprefixed.to_string(),
        (Some(_), allowed) => {
            let allowed: Vec<&str> = allowed.iter().map(|namespace| namespace.as_str()).collect();
            format!("a relation of this kind has here: {}", allowed.join(", "))
        }
    };
    let code = if reference.namespace.is_none() { Code::InvalidReference } else { Code::WrongEnds };
    Err(Problem::new(code, refused))
}
