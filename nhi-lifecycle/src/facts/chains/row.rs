//! One change, and whose history it is of.

use crate::{change::ChangeField, facts::Slot, heap::Heap, id::Namespace, time::Instant};

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
    pub(super) words: Option<Box<ChangeWords>>,
}

/// No instant; before all of them.
const EXACT: i64 = i64::MIN;

/// What people said of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ChangeWords {
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

    /// The bytes of what was said of it.
    pub(crate) fn words_heap(&self) -> usize {
        self.words.heap()
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

impl Heap for ChangeWords {
    fn heap(&self) -> usize {
        self.by.heap() + self.reason.heap()
    }
}

/// A `from` as a value: 0 where it is unknown.
pub(super) fn known(from: u8) -> u8 {
    if from == UNKNOWN { OMITTED } else { from }
}
