//! Putting findings in order.

/// How many bits of a number are looked at in one pass, at most: so many counters stay in the nearest cache.
const DIGIT: u32 = 11;

/// Sorts by numbers below `limit`, without comparing: a pass for each some bits of them, the lowest first. Equal ones keep their order.
pub(super) fn sort_by_number<T: Copy>(mut items: Vec<T>, limit: usize, number: impl Fn(&T) -> usize) -> Vec<T> {
    let bits = usize::BITS - limit.saturating_sub(1).leading_zeros();
    let passes = bits.div_ceil(DIGIT);
    let width = bits.div_ceil(passes.max(1));
    let mut sorted = items.clone();
    for pass in 0..passes {
        let digit = |item: &T| number(item) >> (pass * width) & ((1 << width) - 1);
        let mut places = [0_usize; 1 << DIGIT];
        items.iter().for_each(|item| places[digit(item)] += 1);
        let mut begin = 0;
        for place in &mut places {
            begin += std::mem::replace(place, begin);
        }
        for item in &items {
            let place = &mut places[digit(item)];
            sorted[*place] = *item;
            *place += 1;
        }
        std::mem::swap(&mut items, &mut sorted);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_comparing_does() {
        for limit in [1, 2, 2_047, 2_048, 2_049, 1 << 22, (1 << 22) + 1, 1 << 33] {
            let mut state = 1_usize;
            let numbers = (0..3_000).map(|place| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                ((state >> 20) % limit, place)
            });
            let numbers: Vec<(usize, usize)> = numbers.chain([(0, 3_000), (limit - 1, 3_001)]).collect();
            let mut expected = numbers.clone();
            expected.sort();
            assert_eq!(sort_by_number(numbers, limit, |(number, _)| *number), expected);
        }
        assert!(sort_by_number(Vec::<usize>::new(), 0, |number| *number).is_empty());
    }
}
