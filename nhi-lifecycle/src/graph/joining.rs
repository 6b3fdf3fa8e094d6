//! What the neighbours of every record come to, one kind of relation at a time, from front to back.
//!
//! A question that is asked of all records is asked so: the places of a kind are read in order, without a branch that goes either way at
//! random, and what is known of a neighbour is one small value in a column.

use std::ops::BitOrAssign;

use super::{
    Tags,
    adjacency::{Adjacency, Edges, HEAD, NOBODY, SEVERAL},
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
    /// O(records + their edges).
    #[inline]
    pub(crate) fn join<T: Copy + Default + BitOrAssign>(
        &self,
        first: u32,
        known: &Neighbours<T>,
        through: impl Fn(u32, T) -> T,
        joined: &mut [T],
    ) {
        if let Some(few) = &self.few {
            let begin = few.partition_point(|holder| *holder < first);
            let len = few[begin..].partition_point(|holder| ((holder - first) as usize) < joined.len());
            for holder in &few[begin..begin + len] {
                joined_of(self.of(*holder), known, &through, &mut joined[(holder - first) as usize]);
            }
            return;
        }
        let places = self.places.ends.get(first as usize..).unwrap_or_default();
        let tags = self.places.tags.get(first as usize..).unwrap_or_default();
        // Of a place that says several, nothing is known.
        if tags.is_empty() {
            joined
                .iter_mut()
                .zip(places)
                .for_each(|(joined, place)| *joined |= through(Tags::ALWAYS, known.of(*place)));
        } else {
            for ((joined, place), tag) in joined.iter_mut().zip(places).zip(tags) {
                *joined |= through(*tag, known.of(*place));
            }
        }
        self.lists(first, joined.len(), |record, edges| joined_of(edges, known, &through, &mut joined[record]));
    }

    /// For each record from `first` on, its first neighbour by an edge with a tag that `holds`; `u32::MAX` if there is none.
    ///
    /// O(records + their edges).
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
        self.lists(first, ends.len(), |record, mut edges| {
            ends[record] = edges.find(|(_, tag)| holds(*tag)).map_or(NOBODY, |(end, _)| end);
        });
    }

    /// Goes through the lists of those records from `first` on that have several neighbours; they are counted from `first`.
    #[inline]
    fn lists<'a>(&'a self, first: u32, len: usize, mut each: impl FnMut(usize, Edges<'a>)) {
        let places = self.places.ends.get(first as usize..).unwrap_or_default();
        let begins = places.iter().take(len).find(|place| (SEVERAL..NOBODY).contains(*place));
        let Some(mut begin) = begins.map(|place| (place - SEVERAL) as usize) else { return };
        while let Some(record) = self.lists.ends.get(begin).map(|record| (record - first) as usize)
            && record < len
        {
            let edges = self.list(begin);
            begin += HEAD + edges.len();
            each(record, edges);
        }
    }
}

/// Adds what is known of the ends of some edges.
#[inline]
fn joined_of<T: Copy + Default + BitOrAssign>(
    edges: Edges<'_>,
    known: &Neighbours<T>,
    through: impl Fn(u32, T) -> T,
    joined: &mut T,
) {
    edges.for_each(|(end, tag)| *joined |= through(tag, known.of(end)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_none_one_and_several() {
        let edges = [(1, 0, 0), (3, 1, 0), (3, 2, 1), (3, 3, 0), (4, 2, 1), (5, 1, 1), (5, 3, 0), (7, 2, 0)];
        let known = Neighbours::new([1_u8, 2, 4, 8].into_iter());
        for with_tags in [false, true] {
            let adjacency =
                Adjacency::from_edges(8, edges.map(|(from, to, tag)| (from, to, if with_tags { tag } else { 0 })));
            let holds = |tag: u32| tag == 0;
            for first in 0..8 {
                for len in 0..=8 - first as usize {
                    let of = |record: usize| adjacency.of(first + record as u32).filter(|(_, tag)| holds(*tag));
                    let mut joined = vec![16_u8; len];
                    adjacency.join(first, &known, |tag, value| if holds(tag) { value } else { 0 }, &mut joined);
                    let expected: Vec<u8> =
                        (0..len).map(|record| of(record).fold(16, |all, (end, _)| all | 1 << end)).collect();
                    assert_eq!(joined, expected);
                    let mut ends = vec![9; len];
                    adjacency.firsts(first, holds, &mut ends);
                    let expected: Vec<u32> =
                        (0..len).map(|record| of(record).next().map_or(NOBODY, |(end, _)| end)).collect();
                    assert_eq!(ends, expected);
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
