//! How many assets each place leads to, exactly.
//!
//! Sets of assets are kept as bits, a block of assets at a time: the bits are handed up from the assets to whatever leads to them,
//! and forgotten where they have been counted. What does not lead to the block is not looked at.

use std::ops::Range;

use super::{
    arrows::Arrows,
    condense::Components,
    fold::{Folded, fold},
    hubs::Hubs,
};

/// How many words a set has.
const WORDS: usize = 8;

/// How many components are counted at a time.
const BLOCK: usize = WORDS * 64;

type Bits = [u64; WORDS];

/// For each component, how much weight it leads to, its own counted. `go_on` is asked for each block; none if it said no.
pub(super) fn count(components: &Components, weights: Vec<u32>, go_on: &mut impl FnMut() -> bool) -> Option<Vec<u32>> {
    let Folded { weights, shared } = fold(components, weights);
    let mut counting = Counting {
        predecessors: &components.predecessors,
        weights: &weights,
        counts: weights.clone(),
        bits: Vec::new(),
        waiting: Vec::new(),
    };
    let mut rest = shared.as_slice();
    let mut begin = 0;
    for end in &components.islands {
        let here = rest.partition_point(|component| component < end);
        let (island, others) = rest.split_at(here);
        if !island.is_empty() {
            counting.island(begin..*end, island, components, go_on)?;
        }
        (rest, begin) = (others, *end);
    }
    Some(counting.counts)
}

struct Counting<'a> {
    predecessors: &'a Arrows,
    weights: &'a [u32],
    counts: Vec<u32>,
    /// What each component of the island leads to of the block; empty but for those that are waiting.
    bits: Vec<Bits>,
    /// The components of the island that are still to be counted, as bits.
    waiting: Vec<u64>,
}

impl Counting<'_> {
    fn island(
        &mut self,
        island: Range<u32>,
        shared: &[u32],
        components: &Components,
        go_on: &mut impl FnMut() -> bool,
    ) -> Option<()> {
        let len = island.len();
        if self.bits.len() < len {
            self.bits = vec![[0; WORDS]; len];
            self.waiting = vec![0; len.div_ceil(64)];
        }
        let hubs = Hubs::new(&island, shared, self.weights, components, BLOCK);
        hubs.add_to(&mut self.counts, self.weights);
        for (under, columns) in hubs.groups() {
            for block in columns.chunks(BLOCK) {
                self.block(island.start, block, |component| hubs.covers(component, under));
                if !go_on() {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Counts these components, which ascend, for all that leads to them. What is covered counts them otherwise.
    fn block(&mut self, island: u32, block: &[u32], covered: impl Fn(u32) -> bool) {
        let scales = Scales::new(block, self.weights);
        let mut left = 0;
        for component in block {
            left += self.wait(component - island);
        }
        let mut own = (0..).zip(block).peekable();
        let mut word = block.first().map_or(0, |first| (first - island) as usize / 64);
        // Arrows lead to smaller numbers: who waits is counted when all that hands on to it has been.
        while left > 0 {
            let Some(bit) = lowest(self.waiting[word]) else {
                word += 1;
                continue;
            };
            self.waiting[word] &= !(1 << bit);
            left -= 1;
            let place = word * 64 + bit;
            let component = island + place as u32;
            let mut bits = std::mem::take(&mut self.bits[place]);
            self.counts[component as usize] += scales.weigh(&bits);
            if let Some((column, _)) = own.next_if(|(_, own)| **own == component) {
                let column: usize = column;
                bits[column / 64] |= 1 << (column % 64);
            }
            for before in self.predecessors.of(component) {
                if !covered(*before) {
                    left += self.wait(before - island);
                    let theirs = &mut self.bits[(before - island) as usize];
                    theirs.iter_mut().zip(&bits).for_each(|(theirs, ours)| *theirs |= ours);
                }
            }
        }
    }

    /// Lets a component wait to be counted; 1 if it did not yet.
    fn wait(&mut self, place: u32) -> usize {
        let word = &mut self.waiting[place as usize / 64];
        let bit = 1 << (place % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        usize::from(is_new)
    }
}

fn lowest(word: u64) -> Option<usize> {
    (word != 0).then(|| word.trailing_zeros() as usize)
}

/// Weighs sets. The weights of a word's members are taken apart into their binary digits: most are 1, and need one look.
struct Scales(Vec<(usize, u32, u64)>);

impl Scales {
    fn new(block: &[u32], weights: &[u32]) -> Self {
        let mut digits = Vec::new();
        for (word, members) in block.chunks(64).enumerate() {
            let weight = |member: &u32| weights[*member as usize];
            let all = members.iter().map(weight).fold(0, |all, weight| all | weight);
            for digit in (0..u32::BITS).filter(|digit| all >> digit & 1 != 0) {
                let with = (0..).zip(members).filter(|(_, member)| weight(member) >> digit & 1 != 0);
                digits.push((word, digit, with.fold(0, |mask, (bit, _): (u32, _)| mask | 1 << bit)));
            }
        }
        Self(digits)
    }

    fn weigh(&self, bits: &Bits) -> u32 {
        self.0.iter().map(|(word, digit, members)| (bits[*word] & members).count_ones() << digit).sum()
    }
}
