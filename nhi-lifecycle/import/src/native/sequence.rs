//! Several sources read as one: one after another, within one set of limits.

use std::sync::Arc;

use nhi_lifecycle::{Problem, Record, limits::Limits, source::RecordSource};

use crate::{lines::Budget, places::Places};

/// One of several sources.
pub(super) trait Part: RecordSource + Sized {
    /// What it is before it is read.
    type Unread;

    /// Begins to read it on what is left of a budget.
    fn begin(unread: Self::Unread, budget: Budget) -> Self;

    /// What is left of the budget, what it is called, and where its records were.
    fn end(self) -> (Budget, Arc<str>, Places);
}

/// Sources, one after another.
#[derive(Debug)]
pub(super) struct Sequence<P: Part> {
    unread: std::vec::IntoIter<P::Unread>,
    current: Option<P>,
    /// What those that were read have left.
    budget: Budget,
    read: Vec<Read>,
    /// How much they gave: the position of what the current one gives first.
    given: usize,
}

/// What remains of a source once it is read.
#[derive(Debug)]
struct Read {
    first: usize,
    name: Arc<str>,
    places: Places,
}

impl<P: Part> Sequence<P> {
    pub(super) fn new(unread: Vec<P::Unread>, limits: &Limits) -> Self {
        let budget = Budget::new(limits);
        Self { unread: unread.into_iter(), current: None, budget, read: Vec::new(), given: 0 }
    }
}

impl<P: Part> RecordSource for Sequence<P> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        loop {
            if let Some(next) = self.current.as_mut().and_then(P::next_record) {
                return Some(next);
            }
            if let Some(current) = self.current.take() {
                let (budget, name, places) = current.end();
                let first = self.given;
                self.given += places.given();
                self.budget = budget;
                self.read.push(Read { first, name, places });
            }
            if self.budget.is_exceeded() {
                return None;
            }
            self.current = Some(P::begin(self.unread.next()?, self.budget.clone()));
        }
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        if let Some(position) = record.checked_sub(self.given) {
            return self.current.as_ref()?.place(position);
        }
        let after = self.read.partition_point(|read| read.first <= record);
        let read = self.read.get(after.checked_sub(1)?)?;
        Some((Arc::clone(&read.name), read.places.line(record - read.first)?))
    }
}
