//! Several files read as one source.

use std::{fs::File, io::BufReader, sync::Arc};

use nhi_lifecycle::{
    Problem, Record,
    incoming::{Incoming, Taken},
    limits::Limits,
    record::RecordType,
    source::RecordSource,
};

use super::{
    json_lines::{JsonLines, buffered},
    sequence::{Part, Sequence},
    table::Table,
};
use crate::{lines::Budget, places::Places};

/// A file that is open and was not read yet.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) name: Arc<str>,
    pub(super) file: File,
    pub(super) content: Content,
}

/// What a file holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// Lines of any records, or those of one table.
    Lines(Option<RecordType>),
    Rows(RecordType),
    #[cfg(feature = "parquet")]
    Parquet(RecordType),
}

/// The records of a file, or of a folder's tables one after another. Made by [`open`](crate::open).
#[derive(Debug)]
pub struct Files(Sequence<Current>);

#[derive(Debug)]
enum Current {
    Lines(Box<JsonLines<BufReader<File>>>),
    Rows(Box<Table<BufReader<File>>>),
    #[cfg(feature = "parquet")]
    Parquet(super::parquet::ParquetTable),
}

impl Current {
    fn source(&self) -> &dyn RecordSource {
        match self {
            Self::Lines(lines) => &**lines,
            Self::Rows(rows) => &**rows,
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table,
        }
    }
}

impl Part for Current {
    type Unread = Unread;

    fn advance(&mut self) -> Option<Result<(), Problem>> {
        match self {
            Self::Lines(lines) => lines.advance(),
            Self::Rows(rows) => rows.advance(),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.advance(),
        }
    }

    fn record(&mut self) -> Result<Record, Problem> {
        match self {
            Self::Lines(lines) => lines.record(),
            Self::Rows(rows) => rows.record(),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.record(),
        }
    }

    fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        match self {
            Self::Lines(lines) => lines.put(incoming),
            Self::Rows(rows) => rows.put(incoming),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.put(incoming),
        }
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.source().place(record)
    }

    fn begin(Unread { name, file, content }: Unread, budget: Budget) -> Self {
        match content {
            Content::Lines(table) => Self::Lines(Box::new(JsonLines::within(buffered(file), name, budget, table))),
            Content::Rows(table) => Self::Rows(Box::new(Table::within(buffered(file), name, budget, table))),
            #[cfg(feature = "parquet")]
            Content::Parquet(table) => Self::Parquet(super::parquet::ParquetTable::within(file, name, budget, table)),
        }
    }

    fn end(self) -> (Budget, Arc<str>, Places) {
        match self {
            Self::Lines(lines) => lines.into_rest(),
            Self::Rows(rows) => rows.into_rest(),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.into_rest(),
        }
    }
}

impl Files {
    pub(super) fn new(unread: Vec<Unread>, limits: &Limits) -> Self {
        Self(Sequence::new(unread, limits))
    }
}

impl RecordSource for Files {
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
