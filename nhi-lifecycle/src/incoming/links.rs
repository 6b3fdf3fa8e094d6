//! Relations and changes on their way in.

use super::{Scalar, once};
use crate::{
    change::ChangeField,
    id::Namespace,
    relation::{End, Privilege, RelationKind, Span},
    time::Instant,
};

/// A relation.
#[derive(Debug, Default)]
pub(crate) struct IncomingRelation<'a> {
    pub(crate) kind: Option<RelationKind>,
    from: Option<(Option<Namespace>, &'a str)>,
    to: Option<(Option<Namespace>, &'a str)>,
    pub(crate) span: Span,
    pub(crate) privilege: Option<Privilege>,
}

impl<'a> IncomingRelation<'a> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
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

    pub(super) fn finish(&mut self) -> Option<()> {
        let kind = self.kind?;
        let (from, to) = kind.ends();
        let implied = |end: &mut Option<(Option<Namespace>, &str)>, allowed: End| {
            let (written, _) = end.as_mut()?;
            *written = match (*written, allowed.namespaces) {
                (None, [only]) => Some(*only),
                (Some(written), allowed) if allowed.contains(&written) => Some(written),
                _ => return None,
            };
            Some(())
        };
        implied(&mut self.from, from)?;
        implied(&mut self.to, to)?;
        let backwards = matches!(self.span, Span { since: Some(since), until: Some(until) } if until <= since);
        let misplaced = self.privilege.is_some() && kind != RelationKind::EntitledTo;
        (!backwards && !misplaced).then_some(())
    }

    /// Its ends, each in its name space.
    pub(crate) fn ends(&self) -> Option<[(Namespace, &'a str); 2]> {
        let named = |(namespace, id): (Option<Namespace>, &'a str)| Some((namespace?, id));
        Some([named(self.from?)?, named(self.to?)?])
    }
}

/// The value that a change is said to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IncomingPrior {
    Unknown,
    Value(u8),
}

/// A change. Its values are numbers of the field's vocabulary once it is finished.
#[derive(Debug, Default)]
pub(crate) struct IncomingChange<'a> {
    pub(crate) subject: Option<(Option<Namespace>, &'a str)>,
    to_word: Option<&'a str>,
    from_word: Option<Option<&'a str>>,
    field: Option<ChangeField>,
    pub(crate) at: Option<Instant>,
    pub(crate) not_before: Option<Instant>,
    pub(crate) by: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) values: Option<IncomingValues>,
}

/// What a change is about, found at its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IncomingValues {
    pub(crate) namespace: Namespace,
    pub(crate) field: ChangeField,
    pub(crate) from: Option<IncomingPrior>,
    pub(crate) to: u8,
}

fn value_word(value: Scalar<'_>) -> Option<&str> {
    match value {
        Scalar::Text(word) => Some(word),
        Scalar::Truth(truth) => Some(if truth { "true" } else { "false" }),
        _ => None,
    }
}

impl<'a> IncomingChange<'a> {
    pub(super) fn set(&mut self, field: &str, value: Scalar<'a>) -> Option<()> {
        match field {
            "subject" => once(&mut self.subject, value.reference()),
            "to" => once(&mut self.to_word, value_word(value)),
            "at" => once(&mut self.at, value.instant()),
            "from" if value == Scalar::Null => once(&mut self.from_word, Some(None)),
            "from" => once(&mut self.from_word, Some(Some(value_word(value)?))),
            "field" => once(&mut self.field, value.word()),
            "not_before" => once(&mut self.not_before, value.instant()),
            "by" => once(&mut self.by, value.text()),
            "reason" => once(&mut self.reason, value.text()),
            _ => None,
        }
    }

    pub(super) fn finish(&mut self) -> Option<()> {
        let (namespace, _) = self.subject?;
        let (namespace, at) = (namespace?, self.at?);
        let field = self.field.unwrap_or(ChangeField::main(namespace));
        let number = |word: &str| field.number_of(namespace, word).ok();
        let from = match self.from_word {
            None => None,
            Some(None) => Some(IncomingPrior::Unknown),
            Some(Some(word)) => Some(IncomingPrior::Value(number(word)?)),
        };
        let to = number(self.to_word?)?;
        self.values = Some(IncomingValues { namespace, field, from, to });
        let fits = field.belongs_to(namespace) && self.not_before.is_none_or(|not_before| not_before <= at);
        fits.then_some(())
    }
}
