//! Least sets over all records: what is certain by itself, and what follows from it along relations until nothing new is learnt.
//!
//! A ring holds up nothing, as it is reached only from what stands outside of it.

use super::{
    Tags,
    adjacency::{Adjacency, BLOCK},
};

/// How a record stands to a set that grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Membership(u8);

impl Membership {
    /// It is not in the set, whatever the others are.
    const NEVER: Self = Self(0);
    /// It is not in the set, and comes in as soon as one does that leads to it.
    const OPEN: Self = Self(1);
    /// It is in the set.
    const IN: Self = Self(2);

    /// By whether a record is in the set whatever the others are, and whether it may follow one that is.
    #[inline]
    pub(crate) const fn new(by_itself: bool, may_follow: bool) -> Self {
        Self(((by_itself as u8) << 1) | (may_follow & !by_itself) as u8)
    }
}

/// The least set in which those are that are in it by themselves, and those that may follow and to which one in the set leads along
/// `ways`, by a relation with a tag that `holds`. By record, whether it is in the set.
///
/// What a block of records brings in is followed as far as it leads before the next one is looked at: what lies near it in the graph
/// lies near it in memory. O(records + relations of those in the set), with a stack that is no longer than there are records.
pub(crate) fn least(
    mut members: Vec<Membership>,
    ways: &[&Adjacency],
    holds: impl Fn(u32) -> bool + Copy,
) -> Vec<bool> {
    let records = members.len();
    // Of nobody.
    members.push(Membership::NEVER);
    let mut came = Vec::new();
    for first in (0..records).step_by(BLOCK) {
        let block = first as u32..(first + BLOCK).min(records) as u32;
        ways.iter().for_each(|way| way.bring_in(block.clone(), holds, &mut members, &mut came));
        while let Some(record) = came.pop() {
            for way in ways {
                way.of(record).for_each(|(next, tag)| {
                    if members[next as usize] == Membership::OPEN && holds(tag) {
                        members[next as usize] = Membership::IN;
                        came.push(next);
                    }
                });
            }
        }
    }
    members[..records].iter().map(|member| *member == Membership::IN).collect()
}

impl Adjacency {
    /// Brings in whom the members among a block of records lead to; adds them to `came`.
    ///
    /// Whether a record brings in another can't be foretold, so that is worked out without a branch where it has only one neighbour.
    #[inline]
    fn bring_in(
        &self,
        block: std::ops::Range<u32>,
        holds: impl Fn(u32) -> bool,
        members: &mut [Membership],
        came: &mut Vec<u32>,
    ) {
        let mut new = [0; BLOCK];
        let mut count = 0;
        let mut follow = |record: usize, place: u32, holds: bool| {
            // A place that says none or several lies behind all records.
            let next = (place as usize).min(members.len() - 1);
            let comes = (members[record] == Membership::IN) & (members[next] == Membership::OPEN) & holds;
            members[next].0 += u8::from(comes);
            new[count % BLOCK] = place;
            count += usize::from(comes);
        };
        let records = block.start as usize..(block.end as usize).min(self.places.ends.len());
        let Some(places) = self.places.ends.get(records.clone()) else { return };
        let tags = self.places.tags.get(records.clone()).unwrap_or_default();
        match (self.few_from(block.start, places.len()), tags) {
            (None, []) => records.zip(places).for_each(|(record, place)| follow(record, *place, true)),
            (None, tags) => {
                let places = places.iter().zip(tags);
                records.zip(places).for_each(|(record, (place, tag))| follow(record, *place, holds(*tag)));
            }
            (Some(few), tags) => few.for_each(|record| {
                let at = (record - block.start) as usize;
                follow(record as usize, places[at], holds(tags.get(at).copied().unwrap_or(Tags::ALWAYS)));
            }),
        }
        came.extend_from_slice(&new[..count]);
        self.lists_from(block.start, block.len(), |record, edges| {
            if members[block.start as usize + record] == Membership::IN {
                edges.for_each(|(next, tag)| {
                    if members[next as usize] == Membership::OPEN && holds(tag) {
                        members[next as usize] = Membership::IN;
                        came.push(next);
                    }
                });
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_in_what_follows_and_nothing_else() {
        const RECORDS: u32 = 2 * BLOCK as u32 + 100;
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let holds = |tag: u32| tag != 2;
        // From few edges to several for each record, with and without tags.
        for edges in [0, 100, 500, 2_000, 6_000] {
            for tags in [1, 3] {
                let mut edges =
                    || (0..edges).map(|_| [random(RECORDS), random(RECORDS), random(tags)]).collect::<Vec<_>>();
                let ways = [edges(), edges()];
                let is_in: Vec<bool> = (0..RECORDS).map(|_| random(20) == 0).collect();
                let is_open: Vec<bool> = (0..RECORDS).map(|_| random(4) != 0).collect();

                let adjacencies = ways.each_ref().map(|edges| {
                    Adjacency::from_edges(RECORDS as usize, edges.iter().map(|[from, to, tag]| (*from, *to, *tag)))
                });
                let members = is_in.iter().zip(&is_open).map(|(is_in, is_open)| Membership::new(*is_in, *is_open));
                let set = least(members.collect(), &adjacencies.each_ref(), holds);

                let mut expected = is_in;
                let mut grows = true;
                while std::mem::take(&mut grows) {
                    for [from, to, _] in ways.iter().flatten().filter(|[.., tag]| holds(*tag)) {
                        let follows = expected[*from as usize] && is_open[*to as usize] && !expected[*to as usize];
                        expected[*to as usize] |= follows;
                        grows |= follows;
                    }
                }
                assert_eq!(set, expected);
            }
        }
    }
}
