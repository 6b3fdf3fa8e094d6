//! Compressed adjacency: for each kind of relation and each direction, the neighbours of every record in one array.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use crate::{
    facts::{Facts, Row},
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
pub(crate) struct Tags(Vec<Tag>);

impl Tags {
    pub(crate) fn tag(&self, number: u32) -> &Tag {
        &self.0[number as usize]
    }

    pub(super) fn all(&self) -> &[Tag] {
        &self.0
    }

    /// The tag of relations without beginning and end that allow to read.
    pub(crate) const ALWAYS: u32 = 0;

    /// For each tag, whether it holds at an instant.
    pub(crate) fn holding(&self, at: Instant) -> Vec<bool> {
        self.0.iter().map(|tag| tag.holds(at)).collect()
    }
}

/// The neighbours of every record by one kind of relation in one direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Adjacency {
    /// Where the neighbours of each record begin; one more at the end. Empty if there are no edges.
    offsets: Vec<u32>,
    /// The neighbour and the tag of each edge.
    edges: Vec<(u32, u32)>,
}

impl Adjacency {
    /// Neighbours and tags of the edges of one record.
    pub(crate) fn of(&self, index: u32) -> &[(u32, u32)] {
        match self.offsets.get(index as usize..index as usize + 2) {
            Some([begin, end]) => &self.edges[*begin as usize..*end as usize],
            _ => &[],
        }
    }

    /// How many edges there are.
    pub(crate) fn len(&self) -> usize {
        self.edges.len()
    }
}

/// Sorts all relations by kind and end, by counting.
pub(super) fn lay_out(facts: &Facts) -> (Vec<Adjacency>, Vec<Adjacency>, Tags) {
    let len = |namespace| facts.slots(namespace) as usize;
    let mut counts = [0_usize; EdgeKind::ALL.len()];
    for row in facts.relations.iter() {
        counts[EdgeKind::of(row) as usize] += 1;
    }
    let prepare = |end: fn(EdgeKind) -> Namespace| -> Vec<Adjacency> {
        let adjacency = |kind: &EdgeKind| match counts[*kind as usize] {
            0 => Adjacency::default(),
            edges => Adjacency { offsets: vec![0; len(end(*kind)) + 2], edges: vec![(0, 0); edges] },
        };
        EdgeKind::ALL.iter().map(adjacency).collect()
    };
    let (mut out, mut back) = (prepare(|kind| kind.joins().1), prepare(|kind| kind.joins().2));
    // Each count is put two places ahead: summing leaves each record's beginning one place ahead, from where filling in
    // moves it to its end, which is the next one's beginning.
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(row) as usize;
        out[kind].offsets[row.from as usize + 2] += 1;
        back[kind].offsets[row.to as usize + 2] += 1;
    }
    for adjacency in out.iter_mut().chain(&mut back) {
        let mut sum = 0;
        for offset in &mut adjacency.offsets {
            sum += *offset;
            *offset = sum;
        }
    }
    let mut tags = vec![Tag::ALWAYS];
    let mut numbers: HashMap<Tag, u32, DefaultHashBuilder> = HashMap::default();
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(row) as usize;
        let tag = Tag::of(row);
        let number = if tag == Tag::ALWAYS {
            0
        } else {
            *numbers.entry(tag).or_insert_with(|| {
                tags.push(tag);
                tags.len() as u32 - 1
            })
        };
        place(&mut out[kind], row.from, row.to, number);
        place(&mut back[kind], row.to, row.from, number);
    }
    for adjacency in out.iter_mut().chain(&mut back) {
        adjacency.offsets.pop();
    }
    (out, back, Tags(tags))
}

fn place(adjacency: &mut Adjacency, here: u32, there: u32, tag: u32) {
    let next = &mut adjacency.offsets[here as usize + 1];
    adjacency.edges[*next as usize] = (there, tag);
    *next += 1;
}
