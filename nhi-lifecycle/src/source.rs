//! Where a batch of records comes from.

use std::sync::Arc;

use crate::{
    error::Problem,
    incoming::{Incoming, Taken},
    record::Record,
};

/// A stream of records that knows the place of each, so that a problem found later still names its line.
///
/// The inventory takes records one by one, so a source never has to hold them all. A record that could not be read is a
/// problem of the batch: reading goes on, to report the first hundred together.
pub trait RecordSource {
    /// The next record, or what is wrong with it, its place filled in; `None` at the end.
    fn next_record(&mut self) -> Option<Result<Record, Problem>>;

    /// As [`Self::next_record`], put into this place; field by field from where they stand, if the source can give them so.
    ///
    /// What was put in counts if this returns that it was taken, and no less: with a problem, or at the end, it is forgotten.
    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        self.next_record().map(|next| next.map(|record| incoming.put(record)))
    }

    /// The file and line of the record that stands at this position among all that were given, from 0.
    fn place(&self, record: usize) -> Option<(Arc<str>, u64)>;
}

/// Records that are in memory already; their place is their position in the batch.
pub struct Given<I>(pub I);

impl<I: Iterator<Item: Into<Record>>> RecordSource for Given<I> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        self.0.next().map(|record| Ok(record.into()))
    }

    fn place(&self, _: usize) -> Option<(Arc<str>, u64)> {
        None
    }
}

/// Gives a problem the file and line of its record, where the source knows them.
pub(crate) fn place(problem: &mut Problem, source: &dyn RecordSource) {
    if problem.file.is_none()
        && let Some((file, line)) = problem.record.and_then(|record| source.place(record))
    {
        problem.file = Some(file);
        problem.line = Some(line);
    }
}
