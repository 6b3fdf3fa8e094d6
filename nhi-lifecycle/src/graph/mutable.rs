//! Relations that change in place, laid out for looking at few records at a time.
//!
//! A sweep over all records reads one kind of relation after the other, and has one array for each (`adjacency`). Whoever looks at a
//! single record wants all of its relations, of every kind and in both directions, and pays for each place in memory that it has to wait
//! for. So here a record has one list, in order of direction and kind. A list that changes moves out into one of its own, and from then on
//! one relation costs what its two ends have.

mod lists;
mod tags;

use lists::{Edge, Lists, TAG, TAG_BITS, part_of};
use tags::SharedTags;

use super::{Adjacency, EdgeKind, Graph, Tag};
use crate::{
    facts::{Facts, Row, Slot},
    id::Namespace,
};

/// The kinds of relations that decide about orphans; custody and storage don't.
const KINDS: [EdgeKind; 14] = [
    EdgeKind::OwnerOfAsset,
    EdgeKind::OwnerOfIdentity,
    EdgeKind::OwnerOfCredential,
    EdgeKind::MemberOf,
    EdgeKind::RunsOn,
    EdgeKind::DependsOn,
    EdgeKind::AttachedTo,
    EdgeKind::ActsFor,
    EdgeKind::EntitledTo,
    EdgeKind::AuthenticatesAs,
    EdgeKind::IssuedBy,
    EdgeKind::UsedByAsset,
    EdgeKind::UsedByIdentity,
    EdgeKind::DerivedFrom,
];

/// By direction and kind, as which part of its record's list relations lie: first those that lead from it, then those that lead to it.
const PARTS: [[u32; EdgeKind::ALL.len()]; 2] = {
    let mut parts = [[0; EdgeKind::ALL.len()]; 2];
    let mut next = [0; 3];
    let mut direction = 0;
    while direction < parts.len() {
        let mut rest: &[EdgeKind] = &KINDS;
        while let [kind, others @ ..] = rest {
            let of = place(holder(direction, *kind));
            parts[direction][*kind as usize] = next[of];
            next[of] += 1;
            rest = others;
        }
        direction += 1;
    }
    parts
};

/// By name space and part, the direction and kind of the relations there.
const MEANINGS: [[Option<(usize, EdgeKind)>; EdgeKind::ALL.len()]; 3] = {
    let mut meanings = [[None; EdgeKind::ALL.len()]; 3];
    let mut direction = 0;
    while direction < PARTS.len() {
        let mut rest: &[EdgeKind] = &KINDS;
        while let [kind, others @ ..] = rest {
            let part = PARTS[direction][*kind as usize] as usize;
            meanings[place(holder(direction, *kind))][part] = Some((direction, *kind));
            rest = others;
        }
        direction += 1;
    }
    meanings
};

const OUT: usize = 0;
const BACK: usize = 1;

/// Whose list relations of this kind lie in.
const fn holder(direction: usize, kind: EdgeKind) -> Namespace {
    let (_, from, to) = kind.joins();
    if direction == OUT { from } else { to }
}

const fn place(namespace: Namespace) -> usize {
    namespace.number() as usize - 1
}

const fn part_bits(direction: usize, kind: EdgeKind) -> u32 {
    PARTS[direction][kind as usize] << TAG_BITS
}

/// The relations of a graph that decide about orphans, and how they changed since.
#[derive(Clone, Debug)]
pub(crate) struct MutableEdges {
    lists: [Lists; 3],
    tags: SharedTags,
    /// How many relations there are of each kind.
    counts: [usize; EdgeKind::ALL.len()],
}

