//! What an edge is: its kind, and when it holds and what it allows.

use crate::{
    facts::Row,
    heap::{Heap, room_of},
    id::Namespace,
    relation::{Privilege, RelationKind},
    time::Instant,
};

/// The kinds of relations, told apart further by the types that they join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum EdgeKind {
    OwnerOfAsset,
    OwnerOfIdentity,
    OwnerOfCredential,
    AssignedTo,
    MemberOf,
    RunsOn,
    DependsOn,
    AttachedTo,
    ActsFor,
    EntitledTo,
    AuthenticatesAs,
    IssuedBy,
    StoredOn,
    UsedByAsset,
    UsedByIdentity,
    DerivedFrom,
}

use EdgeKind as E;
use Namespace::{Asset, Credential, Identity};

impl EdgeKind {
    pub(crate) const ALL: [Self; 16] = [
        E::OwnerOfAsset,
        E::OwnerOfIdentity,
        E::OwnerOfCredential,
        E::AssignedTo,
        E::MemberOf,
        E::RunsOn,
        E::DependsOn,
        E::AttachedTo,
        E::ActsFor,
        E::EntitledTo,
        E::AuthenticatesAs,
        E::IssuedBy,
        E::StoredOn,
        E::UsedByAsset,
        E::UsedByIdentity,
        E::DerivedFrom,
    ];

    /// The relation it is, and the name spaces it joins.
    pub(crate) const fn joins(self) -> (RelationKind, Namespace, Namespace) {
        match self {
            E::OwnerOfAsset => (RelationKind::OwnedBy, Asset, Identity),
            E::OwnerOfIdentity => (RelationKind::OwnedBy, Identity, Identity),
            E::OwnerOfCredential => (RelationKind::OwnedBy, Credential, Identity),
            E::AssignedTo => (RelationKind::AssignedTo, Asset, Identity),
            E::MemberOf => (RelationKind::MemberOf, Identity, Identity),
            E::RunsOn => (RelationKind::RunsOn, Asset, Asset),
            E::DependsOn => (RelationKind::DependsOn, Asset, Asset),
            E::AttachedTo => (RelationKind::AttachedTo, Identity, Asset),
            E::ActsFor => (RelationKind::ActsFor, Identity, Identity),
            E::EntitledTo => (RelationKind::EntitledTo, Identity, Asset),
            E::AuthenticatesAs => (RelationKind::AuthenticatesAs, Credential, Identity),
            E::IssuedBy => (RelationKind::IssuedBy, Credential, Asset),
            E::StoredOn => (RelationKind::StoredOn, Credential, Asset),
            E::UsedByAsset => (RelationKind::UsedBy, Credential, Asset),
            E::UsedByIdentity => (RelationKind::UsedBy, Credential, Identity),
            E::DerivedFrom => (RelationKind::DerivedFrom, Credential, Credential),
        }
    }

    pub(crate) fn of(row: &Row) -> Self {
        match (row.kind, row.from().namespace, row.to().namespace) {
            (RelationKind::OwnedBy, Asset, _) => E::OwnerOfAsset,
            (RelationKind::OwnedBy, Identity, _) => E::OwnerOfIdentity,
            (RelationKind::OwnedBy, Credential, _) => E::OwnerOfCredential,
            (RelationKind::AssignedTo, ..) => E::AssignedTo,
            (RelationKind::MemberOf, ..) => E::MemberOf,
            (RelationKind::RunsOn, ..) => E::RunsOn,
            (RelationKind::DependsOn, ..) => E::DependsOn,
            (RelationKind::AttachedTo, ..) => E::AttachedTo,
            (RelationKind::ActsFor, ..) => E::ActsFor,
            (RelationKind::EntitledTo, ..) => E::EntitledTo,
            (RelationKind::AuthenticatesAs, ..) => E::AuthenticatesAs,
            (RelationKind::IssuedBy, ..) => E::IssuedBy,
            (RelationKind::StoredOn, ..) => E::StoredOn,
            (RelationKind::UsedBy, _, Asset) => E::UsedByAsset,
            (RelationKind::UsedBy, ..) => E::UsedByIdentity,
            (RelationKind::DerivedFrom, ..) => E::DerivedFrom,
        }
    }
}

/// What goes along with an edge besides its ends: from when until when, and what it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tag {
    since: i64,
    until: i64,
    pub(crate) privilege: Privilege,
}

impl Tag {
    /// Neither beginning nor end.
    pub(super) const ALWAYS: Self = Self { since: i64::MIN, until: i64::MAX, privilege: Privilege::Read };

    pub(super) fn of(row: &Row) -> Self {
        let (since, until) = row.bounds();
        Self { since, until, privilege: row.privilege.unwrap_or(Privilege::Read) }
    }

    pub(crate) fn holds(&self, at: Instant) -> bool {
        self.since <= at.as_micros() && at.as_micros() < self.until
    }

    /// Whether it ended at or before an instant.
    pub(crate) fn ended_by(&self, at: Instant) -> bool {
        self.until <= at.as_micros()
    }

    /// Its beginning and its end, where it has them.
    pub(crate) fn bounds(&self) -> [Option<Instant>; 2] {
        [Instant::from_micros(self.since).ok(), Instant::from_micros(self.until).ok()]
    }
}

/// The distinct tags. Most relations have neither beginning nor end, and share the first.
#[derive(Clone, Debug)]
pub(crate) struct Tags(pub(super) Vec<Tag>);

impl Heap for Tags {
    fn heap(&self) -> usize {
        room_of(&self.0)
    }
}

impl Tags {
    pub(crate) fn tag(&self, number: u32) -> &Tag {
        &self.0[number as usize]
    }

    pub(crate) fn all(&self) -> &[Tag] {
        &self.0
    }

    /// The tag of relations without beginning and end that allow to read.
    pub(crate) const ALWAYS: u32 = 0;
}
