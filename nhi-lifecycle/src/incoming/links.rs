//! The fields of relations and changes. What one of them means may hang on another, so they are held until the end.

use super::{Content, Room, Scalar, nouns::once};
use crate::{
    change::ChangeField,
    facts::{ChainKey, ChangeRow, OMITTED, Role, Slot, UNKNOWN},
    id::Namespace,
    relation::{Privilege, RelationKind, Span},
    time::Instant,
};

/// A relation.
#[derive(Default)]
pub(super) struct RelationDraft<'t> {
    kind: Option<RelationKind>,
    from: Option<(Option<Namespace>, &'t str)>,
    to: Option<(Option<Namespace>, &'t str)>,
    span: Span,
    privilege: Option<Privilege>,
}

impl<'t> RelationDraft<'t> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'t>) -> Option<()> {
        match field {
            "kind" => once(&mut self.kind, value.word()),
            "from" => once(&mut self.from, value.reference()),
            "to" => once(&mut self.to, value.reference()),
            "since" => once(&mut self.span.since, value.instant()),
            "until" => once(&mut self.span.until, value.instant()),
            "privilege" => once(&mut self.privilege, value.word()),
            _ => None,
        }
    }

    pub(super) fn finish(self, room: &mut Room) -> Option<Content> {
        let kind = self.kind?;
        let backwards = matches!(self.span, Span { since: Some(since), until: Some(until) } if until <= since);
        let misplaced = self.privilege.is_some() && kind != RelationKind::EntitledTo;
        if backwards || misplaced {
            return None;
        }
        let (from, to) = kind.ends();
        for ((written, id), end, role) in [(self.from?, from, Role::From), (self.to?, to, Role::To)] {
            let namespace = end.namespace(written).filter(|_| room.takes(id))?;
            room.waiting.name(&room.keys, namespace, role, id, None);
        }
        Some(Content::Relation(kind, self.span, self.privilege))
    }
}

/// A change.
#[derive(Default)]
pub(super) struct ChangeDraft<'t> {
    subject: Option<(Option<Namespace>, &'t str)>,
    to: Option<&'t str>,
    /// Said to be unknown, or a word.
    from: Option<Option<&'t str>>,
    field: Option<ChangeField>,
    at: Option<Instant>,
    not_before: Option<Instant>,
    by: Option<&'t str>,
    reason: Option<&'t str>,
}

fn value_word(value: Scalar<'_>) -> Option<&str> {
    match value {
        Scalar::Text(word) => Some(word),
        Scalar::Truth(truth) => Some(if truth { "true" } else { "false" }),
        _ => None,
    }
}

impl<'t> ChangeDraft<'t> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'t>) -> Option<()> {
        match field {
            "subject" => once(&mut self.subject, value.reference()),
            "to" => once(&mut self.to, value_word(value)),
            "at" => once(&mut self.at, value.instant()),
            "from" if value == Scalar::Null => once(&mut self.from, Some(None)),
            "from" => once(&mut self.from, Some(Some(value_word(value)?))),
            "field" => once(&mut self.field, value.word()),
            "not_before" => once(&mut self.not_before, value.instant()),
            "by" => once(&mut self.by, value.text()),
            "reason" => once(&mut self.reason, value.text()),
            _ => None,
        }
    }

    pub(super) fn finish(self, room: &mut Room) -> Option<Content> {
        let (namespace, id) = self.subject?;
        let (namespace, at) = (namespace?, self.at?);
        let field = self.field.unwrap_or(ChangeField::main(namespace));
        let number = |word: &str| field.number_of(namespace, word).ok();
        let from = match self.from {
            None => OMITTED,
            Some(None) => UNKNOWN,
            Some(Some(word)) => number(word)?,
        };
        let to = number(self.to?)?;
        let fits = field.belongs_to(namespace) && self.not_before.is_none_or(|not_before| not_before <= at);
        if !fits || ![Some(id), self.by, self.reason].into_iter().flatten().all(|text| room.takes(text)) {
            return None;
        }
        room.waiting.name(&room.keys, namespace, Role::Subject, id, None);
        let key = ChainKey { slot: Slot { namespace, index: 0 }, field };
        let row = ChangeRow::new(key, at, from, to).not_before(self.not_before);
        Some(Content::Change(row.saying(self.by.map(str::to_owned), self.reason.map(str::to_owned))))
    }
}
