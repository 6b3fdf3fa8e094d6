//! Arrow tables: one record a row, its fields in the columns of their names.

mod cell;
mod tables;
mod values;

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Schema};
use nhi_lifecycle::{
    Code, Problem, Record,
    incoming::{Draft, Incoming, Taken},
    limits::Limits,
    record::RecordType,
    source::RecordSource,
};

pub use self::tables::ArrowTables;
use self::{cell::Value, values::Values};
use super::{
    cells::{self, Cell},
    columns::{Column, HeaderRow},
};
use crate::{lines::Budget, places::Places};

/// Records of one type from batches of Arrow: from pandas, Polars, DuckDB and whatever else speaks its C interface.
///
/// Fields are told by the names of the columns. A null is a field left out. Text comes as any of Arrow's types of text, also in
/// a dictionary; a truth value as a boolean; an instant as a timestamp with a time zone, of any unit, or as text; a list or map as
/// such, or as the text that CSV has for it. A change's `from` is the text `null` where it is said to be unknown. Texts are read
/// where they lie. Places are rows, from 1.
///
/// ```
/// use std::sync::Arc;
///
/// use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
/// use nhi_import::ArrowTable;
/// use nhi_lifecycle::{limits::Limits, record::RecordType, source::RecordSource};
///
/// let column = |texts: [&str; 2]| Arc::new(StringArray::from_iter_values(texts)) as ArrayRef;
/// let batch = RecordBatch::try_from_iter([
///     ("id", column(["web-1", "web-2"])),
///     ("kind", column(["server", "sever"])),
///     ("stage", column(["in_use", "in_use"])),
/// ])?;
/// let batches = RecordBatchIterator::new([Ok(batch.clone())], batch.schema());
/// let mut records = ArrowTable::new(batches, "assets", RecordType::Asset, &Limits::default());
///
/// assert!(records.next_record().is_some_and(|first| first.is_ok()));
/// let problem = records.next_record().and_then(Result::err).ok_or("a sever is no kind")?;
/// assert!(problem.to_string().starts_with("assets:2: field `kind`: not an asset kind; one of: laptop, "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArrowTable<R> {
    /// `None` behind the end.
    batches: Option<R>,
    name: Arc<str>,
    budget: Budget,
    record_type: RecordType,
    header: HeaderRow,
    /// The columns of the batch at hand in which something stands.
    values: Vec<(Column, Values)>,
    /// No row of it holds more bytes.
    longest: usize,
    /// Which of its rows comes next, and how many there are.
    row: usize,
    rows: usize,
    /// The row that was given last, from 1.
    line: u64,
    places: Places,
}

impl<R: RecordBatchReader> ArrowTable<R> {
    /// Reads these batches as the table of these records; `name` is what problems call it.
    pub fn new(batches: R, name: &str, record_type: RecordType, limits: &Limits) -> Self {
        Self::within(batches, name.into(), Budget::new(limits), record_type)
    }

    /// Reads them on what is left of a budget.
    pub(super) fn within(batches: R, name: Arc<str>, budget: Budget, record_type: RecordType) -> Self {
        let header = header(&batches.schema(), record_type);
        Self::with_header(batches, name, budget, record_type, header)
    }

    /// The same, where it is known already what the columns are.
    pub(super) fn with_header(
        batches: R,
        name: Arc<str>,
        budget: Budget,
        record_type: RecordType,
        header: HeaderRow,
    ) -> Self {
        Self {
            batches: Some(batches),
            name,
            budget,
            record_type,
            header,
            values: Vec::new(),
            longest: 0,
            row: 0,
            rows: 0,
            line: 0,
            places: Places::default(),
        }
    }

    /// What is left of the budget, and where the records were.
    pub(super) fn into_rest(self) -> (Budget, Arc<str>, Places) {
        (self.budget, self.name, self.places)
    }

    /// Goes on to the next row, or says what stands in its stead; `None` at the end.
    pub(super) fn advance(&mut self) -> Option<Result<(), Problem>> {
        let found = self.find_row();
        if found.is_some() {
            self.places.give(self.line.max(1));
        }
        found
    }

    fn find_row(&mut self) -> Option<Result<(), Problem>> {
        if let Some(problem) = self.header.problems.pop() {
            return Some(Err(problem.in_file(Arc::clone(&self.name), 1)));
        }
        if !self.header.is_usable() {
            return None;
        }
        while self.row == self.rows {
            if let Err(problem) = self.next_batch()? {
                return Some(Err(self.ended_by(problem)));
            }
        }
        self.row += 1;
        self.line += 1;
        if let Err(problem) = self.budget.take_record() {
            return Some(Err(self.ended_by(problem)));
        }
        Some(Ok(()))
    }

    /// The record in the row that was gone on to.
    pub(super) fn record(&mut self) -> Result<Record, Problem> {
        self.read(cells::read)
    }

