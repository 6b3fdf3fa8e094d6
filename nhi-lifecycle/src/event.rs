//! Events: what happened, in encoding version 1.
//!
//! An event is one line of JSON without line breaks, its fields in a fixed order, texts in UTF-8, instants as RFC 3339
//! text; no floats, and no number but the encoding version and the sequence. The bytes are what is stored and, later, hashed:
//! they are made once, when the event is accepted, and never again from the objects. Golden vectors hold them.

use serde::{Deserialize, Serialize};

use crate::{id::Reference, record::Record, relation::Relation, time::Instant};

/// The encoding version that this library writes.
pub const ENCODING: u32 = 1;

/// Who hands in a batch, when, and why; and how strictly it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// When the batch is recorded; never before the last event's.
    pub recorded_at: Instant,
    /// Who hands it in.
    pub actor: Option<String>,
    /// From which system it comes.
    pub source: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether references to unknown records make absent records instead of an error.
    pub lenient: bool,
}

impl Context {
    /// A strict context with just the instant.
    #[must_use]
    pub fn at(recorded_at: Instant) -> Self {
        Self { recorded_at, actor: None, source: None, reason: None, lenient: false }
    }

    /// The same, lenient: references to unknown records make absent records.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// The same, with who hands the batch in.
    #[must_use]
    pub fn by(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// The same, with the system it comes from.
    #[must_use]
    pub fn from_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same, with why.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// One event, read back from its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The encoding version.
    pub v: u32,
    /// Its place in the journal, from 1, without gaps.
    pub sequence: u64,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who handed it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// From which system it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What happened.
    pub happened: Happened,
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Happened {
    /// Records were added.
    Added {
        /// They, as they were given, normalised.
        records: Vec<Record>,
    },
    /// A source showed its present.
    Observed {
        /// When it did.
        observed_at: Instant,
        /// What it showed that it had not shown the same way before.
        records: Vec<Record>,
        /// What it had shown the time before and no longer does.
        no_longer_shown: Vec<Reference>,
        /// The same for relations given as records of their own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        relations_no_longer_shown: Vec<Relation>,
    },
}