impl MutableEdges {
    /// The relations as the graph of these facts has them. O(records + relations).
    pub(crate) fn new<'a>(facts: &Facts, graph: &'a Graph) -> Self {
        let lists = |namespace| {
            let of = |direction| KINDS.into_iter().filter(move |kind| holder(direction, *kind) == namespace);
            let out = of(OUT).map(|kind| (part_bits(OUT, kind), graph.out(kind)));
            let back = of(BACK).map(|kind| (part_bits(BACK, kind), graph.back(kind)));
            let adjacencies: Vec<_> = out.chain(back).collect();
            let mut lists = Lists::with_room(adjacencies.iter().map(|(_, adjacency)| adjacency.len()).sum());
            for index in 0..facts.slots(namespace) {
                let of = |(part, adjacency): &(u32, &'a Adjacency)| {
                    let part = *part;
                    adjacency.of(index).map(move |(other, tag)| (other, part | tag))
                };
                lists.push(adjacencies.iter().flat_map(of));
            }
            lists
        };
        let mut counts = [0; EdgeKind::ALL.len()];
        for kind in KINDS {
            counts[kind as usize] = graph.out(kind).len();
        }
        let all = [Namespace::Asset, Namespace::Identity, Namespace::Credential];
        Self { lists: all.map(lists), tags: SharedTags::new(graph.tags.all()), counts }
    }

    /// Where relations of this kind lead from a record; the tags are numbers for [`Self::tag`].
    pub(crate) fn out(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.of(holder(OUT, kind)).part(PARTS[OUT][kind as usize], index)
    }

    /// Where relations of this kind to a record come from.
    pub(crate) fn back(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.of(holder(BACK, kind)).part(PARTS[BACK][kind as usize], index)
    }

    /// Whether there is any relation of this kind.
    pub(crate) fn has(&self, kind: EdgeKind) -> bool {
        self.counts[kind as usize] != 0
    }

    pub(crate) fn tag(&self, number: u32) -> &Tag {
        self.tags.tag(number & TAG)
    }

    /// Whether this is the tag of relations without beginning and end.
    pub(crate) fn is_always(number: u32) -> bool {
        number & TAG == 0
    }

    /// Reads where the relations of a record lie, and does nothing with it: so that it lies at hand soon.
    pub(crate) fn look_at_place(&self, slot: Slot) {
        self.of(slot.namespace).look_at_place(slot.index);
    }

    /// The same for the relations themselves, as far as a search among them looks.
    pub(crate) fn look_at_list(&self, slot: Slot) {
        self.of(slot.namespace).look_at_list(slot.index);
    }

    /// The relations that lead from a record: kind, neighbour and tag.
    pub(crate) fn leading(&self, slot: Slot) -> impl Iterator<Item = (EdgeKind, u32, u32)> + '_ {
        self.meant(slot).map_while(|(direction, kind, (other, tag))| (direction == OUT).then_some((kind, other, tag)))
    }

    /// The records that relations lead to from a record, and those that they come from.
    pub(crate) fn neighbours(&self, slot: Slot) -> impl Iterator<Item = Slot> + '_ {
        let neighbour = |(direction, kind, (index, _))| Slot { namespace: holder(1 - direction, kind), index };
        self.meant(slot).map(neighbour)
    }

    /// The relations of a record, with the direction and kind of each.
    fn meant(&self, slot: Slot) -> impl Iterator<Item = (usize, EdgeKind, Edge)> + '_ {
        let meanings = &MEANINGS[place(slot.namespace)];
        self.of(slot.namespace).list(slot.index).iter().filter_map(|edge| {
            let (direction, kind) = meanings[part_of(edge.1) as usize]?;
            Some((direction, kind, *edge))
        })
    }

    /// Adds a relation. O(relations at its ends).
    pub(crate) fn insert(&mut self, row: &Row) {
        let kind = EdgeKind::of(row);
        if KINDS.contains(&kind) {
            let tag = self.tags.take(Tag::of(row));
            self.of_mut(holder(OUT, kind)).insert(row.from, (row.to, part_bits(OUT, kind) | tag));
            self.of_mut(holder(BACK, kind)).insert(row.to, (row.from, part_bits(BACK, kind) | tag));
            self.counts[kind as usize] += 1;
        }
    }

    /// Takes out a relation; nothing if there is none such. O(relations at its ends).
    pub(crate) fn remove(&mut self, row: &Row) {
        let (kind, tag) = (EdgeKind::of(row), Tag::of(row));
        if !KINDS.contains(&kind) {
            return;
        }
        let mut same =
            self.out(kind, row.from).iter().filter(|(to, number)| *to == row.to && *self.tag(*number) == tag);
        if let Some((_, number)) = same.next().copied() {
            let number = number & TAG;
            self.of_mut(holder(OUT, kind)).remove(row.from, (row.to, part_bits(OUT, kind) | number));
            self.of_mut(holder(BACK, kind)).remove(row.to, (row.from, part_bits(BACK, kind) | number));
            self.tags.give_back(number);
            self.counts[kind as usize] -= 1;
        }
    }

    fn of(&self, namespace: Namespace) -> &Lists {
        &self.lists[place(namespace)]
    }

    fn of_mut(&mut self, namespace: Namespace) -> &mut Lists {
        &mut self.lists[place(namespace)]
    }
}
