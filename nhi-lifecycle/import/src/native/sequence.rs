//! Several sources read as one: one after another, within one set of limits.

use std::sync::Arc;

use nhi_lifecycle::{
    Problem, Record,
    incoming::{Incoming, Taken},
    limits::Limits,
    source::RecordSource,
};

use crate::{lines::Budget, places::Places};

/// One of several sources.
pub(super) trait Part: Sized {
    /// What it is before it is read.
    type Unread;

    /// Goes on to the next record, or says what stands in its stead; `None` at the end.
    fn advance(&mut self) -> Option<Result<(), Problem>>;

    /// The record that was gone on to.
    fn record(&mut self) -> Result<Record, Problem>;

    /// Puts it in, as it stands there if it can be given so.
    fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem>;

    /// The file and line of what was given at this position.
    fn place(&self, record: usize) -> Option<(Arc<str>, u64)>;

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

    /// Goes on to the next record, into the next source where one ends, and gives the source that holds it.
    fn advance(&mut self) -> Option<Result<&mut P, Problem>> {
        loop {
            match self.current.as_mut().and_then(P::advance) {
                Some(Ok(())) => return self.current.as_mut().map(Ok),
                Some(Err(problem)) => return Some(Err(problem)),
                None => {}
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
}

impl<P: Part> RecordSource for Sequence<P> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        Some(self.advance()?.and_then(P::record))
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        Some(self.advance()?.and_then(|part| part.put(incoming)))
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
