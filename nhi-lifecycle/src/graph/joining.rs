//! What the neighbours of every record come to, one kind of relation at a time, from front to back.
//!
//! A question that is asked of all records is asked so: the places of a kind are read in order, without a branch that goes either way at
//! random, and what is known of a neighbour is one small value in a column.

use std::ops::BitOrAssign;

use super::{
    Tags,
    adjacency::{Adjacency, BLOCK, Edges, HEAD, NOBODY},
};

/// What is known of each record of a name space as somebody's neighbour; of nobody, the default.
#[derive(Clone, Debug)]
pub(crate) struct Neighbours<T>(Vec<T>);

impl<T: Copy + Default> Neighbours<T> {
    pub(crate) fn new(records: impl ExactSizeIterator<Item = T>) -> Self {
        let mut all = Vec::with_capacity(records.len() + 1);
        all.extend(records);
        all.push(T::default());
        Self(all)
    }

    /// Of a record, or of the default where there is none with this index. Without a branch.
    #[inline]
    pub(crate) fn of(&self, index: u32) -> T {
        self.0[(index as usize).min(self.0.len() - 1)]
    }
}

impl Adjacency {
    /// Adds (`|=`) to the value of each record from `first` on what is known of its neighbours, each `through` its tag.
    ///
    /// O(records + their edges), where `first` begins a block.
    #[inline]
    pub(crate) fn join<T: Copy + Default + BitOrAssign>(
        &self,
        first: u32,
        known: &Neighbours<T>,
        through: impl Fn(u32, T) -> T,
        joined: &mut [T],
    ) {
        // Of a place that says several, nothing is known.
        let places = self.places.ends.get(first as usize..).unwrap_or_default();
        let tags = self.places.tags.get(first as usize..).unwrap_or_default();
        let places = &places[..places.len().min(joined.len())];
        match (self.few_from(first, places.len()), tags) {
            (None, []) => {
                joined
                    .iter_mut()
                    .zip(places)
                    .for_each(|(joined, place)| *joined |= through(Tags::ALWAYS, known.of(*place)));
            }
            (None, tags) => {
                for ((joined, place), tag) in joined.iter_mut().zip(places).zip(tags) {
                    *joined |= through(*tag, known.of(*place));
                }
            }
            (Some(few), []) => {
                for record in few.map(|holder| (holder - first) as usize) {
                    joined[record] |= through(Tags::ALWAYS, known.of(places[record]));
                }
            }
            (Some(few), tags) => {
                for record in few.map(|holder| (holder - first) as usize) {
                    joined[record] |= through(tags[record], known.of(places[record]));
                }
            }
        }
        self.lists_from(first, joined.len(), |record, edges| {
            edges.for_each(|(end, tag)| joined[record] |= through(tag, known.of(end)));
        });
    }

    /// For each record from `first` on, its first neighbour by an edge with a tag that `holds`; `u32::MAX` if there is none.
    ///
    /// O(records + their edges), where `first` begins a block.
    #[inline]
    pub(crate) fn firsts(&self, first: u32, holds: impl Fn(u32) -> bool, ends: &mut [u32]) {
        let places = self.places.ends.get(first as usize..).unwrap_or_default();
        let tags = self.places.tags.get(first as usize..).unwrap_or_default();
        let known = places.len().min(ends.len());
        ends[..known].copy_from_slice(&places[..known]);
        ends[known..].fill(NOBODY);
        for (end, tag) in ends.iter_mut().zip(tags) {
            *end |= if holds(*tag) { 0 } else { NOBODY };
        }
        self.lists_from(first, ends.len(), |record, mut edges| {
            ends[record] = edges.find(|(_, tag)| holds(*tag)).map_or(NOBODY, |(end, _)| end);
        });
    }

