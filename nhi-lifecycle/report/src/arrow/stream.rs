//! Batches that are made when they are asked for, and their way over the C interface.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{RecordBatch, RecordBatchReader, ffi_stream::FFI_ArrowArrayStream};
use arrow_schema::{ArrowError, SchemaRef};

type Source = dyn Fn(usize) -> Option<Result<RecordBatch, ArrowError>> + Send + Sync;

/// A table that is cut into batches, each made when it is asked for; any number of readers may go through it.
///
/// ```
/// use std::sync::Arc;
///
/// use nhi_report::arrow::{RecordBatch, Table, stream};
///
/// let schema = Arc::new(arrow_schema::Schema::empty());
/// let table = Table::new(Arc::clone(&schema), move |batch| {
///     (batch < 2).then(|| Ok(RecordBatch::new_empty(Arc::clone(&schema))))
/// });
/// assert_eq!(table.reader().count(), 2);
/// let exported = stream(table.reader());
/// # drop(exported);
/// ```
#[derive(Clone)]
pub struct Table {
    schema: SchemaRef,
    source: Arc<Source>,
}

impl Table {
    /// The table of which `source` makes the batch with a number, from 0; `None` behind the last.
    pub fn new(
        schema: SchemaRef,
        source: impl Fn(usize) -> Option<Result<RecordBatch, ArrowError>> + Send + Sync + 'static,
    ) -> Self {
        Self { schema, source: Arc::new(source) }
    }

    /// Its columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Goes through it from the beginning.
    #[must_use]
    pub fn reader(&self) -> impl RecordBatchReader + Send + use<> {
        Batches { table: self.clone(), next: 0 }
    }
}

struct Batches {
    table: Table,
    next: usize,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = (self.table.source)(self.next)?;
        self.next += 1;
        Some(batch)
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.table.schema)
    }
}

/// Hands batches to whoever holds the stream. A panic in making one is an error of the stream and crosses no border.
#[must_use]
pub fn stream(batches: impl RecordBatchReader + Send + 'static) -> FFI_ArrowArrayStream {
    FFI_ArrowArrayStream::new(Box::new(Caught::new(batches)))
}

/// Batches of which one whose making panics is an error and the last.
struct Caught<R>(Option<R>, SchemaRef);

impl<R: RecordBatchReader> Caught<R> {
    fn new(batches: R) -> Self {
        let schema = batches.schema();
        Self(Some(batches), schema)
    }
}

impl<R: RecordBatchReader> Iterator for Caught<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batches = self.0.as_mut()?;
        // What a panic leaves half-done is never asked again.
        catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_or_else(|thrown| {
            // Dropping what was thrown, or what it broke, could throw again.
            std::mem::forget((thrown, self.0.take()));
            Some(Err(ArrowError::ComputeError("a defect, caught at the border; please report it".to_owned())))
        })
    }
}

impl<R: RecordBatchReader> RecordBatchReader for Caught<R> {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.1)
    }
}

#[cfg(test)]
mod tests {
    use arrow_schema::Schema;

    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_end() {
        let schema: SchemaRef = Arc::new(Schema::empty());
        let empty = RecordBatch::new_empty(Arc::clone(&schema));
        let table =
            Table::new(schema, move |batch| if batch == 1 { panic!("on purpose") } else { Some(Ok(empty.clone())) });
        let mut batches = Caught::new(table.reader());
        assert!(batches.next().is_some_and(|first| first.is_ok()));
        assert!(batches.next().is_some_and(|second| second.is_err()));
        assert!(batches.next().is_none());
    }
}
