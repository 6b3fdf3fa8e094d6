//! Components through which much goes: what leads to one leads to all that it leads to, and need not keep it as a set.

use std::ops::Range;

use super::{arrows::Arrows, condense::Components};

/// How many hubs an island has at most: one bit of a mask each.
const MOST: usize = 8;

/// From how many blocks on an island is searched for hubs: each of them costs a few walks through the island.
const BLOCKS: usize = 16;

/// The hubs of an island. A component that leads to a hub is *above* it, the hub included; one that it leads to is *under* it.
pub(super) struct Hubs<'a> {
    start: u32,
    shared: &'a [u32],
    /// For each component of the island, above which hubs it is; empty without hubs.
    above: Vec<u8>,
    /// Which of what is shared is under which hubs, in the order of the masks.
    under: Vec<(u8, Vec<u32>)>,
}

impl<'a> Hubs<'a> {
    pub(super) fn new(
        island: &Range<u32>,
        shared: &'a [u32],
        weights: &[u32],
        components: &Components,
        block: usize,
    ) -> Self {
        let mut hubs = Self { start: island.start, shared, above: Vec::new(), under: Vec::new() };
        if shared.len() > block * BLOCKS {
            hubs.choose(island, weights, components);
        }
        hubs
    }

    fn choose(&mut self, island: &Range<u32>, weights: &[u32], components: &Components) {
        let len = island.len();
        let mut above = vec![0_u8; len];
        let mut under = vec![0_u8; len];
        let mut hub = 0;
        for candidate in candidates(self.shared, weights) {
            let up = walk(&components.predecessors, island.start, candidate, len);
            let down = walk(&components.successors, island.start, candidate, len);
            // What it saves: pairs of what is above it and what is under it, less those that other hubs save.
            let new = |set: &[u32], masks: &[u8], others: &[u8]| {
                let taken = others[(candidate - island.start) as usize];
                set.iter().filter(|place| masks[**place as usize] & taken == 0).count()
            };
            let saved = new(&up, &above, &under) * new(&down, &under, &above);
            if saved / len < len / 50 {
                continue;
            }
            up.iter().for_each(|place| above[*place as usize] |= 1 << hub);
            down.iter().for_each(|place| under[*place as usize] |= 1 << hub);
            hub += 1;
            if hub == MOST {
                break;
            }
        }
        if hub == 0 {
            return;
        }
        let mask_of = |component: u32| under[(component - island.start) as usize];
        let mut by_mask: Vec<Vec<u32>> = vec![Vec::new(); 1 << hub];
        self.shared.iter().for_each(|component| by_mask[mask_of(*component) as usize].push(*component));
        self.under = (0..=u8::MAX).zip(by_mask).filter(|(_, columns)| !columns.is_empty()).collect();
        self.above = above;
    }

    /// What is shared, in groups of what is under the same hubs.
    pub(super) fn groups(&self) -> impl Iterator<Item = (u8, &[u32])> {
        let plain = self.above.is_empty().then_some((0, self.shared));
        plain.into_iter().chain(self.under.iter().map(|(mask, columns)| (*mask, columns.as_slice())))
    }

    /// Whether a component counts what is under these hubs through one of them.
    pub(super) fn covers(&self, component: u32, under: u8) -> bool {
        under != 0 && self.above[(component - self.start) as usize] & under != 0
    }

    /// Counts, for what is above hubs, what is under them.
    pub(super) fn add_to(&self, counts: &mut [u32], weights: &[u32]) {
        let weight = |columns: &[u32]| columns.iter().map(|column| weights[*column as usize]).sum::<u32>();
        let groups: Vec<(u8, u32)> = self.under.iter().map(|(mask, columns)| (*mask, weight(columns))).collect();
        let totals: Vec<u32> = (0..=u8::MAX)
            .map(|above| groups.iter().filter(|(under, _)| above & under != 0).map(|(_, weight)| weight).sum())
            .collect();
        for (count, above) in counts[self.start as usize..].iter_mut().zip(&self.above) {
            *count += totals[*above as usize];
        }
        // Its own weight each had been given already.
        for (under, columns) in &self.under {
            for column in columns.iter().filter(|column| self.covers(**column, *under)) {
                counts[*column as usize] -= weights[*column as usize];
            }
        }
    }
}

/// The heaviest components, then those that stand at even distances.
fn candidates(shared: &[u32], weights: &[u32]) -> Vec<u32> {
    let mut heaviest = shared.to_vec();
    heaviest.sort_by_key(|component| std::cmp::Reverse(weights[*component as usize]));
    heaviest.truncate(2);
    let evenly = [4, 2, 6, 1, 3, 5, 7].into_iter().map(|eighth| shared[shared.len() / 8 * eighth]);
    heaviest.extend(evenly);
    heaviest
}

/// All that arrows lead to from a component, by its place in the island.
fn walk(arrows: &Arrows, start: u32, from: u32, len: usize) -> Vec<u32> {
    let mut seen = fixedbitset::FixedBitSet::with_capacity(len);
    let mut found = vec![from - start];
    seen.insert((from - start) as usize);
    let mut next = 0;
    while let Some(place) = found.get(next).copied() {
        for other in arrows.of(start + place) {
            if !seen.put((other - start) as usize) {
                found.push(other - start);
            }
        }
        next += 1;
    }
    found
}
