//! Rows of a CSV file, each with the line where it begins.
//!
//! csv-core takes the quoting apart; it is fed line by line, so that a quote left open is noticed: the end of a line ends a
//! row, unless it stands within quotes.

use std::{io::BufRead, str, sync::Arc};

use csv_core::ReadRecordResult;
use encoding_rs::WINDOWS_1252;
use nhi_lifecycle::{Code, Problem};

use crate::lines::{LONE_RETURN, Lines, Place};

/// A CSV file cut into rows and cells.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    pub(crate) lines: Lines<R>,
    splitter: Splitter,
    /// The line where the row begins.
    line: u64,
    /// Lines that were not in UTF-8 and were read as Windows-1252; none where that is refused.
    recoded: Option<u64>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    pub(crate) fn cells(self) -> impl Iterator<Item = &'a str> + Clone {
        let mut begin = 0;
        self.ends.iter().map(move |end| {
            // That it lies between characters was checked before the row was given.
            let cell = self.text.get(begin..*end).unwrap_or_default();
            begin = *end;
            cell
        })
    }
}

impl<R: BufRead> Rows<R> {
    pub(crate) fn new(lines: Lines<R>) -> Self {
        Self { lines, splitter: Splitter::new(b','), line: 0, recoded: None }
    }

    /// As [`Self::new`] for what other programs saved: with this character between cells, and in Windows-1252 where it is not
    /// in UTF-8.
    pub(crate) fn foreign(lines: Lines<R>, delimiter: u8) -> Self {
        Self { lines, splitter: Splitter::new(delimiter), line: 0, recoded: Some(0) }
    }

    /// How many lines were not in UTF-8 and were read as Windows-1252.
    pub(crate) fn recoded(&self) -> u64 {
        self.recoded.unwrap_or_default()
    }

    /// The line where the row that was given last begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The same problem, in the row that was given last.
    pub(crate) fn placed(&self, problem: Problem) -> Problem {
        problem.in_file(Arc::clone(self.lines.file()), self.line)
    }

    /// The next row, or why it can't be given; `None` at the end.
    ///
    /// Where it is not clear how far a row goes, there is no telling where the next one begins, so that is the end.
    pub(crate) fn next(&mut self) -> Option<Result<Row<'_>, Problem>> {
        if let Err(problem) = self.advance()? {
            return Some(Err(problem));
        }
        let (row, place) = self.current();
        Some(row.map_err(|problem| place.of(problem)))
    }

    /// Goes on to the next row, which [`Self::current`] then gives; or says why it can't be given; `None` at the end.
    pub(crate) fn advance(&mut self) -> Option<Result<(), Problem>> {
        let found = self.find_row()?;
        if found.is_err() {
            self.lines.end();
        }
        Some(found)
    }

    /// The row that was gone on to, and where it begins.
    pub(crate) fn current(&self) -> (Result<Row<'_>, Problem>, Place<'_>) {
        (self.splitter.row(), Place { file: self.lines.file(), line: self.line })
    }

    fn find_row(&mut self) -> Option<Result<(), Problem>> {
        self.splitter.clear();
        let mut length = 0;
        loop {
            let number = self.lines.number() + 1;
            let limit = self.lines.budget.limits.line_bytes;
            let line = match self.lines.next() {
                Some(Ok(line)) if length == 0 && line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) => continue,
                Some(Ok(line)) => line,
                Some(Err(problem)) => {
                    if length == 0 {
                        self.line = number;
                    }
                    return Some(Err(problem));
                }
                None if length == 0 => return None,
                None => {
                    let message = "a quote that opens in this row is never closed, so the rest of the file is one cell; \
                                   close it, or double it if it is part of the text";
                    return Some(Err(self.placed(Problem::new(Code::InvalidSyntax, message))));
                }
            };
            if length == 0 {
                self.line = number;
            }
            length += line.len();
            let fed = match &mut self.recoded {
                Some(recoded) if str::from_utf8(line).is_err() => {
                    *recoded += 1;
                    let (text, _) = WINDOWS_1252.decode_without_bom_handling(line);
                    self.splitter.feed(text.as_bytes())
                }
                _ => self.splitter.feed(line),
            };
            if length > limit {
                let message =
                    format!("the row is longer than the limit of {limit} bytes; is a quote in it not closed?");
                return Some(Err(self.placed(Problem::new(Code::LimitExceeded, message))));
            }
            match fed {
                Fed::Whole => return Some(Ok(())),
                Fed::Open => {}
                Fed::TooMuch => return Some(Err(self.placed(Problem::new(Code::InvalidSyntax, LONE_RETURN)))),
            }
        }
    }
}

/// The cells of one row.
#[derive(Debug)]
struct Splitter {
    core: Box<csv_core::Reader>,
    /// The text of the cells, one after another; the buffer never shrinks.
    text: Vec<u8>,
    text_used: usize,
    /// Where each of them ends.
    ends: Vec<usize>,
    ends_used: usize,
}

