//! What the engine is asked to do, and what it did.

use super::Counts;
use crate::{
    asset::{Environment, Stage},
    blocker::GateOutcome,
    evidence::{Evidence, Override},
    id::{AssetRef, IdentityRef},
    time::Instant,
};

/// Who does something, when and why, and what they hand in with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When it is done.
    pub at: Instant,
    /// When it is recorded; left out, at once, or with the last event where that was recorded later.
    pub recorded_at: Option<Instant>,
    /// Who does it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// In which system.
    pub source: Option<String>,
    /// The evidence that is handed in.
    pub evidence: Vec<Evidence>,
    /// The overrides that are handed in. One that the actor approved does not stand for this act.
    pub overrides: Vec<Override>,
}

impl Act {
    /// An act with nothing handed in.
    #[must_use]
    pub fn new(at: Instant, by: impl Into<String>, reason: impl Into<String>) -> Self {
        let (by, reason) = (by.into(), reason.into());
        Self { at, recorded_at: None, by, reason, source: None, evidence: Vec::new(), overrides: Vec::new() }
    }

    /// The same, with a piece of evidence.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// The same, with an override.
    #[must_use]
    pub fn with_override(mut self, leave: Override) -> Self {
        self.overrides.push(leave);
        self
    }
}

/// Who is to have an asset from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reassignment {
    /// The next holder, in whose custody it is.
    pub holder: Option<IdentityRef>,
    /// The next owner, who answers for it.
    pub owner: Option<IdentityRef>,
}

/// Where an asset is to be from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehoming {
    /// The next environment.
    pub environment: Option<Environment>,
    /// The next host.
    pub host: Option<AssetRef>,
}

/// What an act did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transitioned {
    /// The sequence number of its event.
    pub event: u64,
    /// The stage before.
    pub from: Stage,
    /// The stage since; the same for an operation.
    pub to: Stage,
    /// What every gate said.
    pub gates: Vec<GateOutcome>,
    /// How many records it brought.
    pub records: Counts,
}
