//! JSON Lines: one record a line.

use std::{
    io::{BufRead, BufReader, Read},
    mem,
    sync::Arc,
};

use nhi_lifecycle::{
    Code, Problem, Record,
    incoming::{Incoming, Taken},
    limits::Limits,
    record::RecordType,
    source::RecordSource,
};

use super::{header::Header, line};
use crate::{
    lines::{Budget, Lines},
    places::Places,
};

/// Records from a stream of JSON Lines, one object with a `record` field in each line.
///
/// The stream is read as the records are asked for, and no more than a line of it is held. It may begin with a mark of
/// UTF-8 and the header `{"record":"inventory","schema":1}`; blank lines are skipped, and CRLF ends a line as LF does.
///
/// ```
/// use nhi_import::JsonLines;
/// use nhi_lifecycle::{Code, limits::Limits, source::RecordSource};
///
/// let text = r#"{"record":"asset","id":"web-1","kind":"server","stage":"in_use"}
/// {"record":"asset","id":"web-2","kind":"server"}"#;
/// let mut records = JsonLines::new(text.as_bytes(), "assets.jsonl", &Limits::default());
///
/// assert!(records.next_record().is_some_and(|first| first.is_ok()));
/// let problem = records.next_record().and_then(Result::err).ok_or("the second has no stage")?;
/// assert_eq!(problem.code, Code::MissingField);
/// assert_eq!(problem.to_string(), "assets.jsonl:2: field `stage`: missing, and required; add it");
/// assert!(records.next_record().is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug)]
pub struct JsonLines<R> {
    lines: Lines<R>,
    places: Places,
    /// Whether the line that may be a header lies behind.
    begun: bool,
    /// The type of all records, where the file is a table.
    table: Option<RecordType>,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads this stream; `name` is what problems call it.
    pub fn new(reader: R, name: &str, limits: &Limits) -> Self {
        Self::within(reader, name.into(), Budget::new(limits), None)
    }

    /// Reads this stream, or table, on what is left of a budget.
    pub(super) fn within(reader: R, file: Arc<str>, budget: Budget, table: Option<RecordType>) -> Self {
        Self { lines: Lines::new(reader, file, budget), places: Places::default(), begun: false, table }
    }

    /// What is left of the budget, and where the records were.
    pub(super) fn into_rest(self) -> (Budget, Arc<str>, Places) {
        let (budget, file) = self.lines.into_rest();
        (budget, file, self.places)
    }

    /// Goes on to the next line that is to be a record, or says what stands in its stead; `None` at the end.
    pub(super) fn advance(&mut self) -> Option<Result<(), Problem>> {
        let found = self.find_record();
        if found.is_some() {
            self.places.give(self.lines.number());
        }
        found
    }

    fn find_record(&mut self) -> Option<Result<(), Problem>> {
        loop {
            if let Err(problem) = self.lines.advance()? {
                return Some(Err(problem));
            }
            let (line, place) = self.lines.current();
            let line = match line {
                Ok(line) if is_blank(line) => continue,
                Ok(line) => line,
                Err(problem) => return Some(Err(place.of(problem))),
            };
            if !mem::replace(&mut self.begun, true) {
                match Header::of(line) {
                    Header::Absent => {}
                    Header::Good => continue,
                    Header::Wrong(problem) => {
                        if problem.code == Code::NewerSchema {
                            self.lines.end();
                        }
                        return Some(Err(self.lines.placed(problem)));
                    }
                }
            }
            if let Err(problem) = self.lines.budget.take_record() {
                self.lines.end();
                return Some(Err(self.lines.placed(problem)));
            }
            return Some(Ok(()));
        }
    }

    /// The record in the line that was gone on to.
    pub(super) fn record(&mut self) -> Result<Record, Problem> {
        self.read(line::record)
    }

    /// Puts it in as it stands.
    pub(super) fn put(&mut self, incoming: Incoming<'_>) -> Result<Taken, Problem> {
        self.read(|line, table, limits| line::put(line, table, limits, incoming))
    }

    fn read<T>(
        &mut self,
        read: impl FnOnce(&[u8], Option<RecordType>, &Limits) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (limits, table) = (self.lines.budget.limits, self.table);
        let (line, place) = self.lines.current();
        line.and_then(|line| read(line, table, &limits)).map_err(|problem| place.of(problem))
    }
}

impl<R: BufRead> RecordSource for JsonLines<R> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        Some(self.advance()?.and_then(|()| self.record()))
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        Some(self.advance()?.and_then(|()| self.put(incoming)))
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        Some((Arc::clone(self.lines.file()), self.places.line(record)?))
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii_start().is_empty()
}

/// Records from a text of JSON Lines, which problems call `text`.
///
/// ```
/// use nhi_import::read_str;
/// use nhi_lifecycle::{limits::Limits, source::RecordSource};
///
/// let mut records = read_str(r#"{"record":"identity","id":"alice","kind":"employee","status":"active"}"#, &Limits::default());
/// assert!(records.next_record().is_some_and(|alice| alice.is_ok()));
/// ```
pub fn read_str<'a>(text: &'a str, limits: &Limits) -> JsonLines<&'a [u8]> {
    JsonLines::new(text.as_bytes(), "text", limits)
}

/// Records from a stream of JSON Lines that is not buffered yet; `name` is what problems call it.
pub fn from_reader<R: Read>(reader: R, name: &str, limits: &Limits) -> JsonLines<BufReader<R>> {
    JsonLines::new(buffered(reader), name, limits)
}

/// A buffer that most lines lie in whole, many at a time.
pub(super) fn buffered<R: Read>(reader: R) -> BufReader<R> {
    BufReader::with_capacity(256 << 10, reader)
}
