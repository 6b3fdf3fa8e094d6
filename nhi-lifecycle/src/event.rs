//! Events: what happened, in encoding version 1.
//!
//! An event is one line of JSON without line breaks, its fields in a fixed order, texts in UTF-8, instants as RFC 3339
//! text; no floats, and no number but the encoding version and the sequence. The bytes are what is stored and, later, hashed:
//! they are made once, when the event is accepted, and never again from the objects. Golden vectors hold them.

use serde::{Deserialize, Serialize};

use crate::{
    blocker::GateOutcome,
    id::{AssetRef, Reference},
    record::Record,
    relation::Relation,
    time::Instant,
};

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

/// Writes an event as its records come, so that a batch is never held twice.
pub(crate) struct Encoder {
    bytes: Vec<u8>,
    begun: bool,
}

impl Encoder {
    /// The event with this number, up to its records.
    pub(crate) fn new(sequence: u64, context: &Context) -> Self {
        let mut bytes = Vec::new();
        let head = Head {
            v: ENCODING,
            sequence,
            recorded_at: context.recorded_at,
            actor: context.actor.as_deref(),
            source: context.source.as_deref(),
            reason: context.reason.as_deref(),
        };
        write_json(&mut bytes, &head);
        // The head is an object; what happened goes in before its closing brace.
        bytes.pop();
        bytes.extend_from_slice(b",\"happened\":");
        Self { bytes, begun: false }
    }

    /// A record of an added batch.
    pub(crate) fn record(&mut self, record: &Record) {
        self.bytes.extend_from_slice(if self.begun { b"," } else { b"{\"added\":{\"records\":[" });
        self.begun = true;
        write_json(&mut self.bytes, record);
    }

    /// The bytes of an added batch.
    pub(crate) fn added(mut self) -> Vec<u8> {
        if !self.begun {
            self.bytes.extend_from_slice(b"{\"added\":{\"records\":[");
        }
        self.bytes.extend_from_slice(b"]}}}");
        self.bytes
    }

    /// The bytes of anything else that happened.
    pub(crate) fn happened(mut self, happened: &Happened) -> Vec<u8> {
        write_json(&mut self.bytes, happened);
        self.bytes.push(b'}');
        self.bytes
    }
}

#[derive(Serialize)]
struct Head<'a> {
    v: u32,
    sequence: u64,
    recorded_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

fn write_json(bytes: &mut Vec<u8>, value: &impl Serialize) {
    // Records hold texts, truth values and maps with text keys: nothing that JSON can't hold, and a vector takes it all.
    let written = serde_json::to_writer(bytes, value);
    debug_assert!(written.is_ok(), "a record is always JSON");
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
    /// The engine was asked to do something, and the gates let it.
    Acted {
        /// To which asset.
        asset: AssetRef,
        /// The stage that it entered, or the operation.
        act: String,
        /// What every gate said.
        gates: Vec<GateOutcome>,
        /// What was handed in with the act, and what the act did: evidence, overrides, changes, relations.
        records: Vec<Record>,
    },
}
