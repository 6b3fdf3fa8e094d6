//! Lines of a stream, each within limits and none copied without need.
//!
//! A line that is longer than allowed is skipped without being held, and reading goes on behind it. Marks of an encoding
//! at the start are taken off where they are UTF-8's and refused where they are UTF-16's.

use std::{
    io::{self, BufRead},
    mem,
    sync::Arc,
};

use memchr::{memchr, memchr_iter};
use nhi_lifecycle::{Code, Problem, limits::Limits};

/// What a source may still take; files that are read one after another share it.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    bytes: u64,
    records: usize,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, bytes: 0, records: 0 }
    }

    /// Whether a limit was met, so that no more is to be read.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.bytes > self.limits.bytes || self.records > self.limits.records
    }

    /// Counts so many bytes more.
    pub(crate) fn take_bytes(&mut self, bytes: usize) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        if self.bytes <= self.limits.bytes { Ok(()) } else { Err(self.too_long()) }
    }

    /// How many bytes may still come.
    #[cfg(feature = "parquet")]
    pub(crate) fn bytes_left(&self) -> u64 {
        self.limits.bytes.saturating_sub(self.bytes)
    }

    /// The problem of a source with more bytes than that.
    pub(crate) fn too_long(&self) -> Problem {
        Problem::new(
            Code::LimitExceeded,
            format!("the source is longer than the limit of {} bytes; split it or raise the limit", self.limits.bytes),
        )
    }

    /// Counts one more record.
    pub(crate) fn take_record(&mut self) -> Result<(), Problem> {
        self.records += 1;
        if self.records <= self.limits.records {
            return Ok(());
        }
        Err(Problem::new(
            Code::LimitExceeded,
            format!(
                "the source holds more than the limit of {} records; split it or raise the limit",
                self.limits.records
            ),
        ))
    }
}

/// A stream cut at each LF.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    file: Arc<str>,
    pub(crate) budget: Budget,
    /// The line given last, from 1.
    number: u64,
    /// A line that the reader's buffer did not hold whole.
    carry: Vec<u8>,
    /// Bytes of the line given last that the reader still holds.
    pending: usize,
    /// Where the line given last lies.
    held: Held,
    ended: bool,
}

/// Where a line lies.
#[derive(Clone, Copy, Debug)]
enum Held {
    /// In the reader's buffer, from its beginning.
    Reader(usize),
    Carried,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a Arc<str>,
    pub(crate) line: u64,
}

impl Place<'_> {
    /// The same problem, in this place.
    pub(crate) fn of(self, problem: Problem) -> Problem {
        problem.in_file(Arc::clone(self.file), self.line)
    }
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, file: Arc<str>, budget: Budget) -> Self {
        let held = Held::Carried;
        Self { reader, file, budget, number: 0, carry: Vec::new(), pending: 0, held, ended: false }
    }

    /// The next line with what ends it, or why it can't be given; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Result<&[u8], Problem>> {
        if let Err(problem) = self.advance()? {
            return Some(Err(problem));
        }
        let (line, place) = self.current();
        Some(line.map_err(|problem| place.of(problem)))
    }

    /// Goes on to the next line, which [`Self::current`] then gives; or says why it can't be given; `None` at the end.
    pub(crate) fn advance(&mut self) -> Option<Result<(), Problem>> {
        match self.find_end()? {
            Ok(held) => self.held = held,
            Err(problem) => return Some(Err(self.placed(problem))),
        }
        if self.number == 1
            && let (Err(problem), place) = self.current()
        {
            let problem = place.of(problem);
            self.ended = true;
            return Some(Err(problem));
        }
        Some(Ok(()))
    }

    /// The line that was gone on to, and where it stands.
    pub(crate) fn current(&mut self) -> (Result<&[u8], Problem>, Place<'_>) {
        let line = match self.held {
            Held::Carried => Ok(self.carry.as_slice()),
            Held::Reader(length) => match self.reader.fill_buf() {
                Ok(buffer) => Ok(buffer.get(..length).unwrap_or(buffer)),
                Err(error) => Err(unreadable(&error)),
            },
        };
        let line = if self.number == 1 { line.and_then(opening) } else { line };
        (line, Place { file: &self.file, line: self.number })
    }

    /// Finds the end of the next line.
    fn find_end(&mut self) -> Option<Result<Held, Problem>> {
        self.reader.consume(mem::take(&mut self.pending));
        if self.ended {
            return None;
        }
        self.carry.clear();
        self.number += 1;
        // Whether a line that is too long holds a lone carriage return.
        let mut too_long = None;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(unreadable(&error)));
                }
            };
            if buffer.is_empty() {
                self.ended = true;
                if self.carry.is_empty() && too_long.is_none() {
                    return None;
                }
                break;
            }
            let newline = memchr(b'\n', buffer);
            let piece = newline.and_then(|at| buffer.get(..=at)).unwrap_or(buffer);
            let taken = piece.len();
            if let Err(problem) = self.budget.take_bytes(taken) {
                self.ended = true;
                return Some(Err(problem));
            }
            let length = self.carry.len() + taken - usize::from(newline.is_some());
            if too_long.is_none() && length > self.budget.limits.line_bytes {
                too_long = Some(has_lone_return(&self.carry) || has_lone_return(piece));
            }
            if too_long.is_none() {
                if newline.is_some() && self.carry.is_empty() {
                    self.pending = taken;
                    return Some(Ok(Held::Reader(taken)));
                }
                self.carry.extend_from_slice(piece);
            }
            self.reader.consume(taken);
            if newline.is_some() {
                break;
            }
        }
        match too_long {
            Some(lone_return) => Some(Err(too_long_problem(&self.budget.limits, lone_return))),
            None => Some(Ok(Held::Carried)),
        }
    }

    /// The same problem, in the line given last.
    pub(crate) fn placed(&self, problem: Problem) -> Problem {
        problem.in_file(Arc::clone(&self.file), self.number)
    }

    /// Gives no more.
    pub(crate) fn end(&mut self) {
        self.ended = true;
    }

    /// The number of the line given last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The name of the file.
    pub(crate) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// What is left of the budget, and the name of the file.
    pub(crate) fn into_rest(self) -> (Budget, Arc<str>) {
        (self.budget, self.file)
    }
}

