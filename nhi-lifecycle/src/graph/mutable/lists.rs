//! One list of relations for each record of a name space, in parts; a list that changes moves out into one of its own.

use std::hint::black_box;

/// A neighbour; and the part of the list in the upper four bits, with the number of its tag in the others.
pub(super) type Edge = (u32, u32);

pub(super) const TAG_BITS: u32 = 28;
pub(super) const TAG: u32 = (1 << TAG_BITS) - 1;

/// Where a list lies: in the array, or if `len` is [`MOVED`], as the `begin`th of its own.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    begin: u32,
    len: u16,
    /// The parts that are not empty, a bit each: most questions are about a kind that a record has not, and need no look at its list.
    parts: u16,
}

/// Longer lists than that lie apart too.
const MOVED: u16 = u16::MAX;

pub(super) fn part_of(edge: u32) -> u32 {
    edge >> TAG_BITS
}

fn parts(list: &[Edge]) -> u16 {
    list.iter().fold(0, |parts, edge| parts | bit(part_of(edge.1)))
}

fn bit(part: u32) -> u16 {
    1 << part
}

/// The lists of the records of one name space.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    places: Vec<Place>,
    edges: Vec<Edge>,
    moved: Vec<Vec<Edge>>,
}

impl Lists {
    /// No list yet, and room for so many relations.
    pub(super) fn with_room(relations: usize) -> Self {
        Self { edges: Vec::with_capacity(relations), ..Self::default() }
    }

    pub(super) fn list(&self, index: u32) -> &[Edge] {
        self.places.get(index as usize).map_or(&[], |place| self.lying(*place))
    }

    fn lying(&self, place: Place) -> &[Edge] {
        match place {
            Place { begin, len: MOVED, .. } => &self.moved[begin as usize],
            Place { begin, len, .. } => &self.edges[begin as usize..][..len as usize],
        }
    }

    /// The list of the next record.
    pub(super) fn push(&mut self, edges: impl Iterator<Item = Edge>) {
        let begin = self.edges.len();
        self.edges.extend(edges);
        let list = &self.edges[begin..];
        let parts = parts(list);
        let place = match u16::try_from(list.len()) {
            Ok(len) if len < MOVED => Place { begin: begin as u32, len, parts },
            _ => {
                self.moved.push(self.edges.split_off(begin));
                Place { begin: self.moved.len() as u32 - 1, len: MOVED, parts }
            }
        };
        self.places.push(place);
    }

    pub(super) fn look_at_place(&self, index: u32) {
        black_box(self.places.get(index as usize).copied());
    }

    pub(super) fn look_at_list(&self, index: u32) {
        /// How many lie together in what memory hands out at once.
        const TOGETHER: usize = 8;
        for edge in self.list(index).iter().take(SHORT).step_by(TOGETHER) {
            black_box(*edge);
        }
    }

    /// A part of the list of a record.
    pub(super) fn part(&self, part: u32, index: u32) -> &[Edge] {
        let Some(place) = self.places.get(index as usize).filter(|place| place.parts & bit(part) != 0) else {
            return &[];
        };
        let list = self.lying(*place);
        // Where nothing lies before or behind it, no edge is looked at.
        let list = if place.parts & (bit(part) - 1) == 0 { list } else { &list[first(list, |of| of >= part)..] };
        if place.parts >> part == 1 { list } else { &list[..first(list, |of| of > part)] }
    }

    pub(super) fn insert(&mut self, index: u32, edge: Edge) {
        let list = self.own(index);
        list.insert(list.partition_point(|other| part_of(other.1) <= part_of(edge.1)), edge);
        self.places[index as usize].parts |= bit(part_of(edge.1));
    }

    pub(super) fn remove(&mut self, index: u32, edge: Edge) {
        let list = self.own(index);
        if let Some(place) = list.iter().position(|other| *other == edge) {
            list.remove(place);
            let left = parts(list);
            self.places[index as usize].parts = left;
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

/// The first edge, in order of part, whose part is far enough; most lists are so short that looking at each is fastest.
fn first(list: &[Edge], is_far_enough: impl Fn(u32) -> bool) -> usize {
    let of = |edge: &Edge| part_of(edge.1);
    if list.len() <= SHORT {
        list.iter().position(|edge| is_far_enough(of(edge))).unwrap_or(list.len())
    } else {
        list.partition_point(|edge| !is_far_enough(of(edge)))
    }
}
