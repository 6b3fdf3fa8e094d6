//! One relation as it is told.

use crate::{
    facts::{Slot, terms::Terms},
    id::Namespace,
    relation::{Privilege, RelationKind, Span},
    time::Instant,
};

/// How a relation was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As a record of its own.
    Explicitly,
    /// As a short-hand of its `from`, with which it is replaced.
    InShort,
}

/// One relation. Its key is its kind, its ends and its `since`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(super) since: i64,
    pub(super) until: i64,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) kind: RelationKind,
    pub(super) from_namespace: Namespace,
    pub(super) to_namespace: Namespace,
    pub(crate) privilege: Option<Privilege>,
    pub(crate) written: Written,
}

/// What makes two rows the same relation.
pub(in crate::facts) type Key = (RelationKind, Slot, Slot, i64);

const NO_SINCE: i64 = i64::MIN;
const NO_UNTIL: i64 = i64::MAX;

impl Row {
    pub(crate) fn new(kind: RelationKind, from: Slot, to: Slot, span: Span, written: Written) -> Self {
        Self {
            since: span.since.map_or(NO_SINCE, Instant::as_micros),
            until: span.until.map_or(NO_UNTIL, Instant::as_micros),
            from: from.index,
            to: to.index,
            kind,
            from_namespace: from.namespace,
            to_namespace: to.namespace,
            privilege: None,
            written,
        }
    }

    pub(crate) fn from(&self) -> Slot {
        Slot { namespace: self.from_namespace, index: self.from }
    }

    pub(crate) fn to(&self) -> Slot {
        Slot { namespace: self.to_namespace, index: self.to }
    }

    pub(crate) fn span(&self) -> Span {
        Span { since: Instant::from_micros(self.since).ok(), until: Instant::from_micros(self.until).ok() }
    }

    /// `since` and `until` as numbers that compare; absent ones are the least and the greatest.
    pub(crate) fn bounds(&self) -> (i64, i64) {
        (self.since, self.until)
    }

    pub(in crate::facts) fn key(&self) -> Key {
        (self.kind, self.from(), self.to(), self.since)
    }

    pub(super) fn terms(&self) -> Terms {
        Terms { since: self.since, until: self.until, privilege: self.privilege }
    }

    /// Whether two rows say the same, however they were written.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.key() == other.key() && self.terms() == other.terms()
    }
}
