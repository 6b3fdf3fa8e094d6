//! What can go wrong, and how it is said.
//!
//! One public [`Error`], with a permanent [`Code`]. Bad input gives [`Error::InvalidInput`] with up to a hundred
//! [`Problem`]s, each naming its place and its remedy. No message repeats a value from the input, only names of fields and
//! ids: a value may be a secret in the wrong column.

use std::{fmt, path::PathBuf, sync::Arc};

use crate::{
    blocker::{Blocker, in_words},
    id::Reference,
    journal::SinkError,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What kind of mistake it is; the numbers and words never change.
    pub enum Code ("an error code") {
        /// A batch has problems; nothing of it was applied.
        InvalidInput = 1 "invalid_input",
        /// A question names a record that the inventory does not bear.
        NotFound = 2 "not_found",
        /// `recorded_at` lies before that of the last event.
        ClockBackwards = 3 "clock_backwards",
        /// The sink did not take an event; the inventory takes no more.
        JournalFailed = 4 "journal_failed",
        /// An event read from a journal does not follow from what went before it.
        JournalCorrupt = 5 "journal_corrupt",
        /// The journal does not keep its events, so the past can't be read from it.
        JournalNotKept = 6 "journal_not_kept",
        /// A file or stream could not be read or written.
        Io = 7 "io",
        /// An argument that makes no sense, whatever the inventory holds.
        InvalidArgument = 8 "invalid_argument",
        /// The caller asked to stop.
        Cancelled = 9 "cancelled",
        /// Gates of an act don't pass; nothing of it was applied.
        GateFailed = 10 "gate_failed",
        /// The lifecycle of this class has no such transition.
        IllegalTransition = 11 "illegal_transition",
        /// An extension of the lifecycle has mistakes.
        InvalidLifecycle = 12 "invalid_lifecycle",

        /// Not well-formed JSON or CSV.
        InvalidSyntax = 20 "invalid_syntax",
        /// `record` is missing or names no record type.
        UnknownRecord = 21 "unknown_record",
        /// A field that this record does not have.
        UnknownField = 22 "unknown_field",
        /// A required field is missing.
        MissingField = 23 "missing_field",
        /// A field stands twice.
        DuplicateField = 24 "duplicate_field",
        /// A number where a text belongs, and the like.
        WrongType = 25 "wrong_type",
        /// A word outside its vocabulary.
        UnknownValue = 26 "unknown_value",
        /// Not an instant.
        InvalidInstant = 27 "invalid_instant",
        /// Not an id.
        InvalidId = 28 "invalid_id",
        /// Not a reference for this place.
        InvalidReference = 29 "invalid_reference",
        /// A value that looks like a live secret.
        SecretMaterial = 30 "secret_material",
        /// A value longer than the limit.
        FieldTooLong = 31 "field_too_long",
        /// A field that does not go with the rest of its record.
        MisplacedField = 32 "misplaced_field",
        /// An interval that ends before it begins.
        EmptyInterval = 33 "empty_interval",
        /// The same key twice in a batch, with different content.
        DuplicateKey = 34 "duplicate_key",
        /// A reference to a record that neither the batch nor the inventory bears.
        UnknownReference = 35 "unknown_reference",
        /// A relation between types it does not join.
        WrongEnds = 36 "wrong_ends",
        /// A second relation where one at a time is allowed.
        OverlappingRelation = 37 "overlapping_relation",
        /// A record sent again with another value and no change that explains it.
        UnexplainedValue = 38 "unexplained_value",
        /// A change that fits nowhere in its chain.
        BrokenChain = 39 "broken_chain",
        /// A file of a newer schema than this library reads.
        NewerSchema = 40 "newer_schema",
        /// More bytes, records, nesting or relations than the limits allow.
        LimitExceeded = 41 "limit_exceeded",

        /// A handle that was freed, never made, or made by another process (C only).
        InvalidHandle = 60 "invalid_handle",
        /// A null pointer where a value is needed (C only).
        NullPointer = 61 "null_pointer",
        /// Text that is not UTF-8 (C only).
        InvalidUtf8 = 62 "invalid_utf8",
        /// A defect of this library, caught at its border.
        Internal = 63 "internal",
    }
}

impl Code {
    /// An error for serde's text-only channel, from which [`Code::of_message`] reads the code back.
    pub(crate) fn refuse<E: serde::de::Error>(self, message: impl fmt::Display) -> E {
        E::custom(format_args!("{self}: {message}"))
    }

    /// Splits what [`Code::refuse`] made; other messages are about a wrong type.
    pub(crate) fn of_message(text: &str) -> (Self, &str) {
        text.split_once(": ")
            .and_then(|(word, rest)| Some((word.parse().ok()?, rest)))
            .unwrap_or((Self::WrongType, text))
    }
}

/// A word that its vocabulary does not hold. The word itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    pub(crate) what: &'static str,
    pub(crate) words: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}; one of: {}", self.what, self.words.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

