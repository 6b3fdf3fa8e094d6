//! A second judge of the gates: MODEL.md section 7, sentence by sentence, as plain loops, on top of the naive model of
//! sections 1 to 4. It is slow and shares no code with the engine; where the two disagree, one of them misreads
//! MODEL.md.
//!
//! * `model`: sections 1 to 4, the files of `tests/naive`
//! * `facts`: section 1, the records that sections 2 to 4 do not look at
//! * `table`: the transitions, and which gates each asks
//! * `verdict`: pass, fail, indeterminate
//! * `evidence`: which evidence counts, the people it names, overrides
//! * `state`: the gates that ask for a state of the inventory
//! * `proofs`: the gates that ask for evidence
//! * `moving`: the gates of `reassign` and `rehome`
//! * `lives`: random inventories to compare the engine on

// Every test crate that includes this module uses a part of it, and none is a library.
#![allow(dead_code, unused_imports, unreachable_pub)]

mod evidence;
mod facts;
mod model;
mod moving;
mod proofs;
mod state;
mod table;
mod verdict;

pub mod lives;

#[cfg(test)]
mod tests;

pub use lives::random_asset_life;
pub use table::GATES;

use facts::{Facts, name};
use model::at::{At, World};
use serde_json::Value;
use std::collections::BTreeSet;
use verdict::Verdict;

/// "`reassign` (another holder or owner) and `rehome` (another environment or host) are gated operations on an asset
/// in service." Ids may be bare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct New {
    pub holder: Option<String>,
    pub owner: Option<String>,
    pub environment: Option<String>,
    pub host: Option<String>,
}

/// Where section 7 can be read in two ways and the choice is seen most: the defaults are those of `NaiveGates::new`.
#[derive(Clone, Copy, Debug)]
pub struct Readings {
    /// "indeterminate (what would decide is missing)": so is a gate that would answer otherwise "if the absent records
    /// were present, active, in service and owned". Else "an absent asset counts as out of service, an absent identity
    /// as gone, an absent credential as not live", and that is all.
    pub absent_is_missing: bool,
    /// "loss_report, and remote_wipe or an override": an override stands in for the wipe alone. Else it passes the
    /// gate, as of any other.
    pub loss_report_always: bool,
}

impl Default for Readings {
    fn default() -> Readings {
        Readings { absent_is_missing: true, loss_report_always: true }
    }
}

/// The gates over one inventory. Ids of assets are bare or written.
pub struct NaiveGates {
    facts: Facts,
    readings: Readings,
}

impl NaiveGates {
    /// The records are valid and have distinct keys; their order means nothing. What they name and what is not among
    /// them is absent.
    pub fn new(records: &[Value]) -> NaiveGates {
        NaiveGates::reading(records, Readings::default())
    }

    pub fn reading(records: &[Value], readings: Readings) -> NaiveGates {
        NaiveGates { facts: Facts::new(records), readings }
    }

