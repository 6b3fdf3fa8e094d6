//! Counting and estimating on graphs that are larger than a block, against a walk from each of many nodes.

use super::{arrows::Arrows, condense::Components, count::count, estimate};

/// A small generator of random numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % u64::from(end.max(1))) as u32
    }
}

/// How many weighty nodes a node leads to, itself counted.
fn walked(arrows: &Arrows, weighty: &[bool], from: u32) -> u32 {
    let mut seen = vec![false; weighty.len()];
    let mut stack = vec![from];
    seen[from as usize] = true;
    let mut number = 0;
    while let Some(node) = stack.pop() {
        number += u32::from(weighty[node as usize]);
        for head in arrows.of(node) {
            if !std::mem::replace(&mut seen[*head as usize], true) {
                stack.push(*head);
            }
        }
    }
    number
}

/// So many nodes; `heads` says where the arrows of each lead. One node in `lightness` has no weight.
fn check(nodes: u32, lightness: u32, mut heads: impl FnMut(u32, &mut Random) -> Vec<u32>) {
    let mut random = Random(u64::from(nodes));
    let mut arrows = Arrows::with_capacity(0);
    for node in 0..nodes {
        heads(node, &mut random).into_iter().for_each(|head| arrows.push(head));
        arrows.close();
    }
    let weighty: Vec<bool> = (0..nodes).map(|_| random.below(lightness) != 1).collect();
    let components = Components::new(&arrows, &mut || true).unwrap();
    let mut weights = vec![0; components.successors.len() as usize];
    let mut seeds = vec![0_u64; weights.len()];
    for node in (0..nodes).filter(|node| weighty[*node as usize]) {
        let component = components.of[node as usize] as usize;
        weights[component] += 1;
        seeds[component] = seeds[component].wrapping_add(estimate::seed(&node.to_string()));
    }
    let estimates = estimate::estimate(&components, &weights, &seeds, &mut || true).unwrap();
    let counts = count(&components, weights, &mut || true).unwrap();
    let mut off = Vec::new();
    for _ in 0..200 {
        let node = random.below(nodes);
        let expected = walked(&arrows, &weighty, node);
        let component = components.of[node as usize] as usize;
        assert_eq!(counts[component], expected, "of {nodes} nodes, from {node}");
        assert_eq!(expected == 0, estimates[component] == 0.0);
        if expected > 0 {
            off.push((f64::from(estimates[component]) / f64::from(expected) - 1.0).abs());
        }
    }
    off.sort_by(f64::total_cmp);
    // All nodes may lead to much the same, so that their errors are one.
    assert!(off[off.len() / 2] < 4.0 * estimate::STANDARD_ERROR, "half are off by more than {}", off[off.len() / 2]);
}

#[test]
fn arrows_to_anywhere() {
    for degree in 1..4 {
        check(3_000, 3, |_, random| (0..random.below(degree)).map(|_| random.below(3_000)).collect());
        check(30_000, 3, |_, random| (0..random.below(degree)).map(|_| random.below(30_000)).collect());
    }
}

#[test]
fn arrows_to_smaller_numbers() {
    check(2_000, 2, |node, random| (0..2).map(|_| random.below(node)).filter(|head| *head < node).collect());
    check(20_000, 9, |node, random| (0..2).map(|_| random.below(node)).filter(|head| *head < node).collect());
}

#[test]
fn arrows_to_near_numbers() {
    check(40_000, 5, |node, random| (0..3).filter_map(|_| node.checked_sub(1 + random.below(30))).collect());
    check(40_000, 5, |node, random| {
        // Now and then a ring.
        let ring = (random.below(2_000) == 0).then(|| (node + random.below(60)).min(39_999));
        ring.into_iter().chain((0..3).filter_map(|_| node.checked_sub(1 + random.below(30)))).collect()
    });
}

#[test]
fn many_islands() {
    check(30_000, 4, |node, random| {
        let island = node / 100 * 100;
        (0..random.below(3)).map(|_| island + random.below(100)).collect()
    });
    // Islands whose nodes stand far apart.
    check(30_000, 4, |node, random| (0..random.below(3)).map(|_| node % 300 + 300 * random.below(100)).collect());
}

#[test]
fn a_giant_ring_and_what_hangs_on_it() {
    check(60_000, 4, |node, random| match node {
        0..20_000 => vec![(node + 1) % 20_000, 20_000 + random.below(20_000)],
        20_000..40_000 => (random.below(2) == 0).then(|| random.below(20_000) + 20_000).into_iter().collect(),
        _ => vec![random.below(60_000), random.below(40_000)],
    });
}

#[test]
fn ladders() {
    check(30_000, 7, |node, _| [1, 2].into_iter().filter_map(|down| node.checked_sub(down)).collect());
    // Two chains that look at each other.
    check(30_000, 7, |node, _| [2, 3].into_iter().filter_map(|down| node.checked_sub(down)).collect());
}

#[test]
fn chains_stars_and_trees() {
    check(100_000, 3, |node, _| node.checked_sub(1).into_iter().collect());
    check(100_000, 3, |node, _| if node == 0 { (1..100_000).collect() } else { Vec::new() });
    check(100_000, 3, |node, _| if node == 0 { Vec::new() } else { vec![0] });
    check(100_000, 3, |node, _| vec![2 * node + 1, 2 * node + 2].into_iter().filter(|leaf| *leaf < 100_000).collect());
    check(100_000, 3, |node, random| (node > 0).then(|| random.below(node)).into_iter().collect());
}

#[test]
fn a_stop_is_heard() {
    let mut arrows = Arrows::with_capacity(0);
    (0..10).for_each(|_| arrows.close());
    for limit in 0..3 {
        let mut asked = 0;
        let mut go_on = || {
            asked += 1;
            asked <= limit
        };
        assert!(Components::new(&arrows, &mut go_on).is_none());
        assert_eq!(asked, limit + 1, "who said no is not asked again");
    }
}
