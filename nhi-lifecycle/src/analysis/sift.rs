//! Choosing records for work whose choice can't be foretold.

/// How many records are chosen from at a time; the choice stays in the nearest cache.
const BLOCK: usize = 256;

/// Does the work for each record of `0..len` that is chosen, in order.
///
/// A branch that goes either way at random costs more than the work on either side of it: here a record is chosen without one.
pub(crate) fn sift(len: u32, is_chosen: impl Fn(u32) -> bool, mut work: impl FnMut(u32)) {
    let mut chosen = [0_u32; BLOCK];
    for begin in (0..len).step_by(BLOCK) {
        let mut count = 0;
        for record in begin..len.min(begin.saturating_add(BLOCK as u32)) {
            chosen[count % BLOCK] = record;
            count += usize::from(is_chosen(record));
        }
        chosen[..count].iter().for_each(|record| work(*record));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_in_order() {
        for len in [0, 1, 255, 256, 257, 1_000] {
            for modulus in [1, 2, 7, 2_000] {
                let mut found = Vec::new();
                sift(len, |record| record % modulus == 0, |record| found.push(record));
                assert_eq!(found, (0..len).filter(|record| record % modulus == 0).collect::<Vec<_>>());
            }
        }
    }
}