    /// Puts it in as it stands.
    pub(super) fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        self.read(|record_type, cells| cells::put(record_type, cells, incoming, Cells::put_all))
    }

    fn read<'a, T>(&'a mut self, read: impl FnOnce(RecordType, Cells<'a>) -> Result<T, Problem>) -> Result<T, Problem> {
        let cells = Cells { columns: self.values.iter(), row: self.row.saturating_sub(1) };
        let limit = self.budget.limits.line_bytes;
        let within = if self.longest > limit { cells.within(limit) } else { Ok(cells) };
        let read = within.and_then(|cells| read(self.record_type, cells));
        read.map_err(|problem| {
            let problem = if self.header.is_columnless(&problem) {
                (self.row, self.rows, self.batches) = (0, 0, None);
                HeaderRow::columnless(problem)
            } else {
                problem
            };
            problem.in_file(Arc::clone(&self.name), self.line)
        })
    }

    /// Takes the next batch; `None` at the end.
    fn next_batch(&mut self) -> Option<Result<(), Problem>> {
        self.values.clear();
        (self.row, self.rows) = (0, 0);
        let batches = self.batches.as_mut()?;
        let header = &self.header;
        let taken = catch_unwind(AssertUnwindSafe(|| batches.next().map(|batch| examined(&batch?, header))));
        let Ok(taken) = taken else {
            // What a panic leaves half-done is not even dropped.
            std::mem::forget(self.batches.take());
            return Some(Err(broken()));
        };
        let Some(taken) = taken else {
            self.batches = None;
            return None;
        };
        Some(match taken {
            Ok(batch) => self.budget.take_bytes(batch.bytes).map(|()| {
                self.longest = batch.values.iter().map(|(_, values)| values.longest()).fold(0, usize::saturating_add);
                self.values = batch.values;
                self.rows = batch.rows;
            }),
            Err(ArrowError::ExternalError(error)) => match error.downcast::<Told>() {
                Ok(told) => Err(told.0),
                Err(_) => Err(broken()),
            },
            // What the producer says may repeat a value.
            Err(_) => Err(broken()),
        })
    }

    /// This problem, in the row at hand, is the last.
    fn ended_by(&mut self, problem: Problem) -> Problem {
        self.values.clear();
        (self.row, self.rows, self.batches) = (0, 0, None);
        if problem.file.is_some() { problem } else { problem.in_file(Arc::clone(&self.name), self.line.max(1)) }
    }
}

/// The cells of a row that hold something.
#[derive(Clone)]
struct Cells<'a> {
    columns: std::slice::Iter<'a, (Column, Values)>,
    row: usize,
}

impl Cells<'_> {
    /// The same, if they hold no more bytes than this.
    fn within(self, limit: usize) -> Result<Self, Problem> {
        let bytes: usize = self.clone().map(|(_, value)| value.bytes()).sum();
        if bytes > limit {
            let message = format!("the row is longer than the limit of {limit} bytes");
            return Err(Problem::new(Code::LimitExceeded, message));
        }
        Ok(self)
    }
}

impl<'a> Cells<'a> {
    /// Hands in what stands in them.
    fn put_all(self, draft: &mut Draft<'_, 'a>) -> Option<()> {
        for (column, values) in self.columns {
            if let Some(value) = values.get(self.row) {
                value.put(*column, draft)?;
            }
        }
        Some(())
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = (Column, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.columns.find_map(|(column, values)| Some((*column, values.get(self.row)?)))
    }
}

pub(super) fn broken() -> Problem {
    Problem::new(
        Code::InvalidSyntax,
        "the table ends here: what comes next is broken, or can't be made by who gives it",
    )
}

/// A problem that one of our own readers found in what it reads.
#[derive(Debug)]
pub(super) struct Told(pub(super) Problem);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Told {}

/// Bytes of a text that points into something else.
const VIEW: usize = 16;

/// A batch that was looked through.
struct Examined {
    values: Vec<(Column, Values)>,
    rows: usize,
    bytes: usize,
}

fn examined(batch: &RecordBatch, header: &HeaderRow) -> Result<Examined, ArrowError> {
    let mut values = Vec::with_capacity(header.columns.len());
    let mut bytes = 0usize;
    for (column, array) in header.columns.iter().zip(batch.columns()) {
        let Some(column) = column else { continue };
        let data = array.to_data();
        data.validate_full()?;
        bytes = bytes.saturating_add(data.get_slice_memory_size().unwrap_or(VIEW * array.len()));
        if array.null_count() < array.len() {
            values.push((*column, Values::new(array)));
        }
    }
    Ok(Examined { values, rows: batch.num_rows(), bytes })
}

/// What the schema says of the columns: their names, and whether each is of a type that can be read.
pub(super) fn header(schema: &Schema, record_type: RecordType) -> HeaderRow {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let mut header = HeaderRow::read(&names, record_type, "name them like those");
    // Problems are taken from the end.
    let mut problems = Vec::new();
    for (column, field) in header.columns.iter_mut().zip(schema.fields()) {
        let Some(known) = column else { continue };
        if let Some(message) = Values::misfit(field.data_type()) {
            problems.push(Problem::new(Code::WrongType, format!("the column {message}")).in_field(known.name));
            *column = None;
        }
    }
    problems.reverse();
    header.problems.splice(0..0, problems);
    header
}

impl<R: RecordBatchReader> RecordSource for ArrowTable<R> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        Some(self.advance()?.and_then(|()| self.record()))
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        Some(self.advance()?.and_then(|()| self.put(incoming)))
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        Some((Arc::clone(&self.name), self.places.line(record)?))
    }
}

impl<R> fmt::Debug for ArrowTable<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowTable").field("name", &self.name).field("line", &self.line).finish_non_exhaustive()
    }
}

/// The same type with texts as views, which point into what they were read from.
#[cfg(feature = "parquet")]
pub(super) fn viewed(data_type: &DataType) -> DataType {
    let field =
        |field: &Arc<arrow_schema::Field>| Arc::new(field.as_ref().clone().with_data_type(viewed(field.data_type())));
    match data_type {
        DataType::Utf8 => DataType::Utf8View,
        DataType::List(item) => DataType::List(field(item)),
        DataType::Map(entry, sorted) => DataType::Map(field(entry), *sorted),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field).collect()),
        other => other.clone(),
    }
}
