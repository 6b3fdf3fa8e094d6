//! CSV tables: one record a row, its fields in the columns that the header names.

use std::{io::BufRead, sync::Arc};

use nhi_lifecycle::{
    Code, Problem, Record,
    incoming::{Incoming, Taken},
    limits::Limits,
    record::RecordType,
    source::RecordSource,
};

use super::{
    columns::{Column, HeaderRow},
    row,
};
use crate::{
    lines::{Budget, Lines, Place},
    places::Places,
    rows::{Row, Rows},
};

/// Records of one type from a CSV table.
///
/// The first row names the fields. An empty cell is a field left out; lists are `a;b`, maps `k=v;k=v`, with a backslash
/// before a `;` or `=` that is part of a text; truth values are `true` and `false`; a change's `from` is `null` where it
/// is said to be unknown. Spaces belong to the text. The table is read as the records are asked for, and no more than a
/// row of it is held.
///
/// ```
/// use nhi_import::Table;
/// use nhi_lifecycle::{limits::Limits, record::RecordType, source::RecordSource};
///
/// let text = "id,kind,stage,owner\nweb-1,server,in_use,alice;ops\nweb-2,sever,in_use,\n";
/// let mut records = Table::new(text.as_bytes(), "assets.csv", RecordType::Asset, &Limits::default());
///
/// assert!(records.next_record().is_some_and(|first| first.is_ok()));
/// let problem = records.next_record().and_then(Result::err).ok_or("a sever is no kind")?;
/// assert!(problem.to_string().starts_with("assets.csv:3: field `kind`: not an asset kind; one of: laptop, "));
/// assert!(records.next_record().is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct Table<R> {
    rows: Rows<R>,
    record_type: RecordType,
    /// What the first row says, once it is read.
    header: Option<HeaderRow>,
    header_line: u64,
    places: Places,
    /// No more rows are read.
    ended: bool,
}

impl<R: BufRead> Table<R> {
    /// Reads this stream as the table of these records; `name` is what problems call it.
    pub fn new(reader: R, name: &str, record_type: RecordType, limits: &Limits) -> Self {
        Self::within(reader, name.into(), Budget::new(limits), record_type)
    }

    /// Reads this stream on what is left of a budget.
    pub(super) fn within(reader: R, file: Arc<str>, budget: Budget, record_type: RecordType) -> Self {
        let rows = Rows::new(Lines::new(reader, file, budget));
        Self { rows, record_type, header: None, header_line: 1, places: Places::default(), ended: false }
    }

    /// What is left of the budget, and where the records were.
    pub(super) fn into_rest(self) -> (Budget, Arc<str>, Places) {
        let (budget, file) = self.rows.lines.into_rest();
        (budget, file, self.places)
    }

    /// Goes on to the next row that is to be a record, or says what stands in its stead; `None` at the end.
    pub(super) fn advance(&mut self) -> Option<Result<(), Problem>> {
        let found = self.find_record();
        if found.is_some() {
            self.places.give(self.rows.line().max(1));
        }
        found
    }

    fn find_record(&mut self) -> Option<Result<(), Problem>> {
        if self.header.is_none() {
            self.header = Some(match self.rows.next() {
                None => {
                    let message = "empty; the first line must name the columns";
                    HeaderRow::of_problem(self.rows.placed(Problem::new(Code::InvalidSyntax, message)))
                }
                Some(Err(problem)) => HeaderRow::of_problem(problem),
                Some(Ok(row)) => {
                    let names: Vec<&str> = row.cells().collect();
                    HeaderRow::read(&names, self.record_type, "the first line must name the columns")
                }
            });
            self.header_line = self.rows.line().max(1);
        }
        let header = self.header.as_mut()?;
        if let Some(problem) = header.problems.pop() {
            return Some(Err(problem.in_file(Arc::clone(self.rows.lines.file()), self.header_line)));
        }
        if !header.is_usable() || self.ended {
            return None;
        }
        if let Err(problem) = self.rows.advance()? {
            return Some(Err(problem));
        }
        if let Err(problem) = self.rows.lines.budget.take_record() {
            self.ended = true;
            return Some(Err(self.rows.placed(problem)));
        }
        Some(Ok(()))
    }

    /// The record in the row that was gone on to.
    pub(super) fn record(&mut self) -> Result<Record, Problem> {
        self.read(row::record)
    }

    /// Puts it in as it stands.
    pub(super) fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        self.read(|row, record_type, columns| row::put(row, record_type, columns, incoming))
    }

    fn read<T>(
        &mut self,
        read: impl FnOnce(Row<'_>, RecordType, &[Option<Column>]) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (row, place) = self.rows.current();
        let columns = self.header.as_ref().map_or(&[][..], |header| &header.columns);
        let read = row.and_then(|row| read(row, self.record_type, columns));
        read.map_err(|problem| {
            // A required field without a column is missing in every row, and said once.
            if !self.header.as_ref().is_some_and(|header| header.is_columnless(&problem)) {
                return place.of(problem);
            }
            self.ended = true;
            Place { line: self.header_line, ..place }.of(HeaderRow::columnless(problem))
        })
    }
}

impl<R: BufRead> RecordSource for Table<R> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        Some(self.advance()?.and_then(|()| self.record()))
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        Some(self.advance()?.and_then(|()| self.put(incoming)))
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        Some((Arc::clone(self.rows.lines.file()), self.places.line(record)?))
    }
}
