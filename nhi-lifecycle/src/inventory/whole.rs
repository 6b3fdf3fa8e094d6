//! What a source put in, on its way to what waits; a record that was made is checked there.

use super::{check, normal::normalise, shorthand::Shorthands};
use crate::{
    change::Prior,
    error::{Code, Problem},
    event::Encoder,
    facts::{ChainKey, ChangeRow, Noun, OMITTED, Role, Slot, UNKNOWN},
    id::{InvalidReference, LooseReference, Namespace},
    incoming::{Content, Room},
    record::Record,
    relation::End,
};

impl Room {
    /// Lets what was put in wait, and writes it into the event, unless something is wrong with it. Says how many relations it brings.
    pub(super) fn keep(&mut self, event: &mut Option<&mut Encoder>, problems: &mut Vec<Problem>) -> usize {
        if let Some(relations) = self.drafted.take() {
            return relations;
        }
        let Some(record) = self.made.take() else { return 0 };
        let content = self.made(record, event, problems);
        content.map_or(0, |content| self.waiting.keep(self.position, content))
    }

    fn made(
        &mut self,
        mut record: Record,
        event: &mut Option<&mut Encoder>,
        problems: &mut Vec<Problem>,
    ) -> Option<Content> {
        normalise(&mut record);
        if let Some(limits) = &self.limits {
            check::check(&record, limits, problems);
        }
        if !problems.is_empty() {
            return None;
        }
        if let Some(event) = event {
            event.record(&record);
        }
        self.content(record, problems)
    }

    fn content(&mut self, record: Record, problems: &mut Vec<Problem>) -> Option<Content> {
        Some(match record {
            Record::Asset(asset) => {
                self.bearer(Namespace::Asset, &*asset);
                Content::Asset(asset.to_core(), asset.into_details())
            }
            Record::Identity(identity) => {
                self.bearer(Namespace::Identity, &*identity);
                Content::Identity(identity.to_core(), identity.into_details())
            }
            Record::Credential(credential) => {
                self.bearer(Namespace::Credential, &*credential);
                Content::Credential(credential.to_core(), credential.into_details())
            }
            Record::Relation(relation) => {
                let (from, to) = relation.kind.ends();
                let ends = [(&relation.from, from, Role::From, "from"), (&relation.to, to, Role::To, "to")];
                for (reference, end, role, field) in ends {
                    match namespace_at(reference, end) {
                        Ok(namespace) => self.waiting.name(&self.keys, namespace, role, reference.id.as_str(), None),
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
                self.waiting.name(&self.keys, namespace, Role::Subject, change.subject.id.as_str(), None);
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
    fn bearer<N: Shorthands + Noun>(&mut self, namespace: Namespace, noun: &N) {
        self.waiting.bear(&self.keys, namespace, noun.id().as_str());
        for shorthand in noun.shorthands() {
            self.waiting.refer(&self.keys, shorthand.kind, shorthand.namespace, shorthand.id);
        }
    }
}

/// The name space of a reference at an end of a relation, if one of this name space may stand there.
fn namespace_at(reference: &LooseReference, end: End) -> Result<Namespace, Problem> {
    if let Some(namespace) = end.namespace(reference.namespace) {
        return Ok(namespace);
    }
    let refused = match (reference.namespace, end.namespaces) {
        (None, _) => InvalidReference::Unprefixed.to_string(),
        (Some(_), allowed) => {
            let allowed: Vec<&str> = allowed.iter().map(|namespace| namespace.as_str()).collect();
            format!("a relation of this kind has here: {}", allowed.join(", "))
        }
    };
    let code = if reference.namespace.is_none() { Code::InvalidReference } else { Code::WrongEnds };
    Err(Problem::new(code, refused))
}