enum Fed {
    /// The row has ended, with the line.
    Whole,
    /// The line ended within quotes.
    Open,
    /// The row ended before the line did.
    TooMuch,
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        let core = Box::new(csv_core::ReaderBuilder::new().delimiter(delimiter).build());
        Self { core, text: Vec::new(), text_used: 0, ends: vec![0; 64], ends_used: 0 }
    }

    fn clear(&mut self) {
        self.text_used = 0;
        self.ends_used = 0;
    }

    fn feed(&mut self, line: &[u8]) -> Fed {
        match self.feed_bytes(line) {
            // The last line may end without a newline, which yet ends the row.
            Fed::Open if line.last() != Some(&b'\n') => self.feed_bytes(b"\n"),
            fed => fed,
        }
    }

    fn feed_bytes(&mut self, mut bytes: &[u8]) -> Fed {
        // No cell is longer than what it is read from. One byte more, as a full buffer stops the reader early.
        let room = self.text_used + bytes.len() + 1;
        if self.text.len() < room {
            self.text.resize(room, 0);
        }
        loop {
            let text = self.text.get_mut(self.text_used..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ends_used..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(bytes, text, ends);
            bytes = bytes.get(read..).unwrap_or_default();
            self.text_used += written;
            self.ends_used += ended;
            match result {
                ReadRecordResult::Record if bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) => {
                    return Fed::Whole;
                }
                ReadRecordResult::Record => return Fed::TooMuch,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Fed::Open,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
    }

    fn row(&self) -> Result<Row<'_>, Problem> {
        let ends = self.ends.get(..self.ends_used).unwrap_or_default();
        self.text
            .get(..self.text_used)
            .and_then(|text| str::from_utf8(text).ok())
            .filter(|text| ends.iter().all(|end| text.is_char_boundary(*end)))
            .map(|text| Row { text, ends })
            .ok_or_else(|| Problem::new(Code::InvalidSyntax, "not UTF-8; save the file as UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use nhi_lifecycle::limits::Limits;

    use super::*;
    use crate::lines::Budget;

    type Read = Vec<(u64, Result<Vec<String>, Code>)>;

    fn read(bytes: &[u8], buffer: usize) -> Read {
        let limits = Limits { line_bytes: 40, ..Limits::default() };
        let reader = BufReader::with_capacity(buffer, bytes);
        let mut rows = Rows::new(Lines::new(reader, "file".into(), Budget::new(&limits)));
        let mut read = Vec::new();
        while let Some(row) = rows.next() {
            let cells = row.map(|row| row.cells().map(str::to_owned).collect()).map_err(|problem| problem.code);
            read.push((rows.line(), cells));
        }
        read
    }

    fn check(bytes: &[u8], expected: &[(u64, Result<&[&str], Code>)]) {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let expected: Read = expected.iter().map(|(line, cells)| (*line, cells.map(owned))).collect();
        for buffer in [2, 7, 64] {
            assert_eq!(read(bytes, buffer), expected, "{} through {buffer} bytes", bytes.escape_ascii());
        }
    }

    #[test]
    fn rows_and_their_lines() {
        check(b"", &[]);
        check(b"\n\r\n", &[]);
        check(b"a,b\nc,d\n", &[(1, Ok(&["a", "b"])), (2, Ok(&["c", "d"]))]);
        check(b"a,b\r\n\r\n\nc,d", &[(1, Ok(&["a", "b"])), (4, Ok(&["c", "d"]))]);
        check(b"a,\"b\n\nc\"\nd,", &[(1, Ok(&["a", "b\n\nc"])), (4, Ok(&["d", ""]))]);
        check(b"\"a\r\nb\"\r\nc\r\n", &[(1, Ok(&["a\r\nb"])), (3, Ok(&["c"]))]);
        check(b"\"a\"\"b\",\" c \", d \n", &[(1, Ok(&["a\"b", " c ", " d "]))]);
        check(b"\"\"\n,\n", &[(1, Ok(&[""])), (2, Ok(&["", ""]))]);
        check(b"5\" disk,b\n", &[(1, Ok(&["5\" disk", "b"]))]);
        check(b"a\r", &[(1, Ok(&["a"]))]);
        check(b"a\r\r\nb\r\r\n", &[(1, Ok(&["a"])), (2, Ok(&["b"]))]);
        check(b"\xef\xbb\xbf\"a\",b\n", &[(1, Ok(&["a", "b"]))]);
        check(b"ab\0\n", &[(1, Ok(&["ab\0"]))]);
    }

    #[test]
    fn rows_that_can_not_be_read() {
        let (syntax, limit) = (Err(Code::InvalidSyntax), Err(Code::LimitExceeded));
        check(b"a\n\"b\nc\nd\n", &[(1, Ok(&["a"])), (2, syntax)]);
        check(b"a\nb,\"c", &[(1, Ok(&["a"])), (2, syntax)]);
        check(b"a\nb,c\"", &[(1, Ok(&["a"])), (2, Ok(&["b", "c\""]))]);
        check(
            b"a\nb\n\"c\n123456789\n123456789\n123456789\n123456789\nd\n",
            &[(1, Ok(&["a"])), (2, Ok(&["b"])), (3, limit)],
        );
        check(b"a\n12345678901234567890123456789012345678901\nb\n", &[(1, Ok(&["a"])), (2, limit)]);
        check(b"a,b\rc,d\re,f\r", &[(1, syntax)]);
        check(b"a\nb\xe9\nc\n", &[(1, Ok(&["a"])), (2, syntax), (3, Ok(&["c"]))]);
        check(b"\xc3,\xa9\n", &[(1, syntax)]);
    }

    #[test]
    fn a_row_of_many_cells() {
        let many = ",".repeat(30);
        let cells = vec![""; 31];
        let rows = [many.clone(), many.clone(), many].join("\n");
        check(rows.as_bytes(), &[(1, Ok(&cells)), (2, Ok(&cells)), (3, Ok(&cells))]);
        let limits = Limits::default();
        let line = ",".repeat(1 << 20);
        let mut rows = Rows::new(Lines::new(line.as_bytes(), "file".into(), Budget::new(&limits)));
        assert_eq!(rows.next().and_then(Result::ok).map(Row::len), Some((1 << 20) + 1));
    }
}
