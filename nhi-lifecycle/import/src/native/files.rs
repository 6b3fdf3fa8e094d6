//! Several files read as one source.

use std::{fs::File, io::BufReader, sync::Arc};

use nhi_lifecycle::{Problem, Record, limits::Limits, record::RecordType, source::RecordSource};

use super::{
    json_lines::{JsonLines, buffered},
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
}

/// The records of a file, or of a folder's tables one after another. Made by [`open`](crate::open).
#[derive(Debug)]
pub struct Files {
    unread: std::vec::IntoIter<Unread>,
    current: Option<Current>,
    /// What the files that were read have left.
    budget: Budget,
    read: Vec<Read>,
    /// How much they gave: the position of what the current file gives first.
    given: usize,
}

#[derive(Debug)]
enum Current {
    Lines(Box<JsonLines<BufReader<File>>>),
    Rows(Box<Table<BufReader<File>>>),
}

/// What remains of a file once it is read.
#[derive(Debug)]
struct Read {
    first: usize,
    name: Arc<str>,
    places: Places,
}

impl Current {
    fn begin(Unread { name, file, content }: Unread, budget: Budget) -> Self {
        let reader = buffered(file);
        match content {
            Content::Lines(table) => Self::Lines(Box::new(JsonLines::within(reader, name, budget, table))),
            Content::Rows(table) => Self::Rows(Box::new(Table::within(reader, name, budget, table))),
        }
    }

    fn source(&self) -> &dyn RecordSource {
        match self {
            Self::Lines(lines) => &**lines,
            Self::Rows(rows) => &**rows,
        }
    }

    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        match self {
            Self::Lines(lines) => lines.next_record(),
            Self::Rows(rows) => rows.next_record(),
        }
    }

    fn end(self) -> (Budget, Arc<str>, Places) {
        match self {
            Self::Lines(lines) => lines.into_rest(),
            Self::Rows(rows) => rows.into_rest(),
        }
    }
}

impl Files {
    pub(super) fn new(unread: Vec<Unread>, limits: &Limits) -> Self {
        let budget = Budget::new(limits);
        Self { unread: unread.into_iter(), current: None, budget, read: Vec::new(), given: 0 }
    }
}

impl RecordSource for Files {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        loop {
            if let Some(next) = self.current.as_mut().and_then(Current::next_record) {
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
            self.current = Some(Current::begin(self.unread.next()?, self.budget.clone()));
        }
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        if let Some(position) = record.checked_sub(self.given) {
            return self.current.as_ref()?.source().place(position);
        }
        let after = self.read.partition_point(|read| read.first <= record);
        let read = self.read.get(after.checked_sub(1)?)?;
        Some((Arc::clone(&read.name), read.places.line(record - read.first)?))
    }
}
