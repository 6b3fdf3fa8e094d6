//! What a reader of nested text has taken so far: bytes, lines and depth, held against the limits before anything is built.

use std::{
    cell::Cell,
    io::{self, Read},
};

use nhi_lifecycle::{Code, Problem, limits::Limits};

/// How many times `line_bytes` one entry of a nested format may take: an entry spans many lines where a table has one.
const LINES_OF_AN_ENTRY: u64 = 16;

/// How many times deeper than our own records, which are flat, the entries of others may nest.
const FOREIGN_NESTING: usize = 4;

/// The state of a [`Gauged`] reader, readable while a parser holds the reader.
#[derive(Debug)]
pub(crate) struct Gauge {
    limits: Limits,
    bytes: Cell<u64>,
    line: Cell<u64>,
    entry_began: Cell<u64>,
    depth: Cell<usize>,
    in_text: Cell<bool>,
    escaped: Cell<bool>,
    exceeded: Cell<Option<&'static str>>,
}

impl Gauge {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            bytes: Cell::new(0),
            line: Cell::new(1),
            entry_began: Cell::new(0),
            depth: Cell::new(0),
            in_text: Cell::new(false),
            escaped: Cell::new(false),
            exceeded: Cell::new(None),
        }
    }

    /// An entry begins here.
    pub(crate) fn begin_entry(&self) {
        self.entry_began.set(self.bytes.get());
    }

    /// The line that was read last, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line.get()
    }

    /// What limit was met, if one was.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let problem = self.exceeded.get().map(|what| Problem::new(Code::LimitExceeded, what));
        problem.map(|problem| Problem { line: Some(self.line()), ..problem })
    }

    fn take(&self, byte: u8) {
        self.bytes.set(self.bytes.get() + 1);
        if byte == b'\n' {
            self.line.set(self.line.get() + 1);
        }
        if self.in_text.get() {
            match byte {
                _ if self.escaped.replace(false) => {}
                b'\\' => self.escaped.set(true),
                b'"' => self.in_text.set(false),
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_text.set(true),
                b'{' | b'[' => self.depth.set(self.depth.get() + 1),
                b'}' | b']' => self.depth.set(self.depth.get().saturating_sub(1)),
                _ => {}
            }
        }
        if self.bytes.get() > self.limits.bytes {
            self.exceeded.set(Some("the source is longer than the limit of bytes; split it or raise the limit"));
        } else if self.depth.get() > self.limits.nesting.saturating_mul(FOREIGN_NESTING) {
            self.exceeded.set(Some("lists and objects lie deeper in each other than the limit of nesting allows"));
        } else if self.bytes.get() - self.entry_began.get() > self.limits.line_bytes as u64 * LINES_OF_AN_ENTRY {
            self.exceeded.set(Some("an entry is longer than the limit of line bytes allows; raise the limit"));
        }
    }
}

/// A reader whose bytes are gauged as they are taken.
pub(crate) struct Gauged<'a, R> {
    pub(crate) reader: R,
    pub(crate) gauge: &'a Gauge,
}

impl<R: Read> Read for Gauged<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.gauge.exceeded.get().is_some() {
            return Err(io::Error::other("over a limit"));
        }
        // Byte by byte, as the parser asks for them: the line stays that of the entry at hand.
        let one = buffer.get_mut(..1).unwrap_or_default();
        let read = self.reader.read(one)?;
        if read == 1 {
            self.gauge.take(one.first().copied().unwrap_or_default());
        }
        Ok(read)
    }
}
