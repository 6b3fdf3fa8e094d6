//! Choosing records for work whose choice can't be foretold.

/// From how many records at most some are chosen at a time; the choice stays in the nearest cache.
pub(super) const SIFTED: usize = 256;

/// Does the work for the records that are chosen, in order, some of them at a time.
///
/// A branch that goes either way at random costs more than the work on either side of it: here a record is chosen without one.
pub(super) fn sift(records: &[u32], is_chosen: impl Fn(u32) -> bool, mut work: impl FnMut(&[u32])) {
    let mut chosen = [0_u32; SIFTED];
    for block in records.chunks(SIFTED) {
        let mut count = 0;
        for record in block {
            chosen[count % SIFTED] = *record;
            count += usize::from(is_chosen(*record));
        }
        work(&chosen[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_in_order() {
        for len in [0, 1, 255, 256, 257, 1_000] {
            let records: Vec<u32> = (0..len).map(|place| place * 7 % 1_009).collect();
            for modulus in [1, 2, 7, 2_000] {
                let mut found = Vec::new();
                sift(&records, |record| record % modulus == 0, |records| found.extend_from_slice(records));
                let expected: Vec<u32> = records.iter().copied().filter(|record| record % modulus == 0).collect();
                assert_eq!(found, expected);
            }
        }
    }
}