    /// What the gate says of a transition: `pass`, `fail` or `indeterminate`; whether or not it is asked, and but for
    /// overrides (that in `loss_reported` aside).
    pub fn verdict(&self, asset: &str, gate: &str, from: &str, to: &str, t: i64) -> &'static str {
        self.verdict_with(asset, gate, from, to, t, None)
    }

    /// Which gates the transition asks, in the order of the table; none where it is not in the table.
    pub fn asked(&self, asset: &str, from: &str, to: &str, t: i64) -> Option<Vec<&'static str>> {
        self.asked_with(asset, from, to, t, None)
    }

    /// "only pass lets an act through": the transition is in the table, and every gate it asks passes or is passed by
    /// an override.
    pub fn passes(&self, asset: &str, from: &str, to: &str, t: i64) -> bool {
        self.passes_with(asset, from, to, t, None)
    }

    /// "A change that a source reported and that is not in the table, or whose gates fail as judged from the facts at
    /// its instant (indeterminate is no failure), is an `ungated_transition` finding."
    pub fn ungated(&self, asset: &str, from: &str, to: &str, t: i64) -> bool {
        let asked = self.asked(asset, from, to, t);
        asked.is_none_or(|gates| gates.iter().any(|gate| self.judged(asset, gate, from, to, t, None) == "fail"))
    }

    // With `new`, the act is no transition but the operation; an override of it bears `to`.

    pub fn verdict_with(&self, a: &str, gate: &str, _from: &str, to: &str, t: i64, new: Option<&New>) -> &'static str {
        self.verdict_of(&name("asset", a), gate, to, t, new).name()
    }

    /// None where it is not legal: "gated operations on an asset in service".
    pub fn asked_with(&self, a: &str, from: &str, to: &str, t: i64, new: Option<&New>) -> Option<Vec<&'static str>> {
        let a = &name("asset", a);
        let at = self.at(t, World::AsRecorded);
        if let Some(new) = new {
            return at.in_service(a).then(|| asked_by_operation(&at, a, new));
        }
        let kind = at.kind(a);
        if !table::transition(table::class(kind), from, to) {
            return None;
        }
        let assigned = !proofs::holders(&self.facts, a, t).is_empty();
        Some(GATES.into_iter().filter(|gate| table::asked(gate, kind, assigned, from, to)).collect())
    }

    pub fn passes_with(&self, a: &str, from: &str, to: &str, t: i64, new: Option<&New>) -> bool {
        let asked = self.asked_with(a, from, to, t, new);
        asked.is_some_and(|gates| gates.iter().all(|gate| self.judged(a, gate, from, to, t, new) == "pass"))
    }

    /// The verdict with what overrides do: one passes the gate; one whose approver is not there leaves it
    /// indeterminate, "otherwise the gate is indeterminate".
    pub fn judged(&self, a: &str, gate: &str, _from: &str, to: &str, t: i64, new: Option<&New>) -> &'static str {
        let a = &name("asset", a);
        let verdict = self.verdict_of(a, gate, to, t, new);
        if gate == "loss_reported" && self.readings.loss_report_always {
            return verdict.name();
        }
        verdict.or(self.facts.overridden(a, gate, to, t)).name()
    }

    fn verdict_of(&self, a: &str, gate: &str, to: &str, t: i64, new: Option<&New>) -> Verdict {
        let verdict = self.verdict_in(&self.at(t, World::AsRecorded), a, gate, to, t, new);
        if !self.readings.absent_is_missing {
            return verdict;
        }
        verdict.both(self.verdict_in(&self.at(t, World::AbsentPresent), a, gate, to, t, new))
    }

    fn verdict_in(&self, at: &At, a: &str, gate: &str, to: &str, t: i64, new: Option<&New>) -> Verdict {
        let facts = &self.facts;
        let new = new.cloned().unwrap_or_default();
        match gate {
            "identified" => state::identified(facts, at, a),
            "accountable" => state::accountable(at, a, new.owner.map(|i| name("identity", &i)).as_deref()),
            "no_hold" => state::no_hold(facts, at, a),
            "dependents_clear" => state::dependents_clear(at, a),
            "custody_closed" => proofs::custody_closed(facts, a, t),
            "credentials_closed" => state::credentials_closed(at, a),
            "handed_over" => moving::handed_over(facts, at, a, t),
            "left_clean" => {
                let host = new.host.map(|host| name("asset", &host));
                moving::left_clean(at, a, new.environment.as_deref(), host.as_deref())
            }
            "identities_closed" => state::identities_closed(at, a),
            "entitlements_closed" => state::entitlements_closed(at, a),
            "data_preserved" => proofs::data_preserved(facts, a, t),
            "sanitized" => proofs::sanitized(facts, a, t),
            "record_closed" => proofs::record_closed(facts, a, t),
            "disposed_of" => proofs::disposed_of(facts, a, t),
            "released" => proofs::released(facts, a, t),
            "loss_reported" => proofs::loss_reported(facts, a, to, t),
            _ => panic!("{gate} is no gate"),
        }
    }

    fn at(&self, t: i64, world: World) -> At<'_> {
        At::new(&self.facts.recorded, t, world)
    }
}

/// "a new owner", "a new holder", "a new environment or host": "another" than there is now.
fn asked_by_operation(at: &At, a: &str, new: &New) -> Vec<&'static str> {
    let another = |kind: &str, name_space: &str, new: &Option<String>| {
        new.as_deref().is_some_and(|to| at.to(kind, a) != BTreeSet::from([name(name_space, to).as_str()]))
    };
    let holder = another("assigned_to", "identity", &new.holder);
    let owner = another("owned_by", "identity", &new.owner);
    let environment = new.environment.is_some() && at.value(a, "environment") != new.environment.as_deref();
    let host = another("runs_on", "asset", &new.host);
    let asked = |gate: &str| match gate {
        "accountable" => owner,
        "custody_closed" | "handed_over" => holder,
        "left_clean" => environment || host,
        _ => false,
    };
    GATES.into_iter().filter(|gate| asked(gate)).collect()
}
