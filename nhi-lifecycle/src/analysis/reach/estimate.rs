//! About how many assets each place leads to, in time and memory that do not depend on how the places hang together.
//!
//! Cohen's estimator (1997): each asset draws numbers of an exponential distribution. The least of what a place leads to is the
//! smaller, the more assets that are; the mean of many least ones says how many.

use super::condense::Components;

/// How many numbers each asset draws at a time.
const LANES: usize = 16;

/// How often.
const ROUNDS: u64 = 4;

/// How many numbers each asset draws.
const DRAWS: usize = LANES * ROUNDS as usize;

/// The standard error of an estimate, as a share of what is estimated: the square root of 1 in `DRAWS - 2`.
pub(super) const STANDARD_ERROR: f64 = 0.127;

type Least = [f32; LANES];

/// For each component, about how much weight it leads to, its own counted. What an asset draws follows from its seed, so that the same
/// assets give the same estimates in any order. `go_on` is asked now and then; none if it said no. O(components + arrows).
pub(super) fn estimate(
    components: &Components,
    weights: &[u32],
    seeds: &[u64],
    go_on: &mut impl FnMut() -> bool,
) -> Option<Vec<f32>> {
    let mut sums = vec![0.0; weights.len()];
    let mut least: Vec<Least> = Vec::new();
    let mut begin = 0;
    for (island, end) in components.islands.iter().copied().enumerate() {
        for round in 0..ROUNDS {
            least.clear();
            for component in begin..end {
                let place = component as usize;
                let mut mine = draws(weights[place], seeds[place], round);
                for theirs in components.successors.of(component) {
                    let theirs = &least[(theirs - begin) as usize];
                    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine = mine.min(*theirs));
                }
                sums[place] += mine.iter().sum::<f32>();
                least.push(mine);
            }
        }
        begin = end;
        if island % 64 == 0 && !go_on() {
            return None;
        }
    }
    // What leads to any leads to one at least; what leads to none has infinite sums.
    let about = |sum: f32| if sum.is_finite() { ((DRAWS - 1) as f32 / sum).max(1.0) } else { 0.0 };
    Some(sums.into_iter().map(about).collect())
}

/// What the assets of a component draw at least: of so many together, as one asset that is so much likelier to draw little.
fn draws(weight: u32, seed: u64, round: u64) -> Least {
    let mut least = [f32::INFINITY; LANES];
    if weight > 0 {
        for (lane, least) in (0..).zip(&mut least) {
            let lane: u64 = lane;
            let bits = mixed(seed.wrapping_add(mixed(round * LANES as u64 + lane + 1)));
            // More than 0, at most 1.
            let share = ((bits >> 40) + 1) as f32 / (1_u32 << 24) as f32;
            *least = -share.ln() / weight as f32;
        }
    }
    least
}

/// The seed of an asset.
pub(super) fn seed(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| mixed(hash ^ u64::from(byte)))
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
