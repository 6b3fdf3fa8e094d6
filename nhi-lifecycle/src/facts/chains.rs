//! Histories: the changes of one field of one record, in the order in which they follow each other.
//!
//! Changes at different instants are ordered by time. Several at one instant are ordered so that each follows the value it
//! names: a walk that uses every change once, which is an Eulerian trail over the few values of the field.

use std::collections::{BTreeMap, HashMap};

use hashbrown::DefaultHashBuilder;

use super::Slot;
use crate::{
    change::ChangeField,
    heap::{Heap, hash_room, room_of},
    id::Namespace,
    time::Instant,
};

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChangeRow {
    namespace: Namespace,
    subject: u32,
    field: ChangeField,
    pub(crate) at: Instant,
    /// [`OMITTED`], [`UNKNOWN`] or a value.
    pub(crate) from: u8,
    pub(crate) to: u8,
    /// In microseconds; [`EXACT`] where it is exactly `at`.
    not_before: i64,
    words: Option<Box<ChangeWords>>,
}

/// No instant; before all of them.
const EXACT: i64 = i64::MIN;

/// What people said of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct ChangeWords {
    by: Option<String>,
    reason: Option<String>,
}

impl ChangeWords {
    /// What was said, if anything was.
    fn boxed(by: Option<String>, reason: Option<String>) -> Option<Box<Self>> {
        (by.is_some() || reason.is_some()).then(|| Box::new(Self { by, reason }))
    }
}

impl ChangeRow {
    /// A change at an exact instant of which nothing was said.
    pub(crate) fn new(key: ChainKey, at: Instant, from: u8, to: u8) -> Self {
        let ChainKey { slot: Slot { namespace, index: subject }, field } = key;
        Self { namespace, subject, field, at, from, to, not_before: EXACT, words: None }
    }

    /// The same, at the earliest then. Not before `at` is exactly `at`: the two forms say the same.
    pub(crate) fn not_before(self, earliest: Option<Instant>) -> Self {
        let earliest = earliest.filter(|earliest| *earliest < self.at);
        Self { not_before: earliest.map_or(EXACT, Instant::as_micros), ..self }
    }

    /// The same, with what was said of it.
    pub(crate) fn saying(self, by: Option<String>, reason: Option<String>) -> Self {
        Self { words: ChangeWords::boxed(by, reason), ..self }
    }

    /// The same, of another record.
    pub(crate) fn of(self, slot: Slot) -> Self {
        Self { namespace: slot.namespace, subject: slot.index, ..self }
    }

    pub(crate) fn key(&self) -> ChainKey {
        ChainKey { slot: Slot { namespace: self.namespace, index: self.subject }, field: self.field }
    }

    /// The earliest instant, where it is not exactly `at`.
    pub(crate) fn earliest(&self) -> Option<Instant> {
        Instant::from_micros(self.not_before).ok()
    }

    /// What it says, but for whose history it is.
    pub(crate) fn content(&self) -> impl Ord + '_ {
        (self.at, self.from, self.to, self.earliest(), &self.words)
    }

    pub(crate) fn by(&self) -> Option<&str> {
        self.words.as_ref()?.by.as_deref()
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        self.words.as_ref()?.reason.as_deref()
    }
}

/// A change that fits nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) row: u32,
    pub(crate) message: &'static str,
}

/// Where a history lies among all that were told at once.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    begin: u32,
    /// How long it is; [`GREW`] for one that went on later and lies by itself.
    len: u32,
}

const GREW: u32 = u32::MAX;

/// All changes and the histories they make.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    rows: Vec<ChangeRow>,
    /// The histories as they were told at once, one after another: row numbers in the order of the history.
    told: Vec<u32>,
    /// Where the history of each record's stage or status lies, by name space.
    main: [Vec<Place>; 3],
    /// Where the histories of other fields lie.
    others: HashMap<ChainKey, Place, DefaultHashBuilder>,
    /// Histories that went on after they were told first.
    grown: HashMap<ChainKey, Vec<u32>, DefaultHashBuilder>,
}

/// How far the changes reach, so that they can be cut to that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChangesExtent {
    rows: usize,
    told: usize,
    main: [usize; 3],
}

fn is_main(key: ChainKey) -> bool {
    key.field == ChangeField::main(key.slot.namespace)
}

fn namespace_index(namespace: Namespace) -> usize {
    usize::from(namespace.number()) - 1
}

impl Heap for ChangeWords {
    fn heap(&self) -> usize {
        self.by.heap() + self.reason.heap()
    }
}

impl Heap for Changes {
    fn heap(&self) -> usize {
        let words = self.rows.iter().map(|row| row.words.heap()).sum::<usize>();
        let places = self.main.iter().map(room_of).sum::<usize>() + hash_room(&self.others);
        let grown = hash_room(&self.grown) + self.grown.values().map(room_of).sum::<usize>();
        room_of(&self.rows) + words + room_of(&self.told) + places + grown
    }
}

impl Changes {
    pub(crate) fn rows(&self) -> &[ChangeRow] {
        &self.rows
    }