fn unreadable(error: &io::Error) -> Problem {
    Problem::new(Code::Io, format!("can't be read: {error}"))
}

fn too_long_problem(limits: &Limits, lone_return: bool) -> Problem {
    let hint = if lone_return { format!("; {LONE_RETURN}") } else { String::new() };
    let limit = limits.line_bytes;
    Problem::new(Code::LimitExceeded, format!("the line is longer than the limit of {limit} bytes{hint}"))
}

/// What to say of lines that end the way old Macs ended them.
pub(crate) const LONE_RETURN: &str = "a carriage return alone ends no line; save the file with line ends LF or CRLF";

/// Whether a carriage return stands before something else than the end of the line.
pub(crate) fn has_lone_return(line: &[u8]) -> bool {
    memchr_iter(b'\r', line).any(|at| line.get(at + 1).is_some_and(|next| *next != b'\n'))
}

/// The first line without the mark of UTF-8, if it is not in UTF-16.
fn opening(line: &[u8]) -> Result<&[u8], Problem> {
    // The first character of all that is read here is ASCII.
    let utf16 = match line {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    };
    if utf16 {
        return Err(Problem::new(Code::InvalidSyntax, "the file seems to be in UTF-16; save it as UTF-8"));
    }
    Ok(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    const LIMITS: Limits = Limits { bytes: 60, line_bytes: 8, records: 9, relations: 9, field_bytes: 9, nesting: 9 };

    fn read(bytes: &[u8], buffer: usize) -> Vec<Result<Vec<u8>, Code>> {
        let reader = BufReader::with_capacity(buffer, bytes);
        let mut lines = Lines::new(reader, "file".into(), Budget::new(&LIMITS));
        let mut read = Vec::new();
        while let Some(line) = lines.next() {
            read.push(line.map(<[u8]>::to_vec).map_err(|problem| problem.code));
        }
        read
    }

    fn check(bytes: &[u8], expected: &[Result<&str, Code>]) {
        let expected: Vec<_> = expected.iter().map(|line| line.map(|text| text.as_bytes().to_vec())).collect();
        for buffer in [2, 3, 5, 64] {
            assert_eq!(read(bytes, buffer), expected, "{bytes:?} through {buffer} bytes");
        }
    }

    #[test]
    fn lines_and_their_ends() {
        check(b"", &[]);
        check(b"\n", &[Ok("\n")]);
        check(b"a", &[Ok("a")]);
        check(b"a\nb", &[Ok("a\n"), Ok("b")]);
        check(b"a\r\n\r\nb\n", &[Ok("a\r\n"), Ok("\r\n"), Ok("b\n")]);
        check(b"a\rb", &[Ok("a\rb")]);
    }

    #[test]
    fn limits() {
        check(b"12345678\nb", &[Ok("12345678\n"), Ok("b")]);
        check(b"123456789\nb", &[Err(Code::LimitExceeded), Ok("b")]);
        check(b"a\n1234567890123456789", &[Ok("a\n"), Err(Code::LimitExceeded)]);
        check(
            &[b"1234567\n".repeat(7), b"1234".to_vec()].concat(),
            &[&[Ok("1234567\n"); 7][..], &[Ok("1234")]].concat(),
        );
        let over = read(&b"1234567\n".repeat(9), 64);
        assert_eq!(over.get(7..), Some(&[Err(Code::LimitExceeded)][..]), "the stream ends where its limit is");
    }

    #[test]
    fn encodings() {
        check(b"\xef\xbb\xbfa\nb", &[Ok("a\n"), Ok("b")]);
        check(b"\xef\xbb\xbf", &[Ok("")]);
        check(b"\xff\xfea\0\n\0b\0", &[Err(Code::InvalidSyntax)]);
        check(b"\xfe\xff\0a", &[Err(Code::InvalidSyntax)]);
        check(b"\0a\0b\0\n\0c", &[Err(Code::InvalidSyntax)]);
        check(b"a\0b\0\n\0", &[Err(Code::InvalidSyntax)]);
    }

    #[test]
    fn old_macs_are_told_what_to_do() {
        let mut lines = Lines::new(&b"1\r2\r3\r4\r5\r6"[..], "file".into(), Budget::new(&LIMITS));
        let message = lines.next().and_then(Result::err).map(|problem| problem.to_string());
        assert!(message.is_some_and(|message| message.starts_with("file:1: ") && message.ends_with(LONE_RETURN)));
        assert!(!has_lone_return(b"a\r\n") && !has_lone_return(b"a\r") && has_lone_return(b"\ra"));
    }
}
