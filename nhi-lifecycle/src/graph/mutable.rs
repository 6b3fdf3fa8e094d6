//! Relations that change in place, laid out for looking at few records at a time.
//!
//! A sweep over all records reads one kind of relation after the other, and has one array for each (`adjacency`). Whoever looks at a
//! single record wants all of its relations, of every kind, and pays for each place in memory that it has to wait for. So here a
//! record has one list in each direction, in order of kind. A list that changes moves out into one of its own, and from then on
//! one relation costs what its two ends have.

use std::hint::black_box;

use rustc_hash::FxHashMap;

use super::{EdgeKind, Graph, Tag};
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

/// A neighbour; and the kind of the relation in the upper four bits, with the number of its tag in the others.
type Edge = (u32, u32);

const TAG_BITS: u32 = 28;

fn kind_bits(kind: EdgeKind) -> u32 {
    (kind as u32) << TAG_BITS
}

/// The relations of a graph that decide about orphans, and how they changed since.
#[derive(Clone, Debug)]
pub(crate) struct MutableEdges {
    out: [Lists; 3],
    back: [Lists; 3],
    tags: Vec<Tag>,
    /// The numbers of the tags that came since.
    numbers: FxHashMap<Tag, u32>,
    /// How many relations there are of each kind.
    counts: [usize; EdgeKind::ALL.len()],
}

impl MutableEdges {
    /// The relations as the graph of these facts has them. O(records + relations).
    pub(crate) fn new(facts: &Facts, graph: &Graph) -> Self {
        let lists = |namespace, back: bool| {
            let of = KINDS.map(|kind| (kind, if back { kind.joins().2 } else { kind.joins().1 }));
            let adjacencies: Vec<_> = of
                .iter()
                .filter(|(_, end)| *end == namespace)
                .map(|(kind, _)| (kind_bits(*kind), if back { graph.back(*kind) } else { graph.out(*kind) }))
                .collect();
            let mut lists = Lists::default();
            lists.edges.reserve_exact(adjacencies.iter().map(|(_, adjacency)| adjacency.len()).sum());
            for index in 0..facts.slots(namespace) {
                let begin = lists.edges.len();
                for (kind, adjacency) in &adjacencies {
                    lists.edges.extend(adjacency.of(index).map(|(other, tag)| (other, kind | tag)));
                }
                lists.close(begin);
            }
            lists
        };
        let mut counts = [0; EdgeKind::ALL.len()];
        for kind in KINDS {
            counts[kind as usize] = graph.out(kind).len();
        }
        let all = [Namespace::Asset, Namespace::Identity, Namespace::Credential];
        Self {
            out: all.map(|namespace| lists(namespace, false)),
            back: all.map(|namespace| lists(namespace, true)),
            tags: graph.tags.all().to_vec(),
            numbers: FxHashMap::default(),
            counts,
        }
    }

    /// Where relations of this kind lead from a record; the tags are numbers for [`Self::tag`].
    pub(crate) fn out(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.out[place(kind.joins().1)].of(kind, index)
    }

    /// Where relations of this kind to a record come from.
    pub(crate) fn back(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.back[place(kind.joins().2)].of(kind, index)
    }

    /// Whether there is any relation of this kind.
    pub(crate) fn has(&self, kind: EdgeKind) -> bool {
        self.counts[kind as usize] != 0
    }

    pub(crate) fn tag(&self, number: u32) -> &Tag {
        &self.tags[(number & ((1 << TAG_BITS) - 1)) as usize]
    }

    /// Whether this is the tag of relations without beginning and end.
    pub(crate) fn is_always(number: u32) -> bool {
        number & ((1 << TAG_BITS) - 1) == 0
    }

    /// Reads where the relations of a record lie, and does nothing with it: so that it lies at hand soon.
    pub(crate) fn look_at_places(&self, slot: Slot) {
        for lists in [&self.out, &self.back] {
            black_box(lists[place(slot.namespace)].places.get(slot.index as usize).copied());
        }
    }

    /// The same for the relations themselves, as far as a search among them looks.
    pub(crate) fn look_at_lists(&self, slot: Slot) {
        /// How many lie together in what memory hands out at once.
        const TOGETHER: usize = 8;
        for lists in [&self.out, &self.back] {
            for edge in lists[place(slot.namespace)].list(slot.index).iter().take(SHORT).step_by(TOGETHER) {
                black_box(*edge);
            }
        }
    }