    /// Those of `len` records from `first` on that have a neighbour, where these are few.
    #[inline]
    pub(super) fn few_from(&self, first: u32, len: usize) -> Option<impl Iterator<Item = u32> + '_> {
        let few = self.few.as_deref()?;
        let begin = self.marks.get(first as usize / BLOCK).map_or(few.len(), |mark| mark.few as usize);
        let from = few[begin..].iter().copied().skip_while(move |holder| *holder < first);
        Some(from.take_while(move |holder| ((holder - first) as usize) < len))
    }

    /// Goes through the lists of those records from `first` on that have several neighbours; they are counted from `first`.
    #[inline]
    pub(super) fn lists_from<'a>(&'a self, first: u32, len: usize, mut each: impl FnMut(usize, Edges<'a>)) {
        let Some(mark) = self.marks.get(first as usize / BLOCK) else { return };
        let mut begin = mark.list as usize;
        while let Some(record) = self.lists.ends.get(begin) {
            let edges = self.list(begin);
            begin += HEAD + edges.len();
            match record.checked_sub(first) {
                None => {}
                Some(record) if (record as usize) < len => each(record as usize, edges),
                Some(_) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares what blocks come to with a look at each record by itself.
    fn check(adjacency: &Adjacency, records: usize, first: usize, len: usize) {
        let known = Neighbours::new((0..records).map(|record| 1_u8 << (record % 4)));
        let holds = |tag: u32| tag == 0;
        let of = |record: usize| adjacency.of((first + record) as u32).filter(|(_, tag)| holds(*tag));

        let mut joined = vec![16; len];
        let through = |tag, value| if holds(tag) { value } else { 0 };
        adjacency.join(first as u32, &known, through, &mut joined);
        let all = |record| of(record).fold(16, |all, (end, _)| all | known.of(end));
        assert_eq!(joined, (0..len).map(all).collect::<Vec<u8>>());

        let mut ends = vec![9; len];
        adjacency.firsts(first as u32, holds, &mut ends);
        let end = |record| of(record).next().map_or(NOBODY, |(end, _)| end);
        assert_eq!(ends, (0..len).map(end).collect::<Vec<u32>>());
    }

    #[test]
    fn joins_none_one_and_several() {
        let edges = [(1, 0, 0), (3, 1, 0), (3, 2, 1), (3, 3, 0), (4, 2, 1), (5, 1, 1), (5, 3, 0), (7, 2, 0)];
        for with_tags in [false, true] {
            let edges = edges.map(|(from, to, tag)| (from, to, if with_tags { tag } else { 0 }));
            let adjacency = Adjacency::from_edges(8, edges);
            for first in 0..8 {
                (0..=8 - first).for_each(|len| check(&adjacency, 8, first, len));
            }
        }
    }

    #[test]
    fn joins_blocks_of_few_and_of_many() {
        const RECORDS: usize = 2 * BLOCK + 100;
        let mut state = 1_u32;
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below as u32
        };
        for edges in [20, 100, 500, 2_000, 6_000] {
            for tags in [1, 3] {
                let edges: Vec<(u32, u32, u32)> =
                    (0..edges).map(|_| (random(RECORDS), random(RECORDS), random(tags))).collect();
                let adjacency = Adjacency::from_edges(RECORDS, edges.iter().copied());
                assert_eq!(adjacency.few.is_some(), edges.len() <= 500);
                for first in [0, 700, BLOCK, BLOCK + 1, 2 * BLOCK, RECORDS - 1] {
                    for len in [0, 1, 99, BLOCK, RECORDS] {
                        check(&adjacency, RECORDS, first, len);
                    }
                }
            }
        }
    }

    #[test]
    fn without_edges_nothing_is_joined() {
        let mut joined = [1_u8; 3];
        Adjacency::default().join(0, &Neighbours::new([7_u8; 2].into_iter()), |_, value| value, &mut joined);
        assert_eq!(joined, [1; 3]);
        let mut ends = [0; 3];
        Adjacency::default().firsts(0, |_| true, &mut ends);
        assert_eq!(ends, [NOBODY; 3]);
    }
}