    pub(crate) fn row(&self, number: u32) -> &ChangeRow {
        &self.rows[number as usize]
    }

    pub(crate) fn extent(&self) -> ChangesExtent {
        let main = [0, 1, 2].map(|namespace: usize| self.main[namespace].len());
        ChangesExtent { rows: self.rows.len(), told: self.told.len(), main }
    }

    fn place(&self, key: ChainKey) -> Place {
        let place = if is_main(key) {
            self.main[namespace_index(key.slot.namespace)].get(key.slot.index as usize)
        } else {
            self.others.get(&key)
        };
        place.copied().unwrap_or_default()
    }

    fn set_place(&mut self, key: ChainKey, place: Place) {
        if !is_main(key) {
            match place.len {
                0 => drop(self.others.remove(&key)),
                _ => drop(self.others.insert(key, place)),
            }
            return;
        }
        let places = &mut self.main[namespace_index(key.slot.namespace)];
        if places.len() <= key.slot.index as usize {
            places.resize(key.slot.index as usize + 1, Place::default());
        }
        places[key.slot.index as usize] = place;
    }

    fn lying(&self, key: ChainKey, place: Place) -> &[u32] {
        match place.len {
            GREW => self.grown.get(&key).map_or(&[], Vec::as_slice),
            len => &self.told[place.begin as usize..(place.begin + len) as usize],
        }
    }

    /// A history: row numbers in its order.
    pub(crate) fn chain(&self, key: ChainKey) -> &[u32] {
        self.lying(key, self.place(key))
    }

    /// Every history of this field, in the order of the records.
    pub(crate) fn chains(&self, namespace: Namespace, field: ChangeField) -> impl Iterator<Item = (u32, &[u32])> {
        let key = move |index: u32| ChainKey { slot: Slot { namespace, index }, field };
        let mut found: Vec<(u32, Place)> = Vec::new();
        if is_main(key(0)) {
            found.extend((0..).zip(self.main[namespace_index(namespace)].iter().copied()));
            found.retain(|(_, place)| place.len > 0);
        } else {
            let of_field = |key: &ChainKey| key.field == field && key.slot.namespace == namespace;
            found.extend(
                self.others.iter().filter(|(key, _)| of_field(key)).map(|(key, place)| (key.slot.index, *place)),
            );
            found.sort_unstable_by_key(|(index, _)| *index);
        }
        found.into_iter().map(move |(index, place)| (index, self.lying(key(index), place)))
    }

    /// The value at an instant, 0 for unknown; `None` where there is no history.
    pub(crate) fn value_at(&self, key: ChainKey, at: Instant) -> Option<u8> {
        let chain = self.chain(key);
        (!chain.is_empty()).then(|| self.value_in(chain, at))
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

    /// Whether a history has this change already.
    pub(crate) fn knows(&self, chain: &[u32], change: &ChangeRow) -> bool {
        let begin = chain.partition_point(|number| self.row(*number).at < change.at);
        let rows = chain[begin..].iter().map(|number| self.row(*number));
        rows.take_while(|row| row.at == change.at).any(|row| row == change)
    }

    /// Adds a change that is not known yet. Its chain is set apart, with [`Self::set_chain`].
    pub(crate) fn push(&mut self, row: ChangeRow) -> u32 {
        self.rows.push(row);
        self.rows.len() as u32 - 1
    }

    /// Forgets what lies behind this extent; the chains of changed records from before it were set back.
    pub(crate) fn truncate(&mut self, before: ChangesExtent) {
        self.rows.truncate(before.rows);
        self.told.truncate(before.told);
        for (places, len) in self.main.iter_mut().zip(before.main) {
            places.truncate(len);
        }
    }

    /// Adds to the end of a history.
    pub(crate) fn extend_chain(&mut self, key: ChainKey, later: &[u32]) {
        self.grow(key).extend_from_slice(later);
    }

    /// Cuts a history to a length that it had.
    pub(crate) fn cut_chain(&mut self, key: ChainKey, len: usize) {
        self.grow(key).truncate(len);
    }

    /// The history by itself.
    fn grow(&mut self, key: ChainKey) -> &mut Vec<u32> {
        let place = self.place(key);
        let chain = if place.len == GREW { Vec::new() } else { self.lying(key, place).to_vec() };
        if place.len != GREW {
            self.set_place(key, Place { begin: 0, len: GREW });
        }
        self.grown.entry(key).or_insert(chain)
    }

    /// Sets a history and hands out what it was; an empty one is none.
    pub(crate) fn set_chain(&mut self, key: ChainKey, chain: &[u32]) -> Vec<u32> {
        let former = self.chain(key).to_vec();
        if chain.is_empty() {
            self.grown.remove(&key);
            self.set_place(key, Place::default());
        } else if former.is_empty() {
            let begin = self.told.len() as u32;
            self.told.extend_from_slice(chain);
            self.set_place(key, Place { begin, len: chain.len() as u32 });
        } else {
            let grown = self.grow(key);
            grown.clear();
            grown.extend_from_slice(chain);
        }
        former
    }

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
