//! Relations: who owns what, what runs where, which credential proves which identity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{LooseReference, Namespace, Reference},
    identity::IdentityClass,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What one record is to another.
    pub enum RelationKind ("a relation kind") {
        OwnedBy = 1 "owned_by",
        AssignedTo = 2 "assigned_to",
        MemberOf = 3 "member_of",
        RunsOn = 4 "runs_on",
        DependsOn = 5 "depends_on",
        AttachedTo = 6 "attached_to",
        ActsFor = 7 "acts_for",
        EntitledTo = 8 "entitled_to",
        AuthenticatesAs = 9 "authenticates_as",
        IssuedBy = 10 "issued_by",
        StoredOn = 11 "stored_on",
        UsedBy = 12 "used_by",
        DerivedFrom = 13 "derived_from",
    }
}

vocabulary! {
    /// What an entitlement allows; each includes those before it.
    pub enum Privilege ("a privilege") {
        Read = 1 "read",
        Write = 2 "write",
        Admin = 3 "admin",
    }
}

/// What may stand at one end of a relation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) namespaces: &'static [Namespace],
    pub(crate) classes: &'static [IdentityClass],
}

impl End {
    /// The name space of a reference here, as it is written or, where there is but one, implied.
    pub(crate) fn namespace(&self, written: Option<Namespace>) -> Option<Namespace> {
        match (written, self.namespaces) {
            (None, [only]) => Some(*only),
            (written, allowed) => written.filter(|written| allowed.contains(written)),
        }
    }
}

const ASSET: End = End { namespaces: &[Namespace::Asset], classes: &[] };
const CREDENTIAL: End = End { namespaces: &[Namespace::Credential], classes: &[] };
const IDENTITY: End = End { namespaces: &[Namespace::Identity], classes: IdentityClass::ALL };
const ACCOUNTABLE: End =
    End { namespaces: &[Namespace::Identity], classes: &[IdentityClass::Human, IdentityClass::Team] };
const TEAM: End = End { namespaces: &[Namespace::Identity], classes: &[IdentityClass::Team] };
const NON_HUMAN: End = End { namespaces: &[Namespace::Identity], classes: &[IdentityClass::NonHuman] };
const ANY: End = End { namespaces: Namespace::ALL, classes: IdentityClass::ALL };
const CONSUMER: End = End { namespaces: &[Namespace::Asset, Namespace::Identity], classes: IdentityClass::ALL };

impl RelationKind {
    /// What may stand at its `from` and its `to`.
    pub(crate) const fn ends(self) -> (End, End) {
        match self {
            Self::OwnedBy => (ANY, ACCOUNTABLE),
            Self::AssignedTo => (ASSET, ACCOUNTABLE),
            Self::MemberOf => (IDENTITY, TEAM),
            Self::RunsOn | Self::DependsOn => (ASSET, ASSET),
            Self::AttachedTo => (NON_HUMAN, ASSET),
            Self::ActsFor => (IDENTITY, IDENTITY),
            Self::EntitledTo => (IDENTITY, ASSET),
            Self::AuthenticatesAs => (CREDENTIAL, IDENTITY),
            Self::IssuedBy | Self::StoredOn => (CREDENTIAL, ASSET),
            Self::UsedBy => (CREDENTIAL, CONSUMER),
            Self::DerivedFrom => (CREDENTIAL, CREDENTIAL),
        }
    }

    /// Whether a record may have but one of these at a time.
    #[must_use]
    pub const fn one_at_a_time(self) -> bool {
        matches!(self, Self::AuthenticatesAs | Self::IssuedBy | Self::DerivedFrom)
    }
}

/// The time in which something holds: from `since` on, and until just before `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first instant; none: always before.
    pub since: Option<Instant>,
    /// The first instant after; none: for ever.
    pub until: Option<Instant>,
}

impl Span {
    /// Without beginning and end.
    pub const ALWAYS: Self = Self { since: None, until: None };

    /// Whether it holds then.
    #[must_use]
    pub fn holds(self, at: Instant) -> bool {
        self.since.is_none_or(|since| since <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether some instant lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let begins_before_end = |begin: Option<Instant>, end: Option<Instant>| match (begin, end) {
            (Some(begin), Some(end)) => begin < end,
            _ => true,
        };
        begins_before_end(self.since, other.until) && begins_before_end(other.since, self.until)
    }
}

/// A relation's record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// What `from` is to `to`.
    pub kind: RelationKind,
    /// The record that has the relation.
    pub from: LooseReference,
    /// The record it leads to.
    pub to: LooseReference,
    /// From when it holds; left out: always before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// From when it no longer holds; left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// What it allows; only with `entitled_to`, where it is read when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privilege: Option<Privilege>,
}

impl Relation {
    /// A relation without beginning and end.
    #[must_use]
    pub fn new(kind: RelationKind, from: Reference, to: Reference) -> Self {
        Self { kind, from: from.into(), to: to.into(), since: None, until: None, privilege: None }
    }

    /// The time in which it holds.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { since: self.since, until: self.until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(since: i64, until: i64) -> Span {
        let instant = |micros| Instant::from_micros(micros).ok();
        Span { since: instant(since), until: instant(until) }
    }

    #[test]
    fn spans_that_meet_do_not_overlap() {
        assert!(!span(1, 5).overlaps(span(5, 9)));
        assert!(span(1, 6).overlaps(span(5, 9)));
        assert!(Span::ALWAYS.overlaps(span(5, 9)));
        assert!(Span { since: None, until: span(5, 9).since }.overlaps(span(4, 5)));
        assert!(!Span { since: None, until: span(5, 9).since }.overlaps(span(5, 6)));
    }
}
