//! What a gate says, and what it misses: as words for people and as data for programs.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{IdentityRef, Reference},
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a gate answers. Only `pass` lets an act through.
    pub enum GateVerdict ("a gate's verdict") {
        /// What it asks for is there.
        Pass = 1 "pass",
        /// What it asks for is not there.
        Fail = 2 "fail",
        /// What would decide is missing.
        Indeterminate = 3 "indeterminate",
    }
}

vocabulary! {
    /// What kind of thing is missing, and so what the other fields of a [`Missing`] say.
    pub enum Lack ("a kind of missing thing") {
        /// The field `name` of `record` says too little.
        Field = 1 "field",
        /// Evidence of the kind `name` about `record`, made at `since` or later and at `until` or earlier.
        Evidence = 2 "evidence",
        /// A sanitization by at least the method `name`.
        Method = 3 "method",
        /// Somebody who verified it, other than who made it.
        Verifier = 4 "verifier",
        /// `record` is named as a person and is no recorded identity that was present or active at `until`.
        Person = 5 "person",
        /// The medium with the serial number `name` is not covered.
        Medium = 6 "medium",
        /// The release of `record` from its legal hold.
        Release = 7 "release",
        /// An owner that is a present human or a staffed team.
        Owner = 8 "owner",
        /// The asset `record` is in service and still needs it, by the relation `name`.
        Dependent = 9 "dependent",
        /// The credential `record` is live, and connected by the relation `name`.
        Credential = 10 "credential",
        /// The identity `record` is active and attached to it.
        Identity = 11 "identity",
        /// The identity `record` is entitled to the asset `name`.
        Entitlement = 12 "entitlement",
        /// The end of the custody of `record`.
        Custody = 13 "custody",
        /// A log that is complete from `since` until `until`.
        Coverage = 14 "coverage",
        /// The user's own condition `name`.
        Condition = 15 "condition",
        /// The record `record`, which is referred to and absent.
        Record = 16 "record",
    }
}

/// One thing that a gate misses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// What kind of thing.
    pub what: Lack,
    /// Which record it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Reference>,
    /// Which field, kind, method, serial number or relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// From when on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// Until when, or when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Missing {
    /// Something of this kind.
    #[must_use]
    pub fn new(what: Lack) -> Self {
        Self { what, record: None, name: None, since: None, until: None }
    }

    /// The same, about this record.
    #[must_use]
    pub fn about(mut self, record: impl Into<Reference>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// The same, with this name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same, in this time.
    #[must_use]
    pub fn between(mut self, since: Option<Instant>, until: Instant) -> Self {
        (self.since, self.until) = (since, Some(until));
        self
    }
}

/// A gate that does not let an act through: which, what it says, and what it misses.
///
/// ```
/// use nhi_lifecycle::{Context, Inventory, Record, asset::Stage};
///
/// let mut inventory = Inventory::new();
/// let record: Record = serde_json::from_str(r#"{"record":"asset","id":"wiki","kind":"saas","stage":"requested"}"#)?;
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// inventory.add([record], &Context::at(now))?;
///
/// let blockers = inventory.blockers(&"wiki".parse()?, Stage::Retired, now)?;
/// assert_eq!(blockers[0].gate, "record_closed");
/// assert_eq!(blockers[0].verdict.as_str(), "fail");
/// assert_eq!(blockers[0].missing[0].what.as_str(), "evidence");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blocker {
    /// The gate: one of the model's, or one of the user's own.
    pub gate: Cow<'static, str>,
    /// `fail` or `indeterminate`.
    pub verdict: GateVerdict,
    /// What is missing and what to do, for people.
    pub message: String,
    /// The same, for programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

/// What a gate said of an act, as the act's event keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateOutcome {
    /// The gate.
    pub gate: Cow<'static, str>,
    /// What the facts say.
    pub verdict: GateVerdict,
    /// Who gave leave to pass it all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<IdentityRef>,
}

impl GateOutcome {
    /// Whether it lets the act through.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.verdict == GateVerdict::Pass || self.overridden_by.is_some()
    }
}

/// Blockers in one line, for the message of an error.
pub(crate) fn in_words(blockers: &[Blocker]) -> String {
    let words: Vec<String> =
        blockers.iter().map(|blocker| format!("{} ({}): {}", blocker.gate, blocker.verdict, blocker.message)).collect();
    words.join("; ")
}
