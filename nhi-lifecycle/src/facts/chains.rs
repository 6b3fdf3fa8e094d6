//! Histories: the changes of one field of one record, in the order in which they follow each other.
//!
//! Changes at different instants are ordered by time. Several at one instant are ordered so that each follows the value it
//! names: a walk that uses every change once, which is an Eulerian trail over the few values of the field.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Slot;
use crate::{change::ChangeField, time::Instant};

/// `from` was left out.
pub(crate) const OMITTED: u8 = 0;
/// `from` is said to be unknown.
pub(crate) const UNKNOWN: u8 = u8::MAX;

/// Whose and which history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChainKey {
    pub(crate) slot: Slot,
    pub(crate) field: ChangeField,
}

/// One change. Values are numbers of the field's vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChangeRow {
    pub(crate) key: ChainKey,
    pub(crate) at: Instant,
    /// [`OMITTED`], [`UNKNOWN`] or a value.
    pub(crate) from: u8,
    pub(crate) to: u8,
    pub(crate) not_before: Option<Instant>,
    pub(crate) words: Option<Box<ChangeWords>>,
}

/// What people said of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChangeWords {
    pub(crate) by: Option<String>,
    pub(crate) reason: Option<String>,
}

impl ChangeWords {
    /// What was said, if anything was.
    pub(crate) fn boxed(by: Option<String>, reason: Option<String>) -> Option<Box<Self>> {
        (by.is_some() || reason.is_some()).then(|| Box::new(Self { by, reason }))
    }
}

impl ChangeRow {
    /// What it says, but for whose history it is.
    pub(crate) fn content(&self) -> impl Ord + '_ {
        (self.at, self.from, self.to, self.not_before, &self.words)
    }

    pub(crate) fn by(&self) -> Option<&str> {
        self.words.as_ref()?.by.as_deref()
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        self.words.as_ref()?.reason.as_deref()
    }
}

/// Row numbers in the order of the history.
pub(crate) type Chain = Vec<u32>;

/// A change that fits nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) row: u32,
    pub(crate) message: &'static str,
}

/// All changes and the histories they make.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    rows: Vec<ChangeRow>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    chains: HashMap<ChainKey, Chain, DefaultHashBuilder>,
}

impl Changes {
    pub(crate) fn rows(&self) -> &[ChangeRow] {
        &self.rows
    }

    pub(crate) fn row(&self, number: u32) -> &ChangeRow {
        &self.rows[number as usize]
    }

