//! Parquet tables, a row group at a time.
//!
//! The library that decodes them trusts what a file says of itself: it recurses over the schema, allocates what lengths and
//! counts ask for, and panics on much that is broken. So the footer (`footer`) and then the pages of each row group (`pages`)
//! are walked over first, nothing is decoded that they do not vouch for, and what panics all the same is caught.

mod footer;
mod pages;
mod thrift;

use std::{
    fmt,
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use nhi_lifecycle::{
    Code, Problem, Record,
    incoming::{Incoming, Taken},
    record::RecordType,
    source::RecordSource,
};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{
            ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
        },
        parquet_to_arrow_schema,
    },
    errors::ParquetError,
    file::metadata::{PageIndexPolicy, ParquetMetaDataReader},
};

use super::{
    arrow::{ArrowTable, Told, broken, header, viewed},
    columns::HeaderRow,
};
use crate::{lines::Budget, places::Places};

/// How many rows are decoded at a time: what lies in the processor's caches.
const BATCH: usize = 4096;

/// A Parquet file as a table of records.
#[derive(Debug)]
pub(super) enum ParquetTable {
    /// What can't be read at all, and why, until it was told.
    Broken {
        problem: Option<Box<Problem>>,
        name: Arc<str>,
        budget: Budget,
        places: Places,
    },
    Table(Box<ArrowTable<RowGroups>>),
}

impl ParquetTable {
    /// Reads a file on what is left of a budget.
    pub(super) fn within(file: File, name: Arc<str>, budget: Budget, record_type: RecordType) -> Self {
        match RowGroups::open(file, &budget, record_type) {
            Ok((groups, header)) => {
                Self::Table(Box::new(ArrowTable::with_header(groups, name, budget, record_type, header)))
            }
            Err(problem) => {
                let problem = Some(Box::new(problem.in_file(Arc::clone(&name), 1)));
                Self::Broken { problem, name, budget, places: Places::default() }
            }
        }
    }

    /// What is left of the budget, and where the records were.
    pub(super) fn into_rest(self) -> (Budget, Arc<str>, Places) {
        match self {
            Self::Broken { name, budget, places, .. } => (budget, name, places),
            Self::Table(table) => table.into_rest(),
        }
    }
}

impl ParquetTable {
    /// Goes on to the next row, or says what stands in its stead; `None` at the end.
    pub(super) fn advance(&mut self) -> Option<Result<(), Problem>> {
        match self {
            Self::Broken { problem, places, .. } => {
                let problem = problem.take()?;
                places.give(1);
                Some(Err(*problem))
            }
            Self::Table(table) => table.advance(),
        }
    }

    /// The record in the row that was gone on to.
    pub(super) fn record(&mut self) -> Result<Record, Problem> {
        match self {
            Self::Broken { .. } => Err(broken()),
            Self::Table(table) => table.record(),
        }
    }

    /// Puts it in as it stands.
    pub(super) fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        match self {
            Self::Broken { .. } => Err(broken()),
            Self::Table(table) => table.put(incoming),
        }
    }
}

impl RecordSource for ParquetTable {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        Some(self.advance()?.and_then(|()| self.record()))
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        Some(self.advance()?.and_then(|()| self.put(incoming)))
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        match self {
            Self::Broken { name, places, .. } => Some((Arc::clone(name), places.line(record)?)),
            Self::Table(table) => table.place(record),
        }
    }
}

/// The row groups of a file, each looked through before it is decoded.
pub(super) struct RowGroups {
    file: File,
    length: u64,
    metadata: ArrowReaderMetadata,
    schema: SchemaRef,
    mask: ProjectionMask,
    next: usize,
    /// Behind a lock that is never taken: the decoder can go to another thread, and not be in two.
    current: Mutex<Option<ParquetRecordBatchReader>>,
    /// How much the pages that are still to come may unfold to.
    bytes: u64,
}

impl RowGroups {
    fn open(file: File, budget: &Budget, record_type: RecordType) -> Result<(Self, HeaderRow), Problem> {
        let unreadable = |error: std::io::Error| Problem::new(Code::Io, format!("can't be read: {error}"));
        let length = file.metadata().map_err(unreadable)?.len();
        let bytes = budget.bytes_left();
        if length > bytes {
            return Err(budget.too_long());
        }
        footer::check(&file, length)?;
        let read = caught(|| {
            let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            let metadata = ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Skip);
            let metadata = Arc::new(metadata.parse_and_finish(&file)?);
            let schema = parquet_to_arrow_schema(metadata.file_metadata().schema_descr(), None)?;
            let header = header(&schema, record_type);
            let wanted = |index: &usize| header.columns.get(*index).is_some_and(Option::is_some);
            let roots = (0..schema.fields().len()).filter(wanted);
            let mask = ProjectionMask::roots(metadata.file_metadata().schema_descr(), roots);
            let fields: Vec<Field> = schema
                .fields()
                .iter()
                .zip(&header.columns)
                .map(|(field, column)| {
                    let data_type = field.data_type();
                    let data_type = if column.is_some() { viewed(data_type) } else { data_type.clone() };
                    field.as_ref().clone().with_data_type(data_type)
                })
                .collect();
            let schema = Arc::new(Schema::new(fields));
            let metadata = ArrowReaderMetadata::try_new(metadata, options.with_schema(Arc::clone(&schema)))?;
            Ok((metadata, schema, mask, header))
        });
        let (metadata, schema, mask, mut header) = read.map_err(|_| footer::no_parquet())?;
        // Only those columns come.
        header.columns.retain(Option::is_some);
        Ok((Self { file, length, metadata, schema, mask, next: 0, current: Mutex::default(), bytes }, header))
    }

    /// Begins with the next row group; whether there is one.
    fn begin(&mut self) -> Result<bool, ArrowError> {
        let told = |problem: Problem| ArrowError::from_external_error(Box::new(Told(problem)));
        let metadata = Arc::clone(self.metadata.metadata());
        let Some(group) = metadata.row_groups().get(self.next) else { return Ok(false) };
        let unfolded = pages::check(&self.file, self.length, group, |leaf| self.mask.leaf_included(leaf));
        self.bytes = self.bytes.checked_sub(unfolded.map_err(told)?).ok_or_else(|| {
            let message = "what the file unfolds to is longer than the limit of bytes; split it or raise the limit";
            told(Problem::new(Code::LimitExceeded, message))
        })?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.try_clone()?, self.metadata.clone())
            .with_row_groups(vec![self.next])
            .with_projection(self.mask.clone())
            .with_batch_size(BATCH)
            .build()?;
        self.next += 1;
        *self.current() = Some(reader);
        Ok(true)
    }

    fn current(&mut self) -> &mut Option<ParquetRecordBatchReader> {
        self.current.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is done with a file from outside, which may panic.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|thrown| {
        // Dropping what was thrown could throw again.
        std::mem::forget(thrown);
        Err(ParquetError::General(String::new()))
    })
}

impl Iterator for RowGroups {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.current().as_mut().and_then(Iterator::next) {
                return Some(batch);
            }
            *self.current() = None;
            match self.begin() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl RecordBatchReader for RowGroups {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

impl fmt::Debug for RowGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowGroups").field("next", &self.next).finish_non_exhaustive()
    }
}