/// One thing wrong with a batch: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of mistake.
    pub code: Code,
    /// The file it stands in, where records came from one.
    pub file: Option<Arc<str>>,
    /// The line in that file, from 1.
    pub line: Option<u64>,
    /// The position of the record in its batch, from 0.
    pub record: Option<usize>,
    /// The field.
    pub field: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem whose place is not known yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, file: None, line: None, record: None, field: None, message: message.into() }
    }

    /// The same problem, in this field.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same problem, in this record of the batch.
    #[must_use]
    pub fn in_record(mut self, record: usize) -> Self {
        self.record = Some(record);
        self
    }

    /// The same problem, in this line of this file.
    #[must_use]
    pub fn in_file(mut self, file: Arc<str>, line: u64) -> Self {
        self.file = Some(file);
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line, self.record) {
            (Some(file), Some(line), _) => write!(f, "{file}:{line}: ")?,
            (Some(file), None, _) => write!(f, "{file}: ")?,
            (None, Some(line), _) => write!(f, "line {line}: ")?,
            (None, None, Some(record)) => write!(f, "record {record}: ")?,
            (None, None, None) => {}
        }
        if let Some(field) = &self.field {
            write!(f, "field `{}`: ", field.escape_debug())?;
        }
        write!(f, "{}", self.message)
    }
}

/// The problems of one batch: the first hundred, and how many there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    shown: Vec<Problem>,
    total: usize,
}

impl Problems {
    /// How many problems of a batch are kept.
    pub const MOST: usize = 100;

    /// Adds one; after the first hundred they are just counted.
    pub fn push(&mut self, problem: Problem) {
        if self.shown.len() < Self::MOST {
            self.shown.push(problem);
        }
        self.total += 1;
    }

    /// Adds those of another list.
    pub fn append(&mut self, other: Self) {
        let unseen = other.total - other.shown.len();
        for problem in other.shown {
            self.push(problem);
        }
        self.total += unseen;
    }

    /// The first hundred.
    #[must_use]
    pub fn shown(&self) -> &[Problem] {
        &self.shown
    }

    /// The first hundred, to fill in places.
    pub fn shown_mut(&mut self) -> &mut [Problem] {
        &mut self.shown
    }

    /// How many there were.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Whether there were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// An error if there were any.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with these problems.
    pub fn into_result(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::InvalidInput(self)) }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        let mut problems = Problems::default();
        problems.push(problem);
        Self::InvalidInput(problems)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.shown.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        let unseen = self.total - self.shown.len();
        if unseen > 0 {
            write!(f, "\nand {unseen} more problems")?;
        }
        Ok(())
    }
}

/// Everything that this library refuses.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A batch has problems; nothing of it was applied.
    #[error("{0}")]
    InvalidInput(Problems),
    /// A question names a record that the inventory does not bear.
    #[error("`{0}` is not in the inventory")]
    NotFound(Reference),
    /// `recorded_at` lies before that of the last event.
    #[error("`recorded_at` {given} lies before the last event's, {last}; the journal's clock never runs backwards")]
    ClockBackwards {
        /// What the caller gave.
        given: Instant,
        /// What the last event bears.
        last: Instant,
    },
    /// The sink did not take an event.
    #[error("the journal did not take event {sequence}, so the batch was not applied and no more are taken: {source}")]
    JournalFailed {
        /// The event's sequence number.
        sequence: u64,
        /// What the sink said.
        source: SinkError,
    },
    /// An event read from a journal does not follow from what went before it.
    #[error("event {sequence} of the journal can't be replayed: {message}")]
    JournalCorrupt {
        /// Where in the journal, from 1.
        sequence: u64,
        /// What is wrong with it.
        message: String,
    },
    /// The sink does not keep its events.
    #[error("this inventory's journal keeps no events; give it a sink that does")]
    JournalNotKept,
    /// A file or stream could not be read or written.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An argument that makes no sense, whatever the inventory holds.
    #[error("{0}")]
    InvalidArgument(String),
    /// The caller asked to stop.
    #[error("stopped, as asked")]
    Cancelled,
    /// Gates of an act don't pass; nothing of it was applied.
    #[error("`{asset}` can't go on to {act}: {}", in_words(blockers))]
    Gates {
        /// Which asset.
        asset: Reference,
        /// The stage it would enter, or the operation.
        act: &'static str,
        /// The gates that don't pass.
        blockers: Vec<Blocker>,
    },
    /// The lifecycle has no such transition.
    #[error(
        "`{asset}` can't go from {} to {to}; legal from there: {}",
        from.unwrap_or("an unknown stage"),
        if legal.is_empty() { "none".to_owned() } else { legal.join(", ") }
    )]
    IllegalTransition {
        /// Which asset.
        asset: Reference,
        /// The stage it is in; none where that is unknown.
        from: Option<&'static str>,
        /// The stage it would enter.
        to: &'static str,
        /// The stages that it may enter from there.
        legal: Vec<&'static str>,
    },
}

impl Error {
    /// The permanent code. For a batch with problems, [`Code::InvalidInput`]; each problem has its own.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::InvalidInput(_) => Code::InvalidInput,
            Self::NotFound(_) => Code::NotFound,
            Self::ClockBackwards { .. } => Code::ClockBackwards,
            Self::JournalFailed { .. } => Code::JournalFailed,
            Self::JournalCorrupt { .. } => Code::JournalCorrupt,
            Self::JournalNotKept => Code::JournalNotKept,
            Self::Io { .. } => Code::Io,
            Self::InvalidArgument(_) => Code::InvalidArgument,
            Self::Cancelled => Code::Cancelled,
            Self::Gates { .. } => Code::GateFailed,
            Self::IllegalTransition { .. } => Code::IllegalTransition,
        }
    }

    /// The gates that don't pass; empty for other errors.
    #[must_use]
    pub fn blockers(&self) -> &[Blocker] {
        match self {
            Self::Gates { blockers, .. } => blockers,
            _ => &[],
        }
    }

    /// The problems of a refused batch; empty for other errors.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::InvalidInput(problems) => problems.shown(),
            _ => &[],
        }
    }
}
