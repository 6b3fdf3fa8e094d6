//! The order in which changes follow each other.

use std::collections::BTreeMap;

use super::{Changes, OMITTED, UNKNOWN, row::known};

/// A change that fits nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) row: u32,
    pub(crate) message: &'static str,
}

impl Changes {
    /// Orders changes of one field of one record that follow the value `before`, or are its first. `own` is the record's own
    /// value, 0 for none: it decides where a ring of changes at the last instant begins, which is where it ends.
    pub(crate) fn order(&self, numbers: &mut [u32], mut before: Option<u8>, own: u8) -> Result<(), Misfit> {
        numbers.sort_unstable_by(|a, b| {
            let (a, b) = (self.row(*a), self.row(*b));
            a.at.cmp(&b.at).then_with(|| a.cmp(b))
        });
        let together = |numbers: &[u32], begin: usize| {
            let at = numbers.get(begin).map(|first| self.row(*first).at);
            numbers[begin..].iter().take_while(|number| Some(self.row(**number).at) == at).count()
        };
        let mut begin = 0;
        while begin < numbers.len() {
            let end = begin + together(numbers, begin);
            if end - begin == 1 {
                self.follow(before, numbers[begin])?;
            } else {
                // A ring ends where it began, and what comes next says where that is.
                let ring = match together(numbers, end) {
                    0 => own,
                    1 => known(self.row(numbers[end]).from),
                    _ => 0,
                };
                let walked = self.trail(before, &numbers[begin..end], ring)?;
                numbers[begin..end].copy_from_slice(&walked);
            }
            before = Some(self.row(numbers[end - 1]).to);
            begin = end;
        }
        Ok(())
    }

    fn follow(&self, before: Option<u8>, number: u32) -> Result<(), Misfit> {
        let from = self.row(number).from;
        let message = match before {
            None if from == OMITTED => "the first change must say what it changed `from`; `null` for unknown",
            Some(before) if from != OMITTED && from != UNKNOWN && from != before => {
                "does not follow the change before it; its `from` is another value than that one's `to`"
            }
            _ => return Ok(()),
        };
        Err(Misfit { row: number, message })
    }

    /// Orders several changes of one instant: Hierholzer's algorithm, each value's ways in the order of the rows.
    fn trail(&self, before: Option<u8>, several: &[u32], end: u8) -> Result<Vec<u32>, Misfit> {
        let mut ways: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
        let mut balance: BTreeMap<u8, i64> = BTreeMap::new();
        let from = |number: u32| match self.row(number).from {
            UNKNOWN => before.unwrap_or(0),
            value => value,
        };
        for number in several.iter().rev() {
            if self.row(*number).from == OMITTED {
                let message = "shares its instant with another change, so it must say what it changed `from`";
                return Err(Misfit { row: *number, message });
            }
            ways.entry(from(*number)).or_default().push(*number);
            *balance.entry(from(*number)).or_default() += 1;
            *balance.entry(self.row(*number).to).or_default() -= 1;
        }
        let start = before.unwrap_or_else(|| {
            let forced = balance.iter().find(|(_, surplus)| **surplus > 0).map(|(value, _)| *value);
            let any = ways.keys().next().copied().unwrap_or(0);
            forced.unwrap_or(if ways.contains_key(&end) { end } else { any })
        });
        let mut walked = Vec::with_capacity(several.len());
        let mut stack: Vec<(u8, Option<u32>)> = vec![(start, None)];
        while let Some((value, arrived_by)) = stack.last().copied() {
            if let Some(way) = ways.get_mut(&value).and_then(Vec::pop) {
                stack.push((self.row(way).to, Some(way)));
            } else {
                stack.pop();
                walked.extend(arrived_by);
            }
        }
        walked.reverse();
        let fits = walked.len() == several.len() && walked.windows(2).all(|pair| self.row(pair[0]).to == from(pair[1]));
        if fits {
            return Ok(walked);
        }
        let message = "fits nowhere among the changes that share its instant; no order makes each follow its `from`";
        Err(Misfit { row: several[several.len() - 1], message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        change::ChangeField,
        facts::{ChainKey, ChangeRow, Slot},
        time::Instant,
    };

    /// Changes as (at, from, to); the expected order of their positions, or the position of the misfit.
    fn check(changes: &[(i64, u8, u8)], expected: Result<&[u32], u32>) {
        let mut all = Changes::default();
        let key = ChainKey { slot: Slot::asset(0), field: ChangeField::Stage };
        for (at, from, to) in changes {
            let at = Instant::from_micros(*at).unwrap();
            all.push(ChangeRow::new(key, at, *from, *to));
        }
        let mut numbers: Vec<u32> = (0..changes.len() as u32).collect();
        let ordered = all.order(&mut numbers, None, 0).map(|()| numbers.as_slice());
        assert_eq!(ordered.map_err(|misfit| misfit.row), expected, "{changes:?}");
    }

    #[test]
    fn orders() {
        check(&[], Ok(&[]));
        check(&[(2, 1, 2), (1, UNKNOWN, 1)], Ok(&[1, 0]));
        check(&[(1, UNKNOWN, 1), (2, OMITTED, 5), (3, 5, 6)], Ok(&[0, 1, 2]));
        check(&[(1, OMITTED, 1)], Err(0));
        check(&[(1, 1, 2), (2, 3, 4)], Err(1));
        // Three at one instant, given backwards.
        check(&[(1, 3, 4), (1, 2, 3), (1, 1, 2)], Ok(&[2, 1, 0]));
        // Around a ring and on.
        check(&[(0, 9, 1), (1, 1, 2), (1, 2, 1), (1, 1, 3)], Ok(&[0, 1, 2, 3]));
        // `null` stands for the value before the instant.
        check(&[(0, UNKNOWN, 1), (1, 2, 3), (1, UNKNOWN, 2)], Ok(&[0, 2, 1]));
        check(&[(0, UNKNOWN, 1), (1, 1, 2), (1, 4, 5)], Err(2));
        check(&[(1, 1, 2), (1, OMITTED, 3)], Err(1));
        // What follows a ring says where it began.
        check(&[(1, 1, 2), (1, 2, 1), (2, 2, 3)], Ok(&[1, 0, 2]));
        // A ring that could begin anywhere begins at its least value.
        check(&[(1, 2, 1), (1, 1, 2)], Ok(&[1, 0]));
    }
}
