//! Limits on what comes in, checked before it hurts.

use crate::error::{Code, Problem};

/// How much one batch may bring. Larger loads are split, or the caller raises a limit on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source.
    pub bytes: u64,
    /// Bytes of one line or row.
    pub line_bytes: usize,
    /// Records in one batch.
    pub records: usize,
    /// Relations in one batch, short-hands counted.
    pub relations: usize,
    /// Bytes of one text.
    pub field_bytes: usize,
    /// Lists and maps inside each other, in formats that nest.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 30,
            line_bytes: 1 << 20,
            records: 100_000_000,
            relations: 200_000_000,
            field_bytes: 64 << 10,
            nesting: 16,
        }
    }
}

impl Limits {
    /// The problem of a batch that holds more of something than it may.
    pub(crate) fn exceeded(&self, what: &str, limit: usize) -> Problem {
        let message = format!("the batch holds more than the limit of {limit} {what}; split it or raise the limit");
        Problem::new(Code::LimitExceeded, message)
    }
}