    pub(crate) fn chain(&self, key: ChainKey) -> &[u32] {
        self.chains.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Every history.
    pub(crate) fn chains(&self) -> impl Iterator<Item = (&ChainKey, &Chain)> {
        self.chains.iter()
    }

    /// The value at an instant, 0 for unknown; `None` where there is no history.
    pub(crate) fn value_at(&self, key: ChainKey, at: Instant) -> Option<u8> {
        let chain = self.chains.get(&key)?;
        Some(self.value_in(chain, at))
    }

    /// The value that a history gives for an instant.
    pub(crate) fn value_in(&self, chain: &[u32], at: Instant) -> u8 {
        match self.last_before(chain, at) {
            Some(row) => row.to,
            None => chain.first().map_or(0, |first| known(self.row(*first).from)),
        }
    }

    /// The last change at or before an instant.
    pub(crate) fn last_before(&self, chain: &[u32], at: Instant) -> Option<&ChangeRow> {
        let after = chain.partition_point(|number| self.row(*number).at <= at);
        Some(self.row(chain[after.checked_sub(1)?]))
    }

    /// Adds a change; `None` if the same is there already. Its chain is set apart, with [`Self::set_chain`].
    pub(crate) fn insert(&mut self, row: ChangeRow) -> Option<u32> {
        let Self { rows, table, hasher, .. } = self;
        let hash = hasher.hash_one(&row);
        if table.find(hash, |number| rows[*number as usize] == row).is_some() {
            return None;
        }
        let number = rows.len() as u32;
        rows.push(row);
        table.insert_unique(hash, number, |other| hasher.hash_one(&rows[*other as usize]));
        Some(number)
    }

    /// Forgets the changes from this number on; their chains were not set.
    pub(crate) fn truncate(&mut self, len: usize) {
        for number in len..self.rows.len() {
            let hash = self.hasher.hash_one(&self.rows[number]);
            if let Ok(entry) = self.table.find_entry(hash, |other| *other as usize == number) {
                entry.remove();
            }
        }
        self.rows.truncate(len);
    }

    /// Adds to the end of a history.
    pub(crate) fn extend_chain(&mut self, key: ChainKey, later: &[u32]) {
        self.chains.entry(key).or_default().extend_from_slice(later);
    }

    /// Cuts a history to a length that it had; nothing is left of an empty one.
    pub(crate) fn cut_chain(&mut self, key: ChainKey, len: usize) {
        if len == 0 {
            self.chains.remove(&key);
        } else if let Some(chain) = self.chains.get_mut(&key) {
            chain.truncate(len);
        }
    }

    /// Sets a history and hands out what it was; an empty one is none.
    pub(crate) fn set_chain(&mut self, key: ChainKey, chain: Chain) -> Chain {
        let former = if chain.is_empty() { self.chains.remove(&key) } else { self.chains.insert(key, chain) };
        former.unwrap_or_default()
    }

    /// Orders changes of one field of one record that follow the value `before`, or are its first. `own` is the record's own
    /// value, 0 for none: it decides where a ring of changes at the last instant begins, which is where it ends.
    pub(crate) fn ordered(&self, mut numbers: Vec<u32>, mut before: Option<u8>, own: u8) -> Result<Chain, Misfit> {
        numbers.sort_unstable_by(|a, b| {
            let (a, b) = (self.row(*a), self.row(*b));
            a.at.cmp(&b.at).then_with(|| a.cmp(b))
        });
        let mut chain = Chain::with_capacity(numbers.len());
        let mut groups = numbers.chunk_by(|a, b| self.row(*a).at == self.row(*b).at).peekable();
        while let Some(together) = groups.next() {
            match together {
                [alone] => chain.push(self.follow(before, *alone)?),
                several => {
                    // A ring ends where it began, and what comes next says where that is.
                    let end = match groups.peek() {
                        None => own,
                        Some([next]) => known(self.row(*next).from),
                        Some(_) => 0,
                    };
                    self.trail(before, several, end, &mut chain)?;
                }
            }
            before = chain.last().map(|last| self.row(*last).to);
        }
        Ok(chain)
    }

    fn follow(&self, before: Option<u8>, number: u32) -> Result<u32, Misfit> {
        let from = self.row(number).from;
        let message = match before {
            None if from == OMITTED => "the first change must say what it changed `from`; `null` for unknown",
            Some(before) if from != OMITTED && from != UNKNOWN && from != before => {
                "does not follow the change before it; its `from` is another value than that one's `to`"
            }
            _ => return Ok(number),
        };
        Err(Misfit { row: number, message })
    }

    /// Orders several changes of one instant: Hierholzer's algorithm, each value's ways in the order of the rows.
    fn trail(&self, before: Option<u8>, several: &[u32], end: u8, chain: &mut Chain) -> Result<(), Misfit> {
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
        let begin = chain.len();
        let mut stack: Vec<(u8, Option<u32>)> = vec![(start, None)];
        while let Some((value, arrived_by)) = stack.last().copied() {
            if let Some(way) = ways.get_mut(&value).and_then(Vec::pop) {
                stack.push((self.row(way).to, Some(way)));
            } else {
                stack.pop();
                chain.extend(arrived_by);
            }
        }
        chain[begin..].reverse();
        let walked = &chain[begin..];
        let fits = walked.len() == several.len() && walked.windows(2).all(|pair| self.row(pair[0]).to == from(pair[1]));
        if fits {
            return Ok(());
        }
        let message = "fits nowhere among the changes that share its instant; no order makes each follow its `from`";
        Err(Misfit { row: several[several.len() - 1], message })
    }
}

/// A `from` as a value: 0 where it is unknown.
fn known(from: u8) -> u8 {
    if from == UNKNOWN { OMITTED } else { from }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changes as (at, from, to); the expected order of their positions, or the position of the misfit.
    fn check(changes: &[(i64, u8, u8)], expected: Result<&[u32], u32>) {
        let mut all = Changes::default();
        let key = ChainKey { slot: Slot::asset(0), field: ChangeField::Stage };
        for (at, from, to) in changes {
            let at = Instant::from_micros(*at).unwrap();
            all.insert(ChangeRow { key, at, from: *from, to: *to, not_before: None, words: None }).unwrap();
        }
        let ordered = all.ordered((0..changes.len() as u32).collect(), None, 0);
        assert_eq!(ordered.as_deref().map_err(|misfit| misfit.row), expected, "{changes:?}");
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
