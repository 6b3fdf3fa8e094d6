//! Compressed adjacency: for each kind of relation and each direction, the neighbours of every record.
//!
//! Most records have at most one neighbour of a kind: a credential one identity, an asset one host. It lies where the
//! record's place is, so that one look tells. The neighbours of the others lie in lists, one after the other.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use super::{EdgeKind, Tag, Tags};
use crate::{
    facts::Facts,
    heap::{Heap, room_of},
    id::Namespace,
};

/// In the place of a record: it has no neighbour.
pub(super) const NOBODY: u32 = u32::MAX;
/// In the place of a record, added to where its list begins: it has several neighbours. Above any index that memory has room for.
pub(super) const SEVERAL: u32 = 1 << 31;
/// What a list begins with: whose it is, and how long.
pub(super) const HEAD: usize = 2;

/// Neighbours, and the tag of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) ends: Vec<u32>,
    /// As long as `ends`; empty as long as all tags are [`Tags::ALWAYS`].
    pub(super) tags: Vec<u32>,
}

impl Column {
    fn set(&mut self, place: usize, end: u32, tag: u32) {
        self.ends[place] = end;
        if tag != Tags::ALWAYS && self.tags.is_empty() {
            self.tags.resize(self.ends.len(), Tags::ALWAYS);
        }
        if let Some(known) = self.tags.get_mut(place) {
            *known = tag;
        }
    }

    fn tag(&self, place: usize) -> u32 {
        self.tags.get(place).copied().unwrap_or(Tags::ALWAYS)
    }

    fn edges(&self, begin: usize, len: usize) -> Edges<'_> {
        let tags = if self.tags.is_empty() { &[] } else { &self.tags[begin..begin + len] };
        Edges { only: None, ends: &self.ends[begin..begin + len], tags }
    }
}

/// The edges of one record: neighbours and tags.
#[derive(Clone, Debug)]
pub(crate) struct Edges<'a> {
    /// The only one, or none.
    only: Option<(u32, u32)>,
    /// Otherwise a list of neighbours.
    ends: &'a [u32],
    /// Empty if all are [`Tags::ALWAYS`].
    tags: &'a [u32],
}

impl Iterator for Edges<'_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        if let Some(only) = self.only.take() {
            return Some(only);
        }
        let (end, ends) = self.ends.split_first()?;
        self.ends = ends;
        let Some((tag, tags)) = self.tags.split_first() else { return Some((*end, Tags::ALWAYS)) };
        self.tags = tags;
        Some((*end, *tag))
    }

    /// Without asking at each edge what comes next.
    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, mut each: F) -> B {
        let init = self.only.into_iter().fold(init, &mut each);
        if self.tags.is_empty() {
            self.ends.iter().fold(init, |all, end| each(all, (*end, Tags::ALWAYS)))
        } else {
            self.ends.iter().zip(self.tags).fold(init, |all, (end, tag)| each(all, (*end, *tag)))
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = usize::from(self.only.is_some()) + self.ends.len();
        (len, Some(len))
    }
}

impl ExactSizeIterator for Edges<'_> {}

/// The neighbours of every record by one kind of relation in one direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Adjacency {
    /// By record: its only neighbour, or [`NOBODY`], or [`SEVERAL`] and the place in `lists` where its list begins.
    /// Empty if there are no edges.
    pub(super) places: Column,
    /// One after the other, in the order of the records: whose list it is, how many neighbours there are, then these.
    pub(super) lists: Column,
    /// The records that have a neighbour, in order, where these are few: then nobody looks for them.
    pub(super) few: Option<Vec<u32>>,
    /// For each block of records, where what is said of it begins.
    pub(super) marks: Vec<Mark>,
    edges: usize,
}

/// How many records are read together by those who read all: what is worked out of them stays in the nearest cache.
pub(crate) const BLOCK: usize = 1024;

/// Where those of a block of records and of the ones after it begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// In `few`.
    pub(super) few: u32,
    /// In `lists`.
    pub(super) list: u32,
}

