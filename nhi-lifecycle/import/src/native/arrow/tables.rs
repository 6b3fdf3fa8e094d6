//! Several Arrow tables read as one source.

use std::{fmt, sync::Arc};

use arrow_array::RecordBatchReader;
use nhi_lifecycle::{
    Problem, Record,
    incoming::{Incoming, Taken},
    limits::Limits,
    record::RecordType,
    source::RecordSource,
};

use super::ArrowTable;
use crate::{
    lines::Budget,
    native::sequence::{Part, Sequence},
    places::Places,
};

/// The records of several tables, one after another, as one batch: what refers to each other is given together. Problems call
/// each by the name of its table.
///
/// ```
/// use std::sync::Arc;
///
/// use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
/// use nhi_import::ArrowTables;
/// use nhi_lifecycle::{limits::Limits, record::RecordType, source::RecordSource};
///
/// let column = |text: &str| Arc::new(StringArray::from_iter_values([text])) as ArrayRef;
/// let people = RecordBatch::try_from_iter([
///     ("id", column("alice")),
///     ("kind", column("employee")),
///     ("status", column("active")),
/// ])?;
/// let schema = people.schema();
/// let tables = vec![(RecordType::Identity, RecordBatchIterator::new([Ok(people)], schema))];
/// let mut records = ArrowTables::new(tables, &Limits::default());
/// assert!(records.next_record().is_some_and(|alice| alice.is_ok()));
/// assert_eq!(records.place(0), Some(("identities".into(), 1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArrowTables<R: RecordBatchReader>(Sequence<ArrowTable<R>>);

impl<R: RecordBatchReader> ArrowTables<R> {
    /// Reads these tables, in this order.
    pub fn new(tables: Vec<(RecordType, R)>, limits: &Limits) -> Self {
        Self(Sequence::new(tables, limits))
    }
}

impl<R: RecordBatchReader> Part for ArrowTable<R> {
    type Unread = (RecordType, R);

    fn advance(&mut self) -> Option<Result<(), Problem>> {
        ArrowTable::advance(self)
    }

    fn record(&mut self) -> Result<Record, Problem> {
        ArrowTable::record(self)
    }

    fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        ArrowTable::put(self, incoming)
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        RecordSource::place(self, record)
    }

    fn begin((record_type, batches): Self::Unread, budget: Budget) -> Self {
        Self::within(batches, record_type.table().into(), budget, record_type)
    }

    fn end(self) -> (Budget, Arc<str>, Places) {
        self.into_rest()
    }
}

impl<R: RecordBatchReader> RecordSource for ArrowTables<R> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        self.0.next_record()
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        self.0.next_into(incoming)
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.0.place(record)
    }
}

impl<R: RecordBatchReader> fmt::Debug for ArrowTables<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowTables").finish_non_exhaustive()
    }
}