    /// Where some of the relations of a record lead.
    pub(crate) fn some_neighbours(&self, slot: Slot, some: usize) -> impl Iterator<Item = Slot> + '_ {
        self.out[place(slot.namespace)].list(slot.index).iter().take(some).map(|(index, kind)| {
            let kind = EdgeKind::ALL[(kind >> TAG_BITS) as usize];
            Slot { namespace: kind.joins().2, index: *index }
        })
    }

    /// Adds a relation. O(relations at its ends).
    pub(crate) fn insert(&mut self, row: &Row) {
        let kind = EdgeKind::of(row);
        if KINDS.contains(&kind) {
            let tag = kind_bits(kind) | self.number(Tag::of(row));
            self.out[place(kind.joins().1)].insert(row.from, (row.to, tag));
            self.back[place(kind.joins().2)].insert(row.to, (row.from, tag));
            self.counts[kind as usize] += 1;
        }
    }

    /// Takes out a relation; nothing if there is none such. O(relations at its ends).
    pub(crate) fn remove(&mut self, row: &Row) {
        let (kind, tag) = (EdgeKind::of(row), Tag::of(row));
        let mut same =
            self.out(kind, row.from).iter().filter(|(to, number)| *to == row.to && *self.tag(*number) == tag);
        if let Some((_, number)) = same.next().copied() {
            self.out[place(kind.joins().1)].remove(row.from, (row.to, number));
            self.back[place(kind.joins().2)].remove(row.to, (row.from, number));
            self.counts[kind as usize] -= 1;
        }
    }

    fn number(&mut self, tag: Tag) -> u32 {
        if tag == Tag::ALWAYS {
            return 0;
        }
        let Self { tags, numbers, .. } = self;
        *numbers.entry(tag).or_insert_with(|| {
            tags.push(tag);
            tags.len() as u32 - 1
        })
    }
}

fn place(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}

/// Where a list lies: in the array, or if `len` is [`MOVED`], as the `begin`th of its own.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    begin: u32,
    len: u16,
    /// The kinds in it, a bit each: most questions are about a kind that a record has not, and need no look at its list.
    kinds: u16,
}

/// Longer lists than that lie apart too.
const MOVED: u16 = u16::MAX;

fn kinds(list: &[Edge]) -> u16 {
    list.iter().fold(0, |kinds, edge| kinds | bit(edge.1 >> TAG_BITS))
}

fn bit(kind: u32) -> u16 {
    1 << kind
}

/// The lists of the records of one name space in one direction.
#[derive(Clone, Debug, Default)]
struct Lists {
    places: Vec<Place>,
    edges: Vec<Edge>,
    moved: Vec<Vec<Edge>>,
}

impl Lists {
    fn list(&self, index: u32) -> &[Edge] {
        match self.places.get(index as usize) {
            None => &[],
            Some(Place { begin, len: MOVED, .. }) => &self.moved[*begin as usize],
            Some(Place { begin, len, .. }) => &self.edges[*begin as usize..][..*len as usize],
        }
    }

    /// Ends the list of the next record, which began here in the array.
    fn close(&mut self, begin: usize) {
        let list = &self.edges[begin..];
        let kinds = kinds(list);
        let place = match u16::try_from(list.len()) {
            Ok(len) if len < MOVED => Place { begin: begin as u32, len, kinds },
            _ => {
                self.moved.push(self.edges.split_off(begin));
                Place { begin: self.moved.len() as u32 - 1, len: MOVED, kinds }
            }
        };
        self.places.push(place);
    }

    fn of(&self, kind: EdgeKind, index: u32) -> &[Edge] {
        let kind = kind as u32;
        if self.places.get(index as usize).is_none_or(|place| place.kinds & bit(kind) == 0) {
            return &[];
        }
        let list = self.list(index);
        let begin = first(list, |of| of >= kind);
        let list = &list[begin..];
        &list[..first(list, |of| of > kind)]
    }

    fn insert(&mut self, index: u32, edge: Edge) {
        let list = self.own(index);
        list.insert(list.partition_point(|other| other.1 >> TAG_BITS <= edge.1 >> TAG_BITS), edge);
        self.places[index as usize].kinds |= bit(edge.1 >> TAG_BITS);
    }

    fn remove(&mut self, index: u32, edge: Edge) {
        let list = self.own(index);
        if let Some(place) = list.iter().position(|other| *other == edge) {
            list.remove(place);
            let left = kinds(list);
            self.places[index as usize].kinds = left;
        }
    }

    /// A list of its own for this record.
    fn own(&mut self, index: u32) -> &mut Vec<Edge> {
        if self.places.len() <= index as usize {
            self.places.resize(index as usize + 1, Place::default());
        }
        if self.places[index as usize].len != MOVED {
            let list = self.list(index).to_vec();
            self.moved.push(list);
            let place = &mut self.places[index as usize];
            *place = Place { begin: self.moved.len() as u32 - 1, len: MOVED, ..*place };
        }
        let Place { begin, .. } = self.places[index as usize];
        &mut self.moved[begin as usize]
    }
}

/// A list that is searched from its beginning.
const SHORT: usize = 32;

/// The first edge, in order of kind, whose kind is far enough; most lists are so short that looking at each is fastest.
fn first(list: &[Edge], is_far_enough: impl Fn(u32) -> bool) -> usize {
    let of = |edge: &Edge| edge.1 >> TAG_BITS;
    if list.len() <= SHORT {
        list.iter().position(|edge| is_far_enough(of(edge))).unwrap_or(list.len())
    } else {
        list.partition_point(|edge| !is_far_enough(of(edge)))
    }
}
