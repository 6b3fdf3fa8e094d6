//! The naive model: MODEL.md sections 2 to 6, sentence by sentence, as plain loops. It is slow and shares no code with
//! the engine; where the two disagree, one of them misreads MODEL.md.
//!
//! * `records`: section 1, what is recorded
//! * `chains`: section 2, the order of changes
//! * `at`: section 2, the state at an instant
//! * `owners`: section 3, who answers for it
//! * `needed`: section 4, what is still needed
//! * `reasons`: section 5, orphaned credentials
//! * `reach`: section 6, the blast radius
//! * `histories`: random inventories to compare the engine on

// Every test crate that includes this module uses a part of it, and none is a library.
#![allow(dead_code, unreachable_pub)]

mod at;
mod chains;
mod needed;
mod owners;
mod reach;
mod reasons;
mod records;

pub mod histories;

#[cfg(test)]
mod tests;

use at::{At, World};
use records::Recorded;
use serde_json::Value;
use std::collections::BTreeMap;

/// "The finding carries the credential, the reasons, the severity, ..., who is responsible, ..., a status".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NaiveFinding {
    /// The bare id.
    pub credential: String,
    /// All that hold, in the order of the table.
    pub reasons: Vec<&'static str>,
    /// Those of `reasons` that are indeterminate, in the order of the table.
    pub indeterminate: Vec<&'static str>,
    /// `medium`, `high` or `critical`.
    pub severity: &'static str,
    /// `open` or `indeterminate`.
    pub status: &'static str,
    /// The owners of the credential, in whatever state: `identity:x`, sorted.
    pub responsible: Vec<String>,
}

/// The model over one inventory. Ids are bare, except where an argument is called `subject` (`asset:web-1`).
pub struct Naive {
    recorded: Recorded,
}

impl Naive {
    /// The records are valid and have distinct keys; their order means nothing. What they name and what is not
    /// among them is absent.
    pub fn new(records: &[Value]) -> Naive {
        Naive { recorded: Recorded::new(records) }
    }

    /// Every finding, most severe first, then by credential id.
    pub fn orphans(&self, t: i64) -> Vec<NaiveFinding> {
        let recorded = At::new(&self.recorded, t, World::AsRecorded);
        let hoped_for = At::new(&self.recorded, t, World::AbsentPresent);
        let mut findings = Vec::new();
        for c in self.recorded.of_type("credential") {
            findings.extend(reasons::finding(&recorded, &hoped_for, c));
        }
        findings.sort_by(|a, b| {
            let most_severe_first = reasons::rank(b.severity).cmp(&reasons::rank(a.severity));
            most_severe_first.then_with(|| a.credential.cmp(&b.credential))
        });
        findings
    }

    /// "`orphaned(c,t)`: live, and some reason holds."
    pub fn orphaned(&self, credential: &str, t: i64) -> bool {
        self.at(t).orphaned(&format!("credential:{credential}"))
    }

    /// "`since`: the least instant b such that orphaned(c,x) for every x in [b,t]; none means that it held at every
    /// earlier instant." Asked only of a credential that is orphaned at t.
    ///
    /// Between two neighbouring breakpoints nothing changes, and what changes at one already holds at it: so it is
    /// enough to look at the breakpoints, and once before the first of them.
    pub fn since(&self, credential: &str, t: i64) -> Option<i64> {
        assert!(self.orphaned(credential, t), "since of what is no orphan");
        let mut least = t;
        for b in self.breakpoints().into_iter().rev() {
            if b > t {
                continue;
            }
            // The instants from b up to `least`, which is the next breakpoint or t, are all as b is.
            if !self.orphaned(credential, b) {
                return Some(least);
            }
            least = b;
        }
        let before_all = least - 1;
        if self.orphaned(credential, before_all) { None } else { Some(least) }
    }

    /// The assets entered, by bare id, each with the highest privilege it is entered with.
    pub fn reach(&self, credential: &str, t: i64) -> BTreeMap<String, &'static str> {
        reach::radius(&self.at(t), &format!("credential:{credential}"))
    }

    /// "The value of a field at t"; none for unknown.
    pub fn value(&self, subject: &str, field: &str, t: i64) -> Option<String> {
        self.recorded.value(subject, field, t).map(str::to_owned)
    }

    pub fn live(&self, credential: &str, t: i64) -> bool {
        self.at(t).live(&format!("credential:{credential}"))
    }

    pub fn kept(&self, asset: &str, t: i64) -> bool {
        self.at(t).kept(&format!("asset:{asset}"))
    }

    pub fn needed(&self, identity: &str, t: i64) -> bool {
        self.at(t).needed(&format!("identity:{identity}"))
    }

    pub fn staffed(&self, team: &str, t: i64) -> bool {
        self.at(t).staffed(&format!("identity:{team}"))
    }

    /// Every instant at which anything recorded begins, ends or changes: ascending, each once.
    pub fn breakpoints(&self) -> Vec<i64> {
        self.recorded.breakpoints()
    }

    fn at(&self, t: i64) -> At<'_> {
        At::new(&self.recorded, t, World::AsRecorded)
    }
}