impl Adjacency {
    /// The edges of one record.
    #[inline]
    pub(crate) fn of(&self, index: u32) -> Edges<'_> {
        let only = match self.places.ends.get(index as usize) {
            None | Some(&NOBODY) => None,
            Some(&end) if end < SEVERAL => Some((end, self.places.tag(index as usize))),
            Some(&begin) => return self.list((begin - SEVERAL) as usize),
        };
        Edges { only, ends: &[], tags: &[] }
    }

    pub(super) fn list(&self, begin: usize) -> Edges<'_> {
        self.lists.edges(begin + HEAD, self.lists.ends[begin + 1] as usize)
    }

    /// The records that have a neighbour, in order.
    pub(crate) fn holders(&self) -> impl Iterator<Item = u32> + '_ {
        let few = self.few.as_deref();
        let looked_for: &[u32] = if few.is_some() { &[] } else { &self.places.ends };
        let found = (0..).zip(looked_for).filter(|(_, place)| **place != NOBODY).map(|(record, _)| record);
        few.unwrap_or_default().iter().copied().chain(found)
    }

    /// Whether any edge has another tag than [`Tags::ALWAYS`].
    pub(crate) fn has_tags(&self) -> bool {
        !(self.places.tags.is_empty() && self.lists.tags.is_empty())
    }

    /// How many edges there are.
    pub(crate) fn len(&self) -> usize {
        self.edges
    }

    /// Makes room; `places` has the number of neighbours of each record.
    fn with_counts(mut places: Vec<u32>) -> Self {
        let several = places.iter().filter(|count| **count > 1);
        let mut lists = Vec::with_capacity(several.map(|count| HEAD + *count as usize).sum());
        let few = few_of(&places);
        let mut marks = Vec::with_capacity(places.len().div_ceil(BLOCK));
        let (mut edges, mut holders) = (0, 0);
        for (block, places) in (0..).step_by(BLOCK).zip(places.chunks_mut(BLOCK)) {
            marks.push(Mark { few: holders, list: lists.len() as u32 });
            for (record, place) in (block..).zip(places) {
                let count = *place as usize;
                edges += count;
                holders += u32::from(count != 0);
                *place = NOBODY;
                if count > 1 {
                    *place = SEVERAL + lists.len() as u32;
                    lists.push(record);
                    lists.resize(lists.len() + 1 + count, 0);
                }
            }
        }
        let column = |ends| Column { ends, tags: Vec::new() };
        Self { places: column(places), lists: column(lists), few, marks, edges }
    }

    fn push(&mut self, here: u32, there: u32, tag: u32) {
        let here = here as usize;
        match self.places.ends[here] {
            NOBODY => self.places.set(here, there, tag),
            begin => {
                let begin = (begin - SEVERAL) as usize;
                let known = self.lists.ends[begin + 1] as usize;
                self.lists.ends[begin + 1] += 1;
                self.lists.set(begin + HEAD + known, there, tag);
            }
        }
    }
}

/// The records with any neighbours, by how many each has, if it is at most a fourth that have: then four bytes for each of them cost
/// less time than looking at all places, and little room.
fn few_of(counts: &[u32]) -> Option<Vec<u32>> {
    let holders = || (0..).zip(counts).filter(|(_, count)| **count != 0).map(|(record, _)| record);
    let count = holders().count();
    (count <= counts.len() / 4).then(|| {
        let mut few = Vec::with_capacity(count);
        few.extend(holders());
        few
    })
}

impl Heap for Column {
    fn heap(&self) -> usize {
        room_of(&self.ends) + room_of(&self.tags)
    }
}

impl Heap for Adjacency {
    fn heap(&self) -> usize {
        self.places.heap() + self.lists.heap() + self.few.as_ref().map_or(0, room_of) + room_of(&self.marks)
    }
}

const KINDS: usize = EdgeKind::ALL.len();

/// Sorts all relations by kind and end, by counting.
pub(super) fn lay_out(facts: &Facts) -> ([Adjacency; KINDS], [Adjacency; KINDS], Tags) {
    let mut has = [false; KINDS];
    for row in facts.relations.iter() {
        has[EdgeKind::of(&row) as usize] = true;
    }
    let prepare = |end: fn(EdgeKind) -> Namespace| {
        EdgeKind::ALL.map(|kind| vec![0; if has[kind as usize] { facts.slots(end(kind)) as usize } else { 0 }])
    };
    let (mut out, mut back) = (prepare(|kind| kind.joins().1), prepare(|kind| kind.joins().2));
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(&row) as usize;
        out[kind][row.from as usize] += 1;
        back[kind][row.to as usize] += 1;
    }
    let (mut out, mut back) = (out.map(Adjacency::with_counts), back.map(Adjacency::with_counts));
    let mut tags = vec![Tag::ALWAYS];
    let mut numbers: HashMap<Tag, u32, DefaultHashBuilder> = HashMap::default();
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(&row) as usize;
        let tag = Tag::of(&row);
        let number = if tag == Tag::ALWAYS {
            Tags::ALWAYS
        } else {
            *numbers.entry(tag).or_insert_with(|| {
                tags.push(tag);
                tags.len() as u32 - 1
            })
        };
        out[kind].push(row.from, row.to, number);
        back[kind].push(row.to, row.from, number);
    }
    (out, back, Tags(tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Adjacency {
        /// So many records, and edges between them: from where, to where, and the tag.
        pub(in super::super) fn from_edges(
            records: usize,
            edges: impl IntoIterator<Item = (u32, u32, u32)> + Clone,
        ) -> Self {
            let mut counts = vec![0; records];
            edges.clone().into_iter().for_each(|(here, ..)| counts[here as usize] += 1);
            let mut adjacency = Self::with_counts(counts);
            edges.into_iter().for_each(|(here, there, tag)| adjacency.push(here, there, tag));
            adjacency
        }
    }

    #[test]
    fn none_one_and_several_neighbours() {
        let edges = [(2, 7, 0), (1, 5, 0), (4, 1, 0), (2, 7, 3), (3, 9, 2), (2, 0, 0), (4, 4, 0)];
        let adjacency = Adjacency::from_edges(5, edges);
        let of = |index| adjacency.of(index).collect::<Vec<_>>();
        assert_eq!(of(0), []);
        assert_eq!(of(1), [(5, 0)]);
        assert_eq!(of(2), [(7, 0), (7, 3), (0, 0)]);
        assert_eq!(of(3), [(9, 2)]);
        assert_eq!(of(4), [(1, 0), (4, 0)]);
        assert_eq!(of(5), [], "a record that came later");
        assert_eq!((adjacency.len(), adjacency.holders().collect()), (7, vec![1, 2, 3, 4]));
    }
}
